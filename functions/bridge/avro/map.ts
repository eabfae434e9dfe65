import { CLOSE_OBJECT, COLON, COMMA, OPEN_OBJECT } from '../json/json-characters.ts';
import type { Render, Renderer } from './renderer.ts';

/** The length of an empty key. */
const MIN_KEY_BYTES = 1;

/** A map as a JSON object, in the order of the wire. @see https://avro.apache.org/docs/1.11.1/specification/#maps-1 */
export function compileMap(values: Renderer): Renderer {
  const render: Render = (cursor, out) => {
    const { entries } = cursor;
    const first = entries.count;
    let index = 0;
    cursor.enter();
    out.asciiCode(OPEN_OBJECT);
    try {
      for (let count = cursor.readBlockCount(MIN_KEY_BYTES + values.minBytes); count > 0; ) {
        for (; count > 0; count -= 1) {
          if (index > 0) out.asciiCode(COMMA);
          const start = out.length;
          const keyLength = cursor.readLength();
          const keyStart = cursor.skip(keyLength);
          out.utf8Words(cursor.bytes, cursor.view, keyStart, keyStart + keyLength);
          entries.add(start, out.length);
          out.asciiCode(COLON);
          values.render(cursor, out);
          index += 1;
        }
        count = cursor.readBlockCount(MIN_KEY_BYTES + values.minBytes);
      }
    } catch (error) {
      cursor.path.addIndex(index);
      throw error;
    }
    entries.finish(first, out);
    out.asciiCode(CLOSE_OBJECT);
    cursor.leave();
  };
  return { render, minBytes: 1 };
}
