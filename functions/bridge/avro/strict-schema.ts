import type { schema } from 'avsc';
import { RecordError } from '../errors.ts';
import { isPrimitiveTypeName } from './schema.ts';
import { isJsonObject, type JsonObject, MAX_SCHEMA_DEPTH, textMember, tooDeep } from './schema-json.ts';
import { aliasDefinedName, aliasName, aliasNamespace, aliasTypeName } from './schema-name.ts';

/**
 * Longest name and longest namespace: far beyond any real one. A namespace is a part of every name that is defined or
 * referred to in it, so a long one would multiply.
 */
export const MAX_NAME_CHARACTERS = 1_000;

type StrictType = Exclude<schema.AvroSchema, unknown[]>;

/**
 * The schema as avsc accepts it: names that only Java accepts under an alias, and nothing that plays no part in decoding.
 * Above all no field defaults, of which avsc refuses valid ones (longs beyond 2^53, for example).
 *
 * @throws RecordError `SCHEMA_INVALID`
 */
export function strictSchema(json: unknown, depth = 0): schema.AvroSchema {
  if (!Array.isArray(json)) return strictType(json, depth);
  return json.map((branch: unknown) => strictType(branch, depth + 1));
}

function strictType(json: unknown, depth: number): StrictType {
  if (depth > MAX_SCHEMA_DEPTH) throw tooDeep();
  if (typeof json === 'string') return aliasTypeName(json);
  if (Array.isArray(json)) throw invalid('a union holds a union');
  if (!isJsonObject(json)) throw invalid('a type is neither a name nor an object nor a union');

  const type = textMember(json, 'type');
  switch (type) {
    case undefined:
      throw invalid('an object of the schema has no type name');
    case 'array':
      return { type, items: strictSchema(json.items, depth + 1) };
    case 'map':
      return { type, values: strictSchema(json.values, depth + 1) };
    case 'record':
    case 'error':
      return { type, ...strictNames(json), fields: strictFields(json, depth) };
    case 'enum':
      return { type, ...strictNames(json), symbols: strictSymbols(json) };
    case 'fixed':
      return { type, ...strictNames(json), size: typeof json.size === 'number' ? json.size : Number.NaN };
    default:
      // Java also takes a reference wrapped into an object.
      return isPrimitiveTypeName(type) ? { type } : aliasTypeName(type);
  }
}

/** The simple name with its namespace: that in front of its dot, where it has one, or the attribute. */
function strictNames(json: JsonObject): { name: string; namespace?: string } {
  const name = textMember(json, 'name');
  if (name === undefined) throw invalid('a record, enum or fixed type has no name');
  const dot = name.lastIndexOf('.');
  const namespace = dot < 0 ? textMember(json, 'namespace') : name.slice(0, dot);
  if (name.length > MAX_NAME_CHARACTERS || (namespace?.length ?? 0) > MAX_NAME_CHARACTERS) {
    throw invalid(`a name or namespace has more than ${MAX_NAME_CHARACTERS} characters`);
  }
  return {
    name: aliasDefinedName(name.slice(dot + 1)),
    ...(namespace !== undefined && { namespace: aliasNamespace(namespace) }),
  };
}

function strictFields(json: JsonObject, depth: number): { name: string; type: schema.AvroSchema }[] {
  if (!Array.isArray(json.fields)) throw invalid(`record ${textMember(json, 'name')} has no list of fields`);
  return json.fields.map((field: unknown) => {
    const name = isJsonObject(field) ? textMember(field, 'name') : undefined;
    if (!isJsonObject(field) || name === undefined) {
      throw invalid(`record ${textMember(json, 'name')} has a field without a name`);
    }
    return { name: aliasName(name), type: strictSchema(field.type, depth + 1) };
  });
}

function strictSymbols(json: JsonObject): string[] {
  const symbols: unknown = json.symbols;
  if (!Array.isArray(symbols) || !symbols.every((symbol) => typeof symbol === 'string')) {
    throw invalid(`enum ${textMember(json, 'name')} has no list of symbols`);
  }
  return symbols.map(aliasName);
}

function invalid(reason: string): RecordError {
  return new RecordError('SCHEMA_INVALID', reason);
}
