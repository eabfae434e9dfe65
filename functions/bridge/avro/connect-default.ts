import type { DecimalFormat } from '../../../shared/configuration/format.ts';
import { RecordError } from '../errors.ts';
import { CLOSE_ARRAY, CLOSE_OBJECT, COLON, COMMA, OPEN_ARRAY, OPEN_OBJECT } from '../json/json-characters.ts';
import type { JsonWriter } from '../json/json-writer.ts';
import { compileDecimal, isDecimal } from './decimal.ts';
import type { ArraySchema, AvroSchema, MapSchema, PrimitiveSchema, RecordSchema } from './schema.ts';
import { isJsonObject } from './schema-json.ts';

/**
 * Writes the JSON value of a `connect.default` as a value of its schema is rendered. Defaults are spelled like field
 * defaults: bytes as a string with a character for each byte.
 *
 * @throws RecordError `SCHEMA_INVALID` when the default does not fit the schema
 * @see https://avro.apache.org/docs/1.11.1/specification/#schema-record
 */
export function writeDefault(
  schema: AvroSchema,
  value: unknown,
  decimals: DecimalFormat,
  out: JsonWriter,
): void {
  switch (schema.kind) {
    case 'null':
      if (value !== null) throw unfit(schema);
      out.null();
      break;
    case 'boolean':
      if (typeof value !== 'boolean') throw unfit(schema);
      out.boolean(value);
      break;
    case 'string':
    case 'enum':
      if (typeof value !== 'string') throw unfit(schema);
      out.string(value);
      break;
    case 'bytes':
    case 'fixed':
      writeBytes(schema, value, decimals, out);
      break;
    case 'array':
      writeItems(schema, value, decimals, out);
      break;
    case 'map':
    case 'record':
      writeMembers(schema, value, decimals, out);
      break;
    case 'union': {
      const branch = schema.branches.find(({ kind }) => (kind === 'null') === (value === null));
      if (branch === undefined || schema.branches.length > 2) throw unfit(schema);
      writeDefault(branch, value, decimals, out);
      break;
    }
    default:
      writeNumber(schema, value, out);
  }
}

function writeNumber(schema: PrimitiveSchema, value: unknown, out: JsonWriter): void {
  if (typeof value !== 'number' && typeof value !== 'bigint') throw unfit(schema);
  if (schema.kind === 'float') out.float(Math.fround(Number(value)));
  else if (schema.kind === 'double') out.double(Number(value));
  else if (typeof value === 'bigint') out.bigint(value);
  else if (Number.isSafeInteger(value)) out.integer(value);
  else throw unfit(schema);
}

function writeBytes(schema: AvroSchema, value: unknown, decimals: DecimalFormat, out: JsonWriter): void {
  if (typeof value !== 'string') throw unfit(schema);
  const bytes = Buffer.from(value, 'latin1');
  if (!isDecimal(schema.annotations)) {
    out.base64String(bytes, 0, bytes.length);
    return;
  }
  const write = compileDecimal(schema.annotations, decimals);
  try {
    write(bytes, 0, bytes.length, out);
  } catch {
    throw unfit(schema);
  }
}

function writeItems(schema: ArraySchema, value: unknown, decimals: DecimalFormat, out: JsonWriter): void {
  if (!Array.isArray(value)) throw unfit(schema);
  out.asciiCode(OPEN_ARRAY);
  for (const [index, item] of value.entries()) {
    if (index > 0) out.asciiCode(COMMA);
    writeDefault(schema.items, item, decimals, out);
  }
  out.asciiCode(CLOSE_ARRAY);
}

function writeMembers(
  schema: MapSchema | RecordSchema,
  value: unknown,
  decimals: DecimalFormat,
  out: JsonWriter,
): void {
  if (!isJsonObject(value)) throw unfit(schema);
  const members =
    schema.kind === 'record'
      ? schema.fields.map((field) => ({ name: field.name, schema: field.schema }))
      : Object.keys(value).map((name) => ({ name, schema: schema.values }));
  out.asciiCode(OPEN_OBJECT);
  for (const [index, member] of members.entries()) {
    if (!Object.hasOwn(value, member.name)) throw unfit(schema);
    if (index > 0) out.asciiCode(COMMA);
    out.string(member.name);
    out.asciiCode(COLON);
    writeDefault(member.schema, value[member.name], decimals, out);
  }
  out.asciiCode(CLOSE_OBJECT);
}

function unfit({ kind }: AvroSchema): RecordError {
  return new RecordError('SCHEMA_INVALID', `connect.default does not fit its type ${kind}`);
}
