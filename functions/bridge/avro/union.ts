import { RecordError } from '../errors.ts';
import { JsonFragment } from '../json/json-fragment.ts';
import { JsonWriter } from '../json/json-writer.ts';
import { writeDefault } from './connect-default.ts';
import type { Render, Renderer } from './renderer.ts';
import type { Rendering } from './rendering.ts';
import type { AvroSchema, UnionSchema } from './schema.ts';

const UNION_BRANCH = 'union branch';

/**
 * A union as Connect shows it: null and one other type give the value itself or null; any other union gives an object with
 * a member for every branch but null, of which the one that was written is set: `{"string":null,"int":5}`. Unwrapped,
 * every union gives the value itself or null.
 *
 * The branch is the one that the index on the wire names. The reference looks at the class of the value instead and fails
 * on enums and fixed values.
 */
export function compileUnion(
  union: UnionSchema,
  branches: readonly Renderer[],
  rendering: Rendering,
): Renderer {
  const nullIndex = union.branches.findIndex(({ kind }) => kind === 'null');
  const valueIndex = union.branches.findIndex(({ kind }) => kind !== 'null');
  const value = branches[valueIndex];
  const minBytes = 1 + Math.min(...branches.map((branch) => branch.minBytes));
  if (branches.length === 2 && nullIndex >= 0 && value !== undefined) {
    const whenNull = nullText(union.branches[valueIndex], rendering);
    return { render: compileNullable(nullIndex, value, whenNull), minBytes };
  }
  const isFlat = branches.length === 1 && rendering.dialect.hasFlatSingletons;
  const isUnwrapped = isFlat || rendering.unions === 'unwrapped';
  return {
    render: isUnwrapped ? compileUnwrapped(branches) : compileMembers(union, branches, rendering),
    minBytes,
  };
}

function compileNullable(nullIndex: number, value: Renderer, whenNull: JsonFragment): Render {
  return (cursor, out) => {
    if (cursor.readIndex(2, UNION_BRANCH) === nullIndex) out.fragment(whenNull);
    else value.render(cursor, out);
  };
}

function compileUnwrapped(branches: readonly Renderer[]): Render {
  return (cursor, out) => {
    branches[cursor.readIndex(branches.length, UNION_BRANCH)]?.render(cursor, out);
  };
}

/** `connect.default` is the one default that the reference puts in the place of a null. */
function nullText(schema: AvroSchema | undefined, { decimals, defaults }: Rendering): JsonFragment {
  if (schema?.annotations.connectDefault === undefined) return new JsonFragment('null');
  const known = defaults.get(schema);
  if (known !== undefined) return known;
  const out = new JsonWriter();
  writeDefault(schema, schema.annotations.connectDefault, decimals, out);
  const text = new JsonFragment(out.toString());
  defaults.set(schema, text);
  return text;
}

function compileMembers(union: UnionSchema, branches: readonly Renderer[], rendering: Rendering): Render {
  const { text, values } = membersText(memberNames(union.branches, rendering));
  return (cursor, out) => {
    const index = cursor.readIndex(branches.length, UNION_BRANCH);
    const at = values[index];
    if (at === undefined) {
      out.null();
      return;
    }
    cursor.enter();
    out.rawRange(text, 0, at);
    branches[index]?.render(cursor, out);
    out.rawRange(text, at + NULL.length, text.length);
    cursor.leave();
  };
}

const NULL = 'null';

/** The object with all members null, and where the value of each branch stands in it (none for the null branch). */
function membersText(names: readonly (string | undefined)[]): {
  text: Uint8Array;
  values: readonly (number | undefined)[];
} {
  const parts: string[] = [];
  let length = 0;
  const values = names.map((name) => {
    if (name === undefined) return undefined;
    const label = `${length === 0 ? '{' : ','}${JSON.stringify(name)}:`;
    const at = length + Buffer.byteLength(label);
    parts.push(label, NULL);
    length = at + NULL.length;
    return at;
  });
  return { text: Buffer.from(`${parts.join('')}}`), values };
}

/** The member name of each branch; undefined for null. */
function memberNames(branches: readonly AvroSchema[], rendering: Rendering): readonly (string | undefined)[] {
  const names = branches.map((branch) => memberName(branch, rendering));
  if (isUnique(names)) return names;
  // The reference refuses two types with the same simple name. Full names keep them apart.
  const fullNames = branches.map((branch) =>
    'name' in branch ? branch.name.full : memberName(branch, rendering),
  );
  if (isUnique(fullNames)) return fullNames;
  throw new RecordError('SCHEMA_INVALID', 'a union has two branches with the same name');
}

function memberName(branch: AvroSchema, { hasFullNames, dialect }: Rendering): string | undefined {
  if (branch.kind === 'null') return undefined;
  if (!('name' in branch) || (branch.kind === 'fixed' && !dialect.hasFixedNames)) return branch.kind;
  return hasFullNames ? branch.name.full : branch.name.simple;
}

function isUnique(names: readonly unknown[]): boolean {
  return new Set(names).size === names.length;
}
