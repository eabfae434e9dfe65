import { CLOSE_OBJECT } from '../json/json-characters.ts';
import { JsonFragment } from '../json/json-fragment.ts';
import type { Render, Renderer } from './renderer.ts';
import type { RecordSchema } from './schema.ts';

interface RenderedField {
  readonly name: string;
  /** The name in quotes with the punctuation around it: `{"id":` or `,"price":`. */
  readonly label: JsonFragment;
  readonly renderer: Renderer;
}

/** A record as an object with its fields in the order of the schema. `fields` are the renderers of `schema.fields`. */
export function compileRecord(schema: RecordSchema, fields: readonly Renderer[]): Render {
  const rendered = schema.fields.flatMap(({ name }, index): RenderedField[] => {
    const renderer = fields[index];
    const label = new JsonFragment(`${index === 0 ? '{' : ','}${JSON.stringify(name)}:`);
    return renderer === undefined ? [] : [{ name, label, renderer }];
  });
  if (rendered.length === 0) return (_cursor, out) => out.fragment(EMPTY_OBJECT);

  return (cursor, out) => {
    let current = '';
    cursor.enter();
    try {
      for (const { name, label, renderer } of rendered) {
        current = name;
        out.fragment(label);
        renderer.render(cursor, out);
      }
    } catch (error) {
      cursor.path.addField(current);
      throw error;
    }
    out.asciiCode(CLOSE_OBJECT);
    cursor.leave();
  };
}

const EMPTY_OBJECT = new JsonFragment('{}');
