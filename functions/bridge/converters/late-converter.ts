import type { Converter } from './converter.ts';

/** A converter whose code is loaded before the first record that needs it: a bridge of other formats never pays for it. */
export interface LateConverter {
  /** Has to have ended before the first record. */
  readonly load: () => Promise<void>;
  readonly convert: Converter;
}

export function lateConverter(load: () => Promise<Converter>): LateConverter {
  let loaded: Converter | undefined;
  return {
    load: async () => {
      loaded ??= await load();
    },
    convert: (source, out) => {
      if (loaded === undefined) throw new TypeError('A converter is used before it is loaded.');
      loaded(source, out);
    },
  };
}
