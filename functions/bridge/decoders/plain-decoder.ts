import type { Converter } from '../converters/converter.ts';
import type { SideDecoder } from './side-decoder.ts';
import type { SideSource } from './source.ts';

/** Reads a format that needs no registry. */
export function plainDecoder(source: SideSource, convert: Converter): SideDecoder {
  return {
    write: (record, _schemas, out) => {
      const bytes = source(record);
      if (bytes === null) out.null();
      else convert(bytes, out);
    },
  };
}
