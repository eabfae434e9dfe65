import type { JsonFragment } from '../json/json-fragment.ts';
import type { JsonWriter } from '../json/json-writer.ts';
import type { ConnectType, RenderValue } from './connect-type.ts';
import { invalid } from './invalid.ts';

/** Adds to a type what becomes of null and of what is missing: the default, or null where that is allowed. */
export function nullable(
  renderValue: RenderValue,
  isOptional: boolean,
  defaultValue: JsonFragment | undefined,
): ConnectType {
  const renderMissing = (out: JsonWriter): void => {
    if (defaultValue !== undefined) out.fragment(defaultValue);
    else if (isOptional) out.null();
    else throw invalid('no value, and the schema has no default');
  };
  return {
    render: (json, at, out) => {
      if (!json.isNull(at)) return renderValue(json, at, out);
      renderMissing(out);
      return at + 'null'.length;
    },
    renderMissing,
  };
}
