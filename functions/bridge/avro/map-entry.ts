import { invalid } from '../binary/payload-cursor.ts';
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from '../json/json-characters.ts';
import type { Dialect } from './dialect.ts';
import type { Render, Renderer } from './renderer.ts';
import type { AvroSchema } from './schema.ts';
import { isAnything } from './schemaless.ts';

const MAP_ENTRY = 'MapEntry';

/** An object for string keys, pairs for others, and for keys of any type whichever the keys of the map allow. */
type MapForm = 'object' | 'pairs' | 'by-keys';

/**
 * The key and value schema of a record by which Connect's converters write a map that Avro's map cannot hold; undefined
 * for all other schemas. Only the namespace of the dialect or the annotation counts, as in the reference.
 */
export function mapEntryFields(
  schema: AvroSchema,
  { connectNamespace }: Dialect,
): { key: AvroSchema; value: AvroSchema } | undefined {
  if (schema.kind !== 'record') return undefined;
  const isMapEntry =
    schema.name.full === `${connectNamespace}.${MAP_ENTRY}` ||
    schema.annotations.connectInternalType === MAP_ENTRY;
  const [key, value] = schema.fields;
  if (!isMapEntry || schema.fields.length !== 2 || key?.name !== 'key' || value?.name !== 'value')
    return undefined;
  return { key: key.schema, value: value.schema };
}

/** An array of map entries: `{"k":1}` when the keys are strings, else `[[1,"v"],[2,"w"]]`. */
export function compileMapEntries(
  keySchema: AvroSchema,
  key: Renderer,
  value: Renderer,
  dialect: Dialect,
): Renderer {
  const form = mapForm(keySchema, dialect);
  const render: Render = (cursor, out) => {
    const { entries } = cursor;
    const first = entries.count;
    const textStart = out.length;
    const minBytes = key.minBytes + value.minBytes;
    let index = 0;
    cursor.enter();
    cursor.enter();
    out.asciiCode(form === 'object' ? OPEN_OBJECT : OPEN_ARRAY);
    try {
      for (let count = cursor.readBlockCount(minBytes); count > 0; ) {
        for (; count > 0; count -= 1) {
          if (index > 0) out.asciiCode(COMMA);
          const start = out.length;
          if (form !== 'object') out.asciiCode(OPEN_ARRAY);
          key.render(cursor, out);
          if (form === 'object' && out.codeAt(start) !== QUOTE) throw invalid('a map key of null');
          entries.add(start, out.length);
          out.asciiCode(form === 'object' ? COLON : COMMA);
          value.render(cursor, out);
          if (form !== 'object') out.asciiCode(CLOSE_ARRAY);
          index += 1;
        }
        count = cursor.readBlockCount(minBytes);
      }
    } catch (error) {
      cursor.path.addIndex(index);
      throw error;
    }
    let isObject = form === 'object';
    if (form === 'by-keys') isObject = entries.finishPairs(first, textStart, out);
    else entries.finish(first, out);
    out.asciiCode(isObject ? CLOSE_OBJECT : CLOSE_ARRAY);
    cursor.leave();
    cursor.leave();
  };
  return { render, minBytes: 1 };
}

function mapForm(key: AvroSchema, dialect: Dialect): MapForm {
  const schema = key.kind === 'union' ? onlyBranch(key.branches) : key;
  if (schema?.kind === 'string' || schema?.kind === 'enum') return 'object';
  return schema !== undefined && isAnything(schema, dialect) ? 'by-keys' : 'pairs';
}

/** The other branch of a union with null. */
function onlyBranch(branches: readonly AvroSchema[]): AvroSchema | undefined {
  const [branch, ...more] = branches.filter(({ kind }) => kind !== 'null');
  return more.length === 0 && branches.length === 2 ? branch : undefined;
}
