import { JsonFragment } from '../json/json-fragment.ts';
import type { Render, Renderer } from './renderer.ts';
import type { EnumSchema } from './schema.ts';

/** An enum as the symbol's name. */
export function compileEnum({ symbols }: EnumSchema): Renderer {
  const names = symbols.map((symbol) => new JsonFragment(JSON.stringify(symbol)));
  const render: Render = (cursor, out) => {
    const name = names[cursor.readIndex(names.length, 'enum index')];
    if (name !== undefined) out.fragment(name);
  };
  return { render, minBytes: 1 };
}
