import type { Dialect } from './dialect.ts';
import type { Render, Renderer } from './renderer.ts';
import type { AvroSchema } from './schema.ts';

const NULL_BYTES = 4;
const LETTER_N = 0x6e;

/** True for the record that stands for a Connect value without schema: a field for each type, one of which is set. */
export function isAnything(schema: AvroSchema, { connectNamespace }: Dialect): boolean {
  return schema.kind === 'record' && schema.name.full === `${connectNamespace}.Anything`;
}

/** The first field that is not null, on its own. */
export function compileAnything(fields: readonly Renderer[]): Render {
  return (cursor, out) => {
    let isSet = false;
    cursor.enter();
    for (const field of fields) {
      const start = out.length;
      field.render(cursor, out);
      const isNull = out.length - start === NULL_BYTES && out.codeAt(start) === LETTER_N;
      if (isSet || isNull) out.truncate(start);
      else isSet = true;
    }
    cursor.leave();
    if (!isSet) out.null();
  };
}
