import { compileEnum, type EnumRenderer } from './enum.ts';
import { SCALARS } from './scalar.ts';
import type { EnumType } from './schema.ts';

/** Values of an enum as their numbers, known or not. */
export function compileNumericEnum(type: EnumType): EnumRenderer {
  return {
    ...compileEnum(type),
    render: SCALARS.int32.render,
    defaultText: `${type.values[0]?.number ?? 0}`,
  };
}
