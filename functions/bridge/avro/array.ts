import { CLOSE_ARRAY, COMMA, OPEN_ARRAY } from '../json/json-characters.ts';
import type { Render, Renderer } from './renderer.ts';

/** An array as a JSON array. @see https://avro.apache.org/docs/1.11.1/specification/#arrays-1 */
export function compileArray(items: Renderer): Renderer {
  const render: Render = (cursor, out) => {
    let index = 0;
    cursor.enter();
    out.asciiCode(OPEN_ARRAY);
    try {
      for (let count = cursor.readBlockCount(items.minBytes); count > 0; ) {
        for (; count > 0; count -= 1) {
          if (index > 0) out.asciiCode(COMMA);
          items.render(cursor, out);
          index += 1;
        }
        count = cursor.readBlockCount(items.minBytes);
      }
    } catch (error) {
      cursor.path.addIndex(index);
      throw error;
    }
    out.asciiCode(CLOSE_ARRAY);
    cursor.leave();
  };
  return { render, minBytes: 1 };
}
