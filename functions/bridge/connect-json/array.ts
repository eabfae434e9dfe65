import { CLOSE_ARRAY, COMMA, OPEN_ARRAY } from '../json/json-characters.ts';
import type { ConnectType, RenderValue } from './connect-type.ts';
import { invalid } from './invalid.ts';

/** An array as a JSON array. */
export function compileArray(items: ConnectType): RenderValue {
  return (json, at, out) => {
    if (json.byteAt(at) !== OPEN_ARRAY) throw invalid('expected an array');
    const end = json.end(at);
    let index = 0;
    out.asciiCode(OPEN_ARRAY);
    try {
      for (let position = at + 1; position < end - 1; position += 1) {
        if (index > 0) out.asciiCode(COMMA);
        position = items.render(json, position, out);
        index += 1;
      }
    } catch (error) {
      json.path.addIndex(index);
      throw error;
    }
    out.asciiCode(CLOSE_ARRAY);
    return end;
  };
}
