import type { schema, Type } from 'avsc';
import avsc from 'avsc/lib/types.js';
import { RecordError } from '../errors.ts';
import { type Annotations, type AvroSchema, isPrimitiveTypeName, type RecordField } from './schema.ts';
import { isJsonObject, type JsonObject, parseSchemaJson, textMember } from './schema-json.ts';
import { schemaName } from './schema-name.ts';
import { strictSchema } from './strict-schema.ts';

/** Longest part of an avsc message that is passed on: some hold the schema itself. */
const MAX_REASON_CHARACTERS = 200;

/**
 * Reads a writer schema: avsc checks it and resolves its names, attributes and spellings come from the text.
 *
 * @throws RecordError `SCHEMA_INVALID`
 */
export function parseSchema(text: string): AvroSchema {
  const json = parseSchemaJson(text);
  return readSchema(json, checkSchema(strictSchema(json)), { namespace: '', named: new Map() });
}

function checkSchema(strict: schema.AvroSchema): Type {
  const registry: Record<string, Type> = {};
  try {
    return avsc.Type.forSchema(strict, {
      registry,
      noAnonymousTypes: true,
      wrapUnions: 'always',
      typeHook: (reference, { namespace }) => {
        // Java looks an unqualified name up in the null namespace when the enclosing one does not have it.
        if (typeof reference !== 'string' || reference.includes('.') || !namespace) return undefined;
        return Object.hasOwn(registry, `${namespace}.${reference}`) ? undefined : registry[reference];
      },
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.slice(0, MAX_REASON_CHARACTERS) : 'unknown';
    throw new RecordError('SCHEMA_INVALID', `not a valid Avro schema: ${reason}`, { cause });
  }
}

interface Scope {
  readonly namespace: string;
  /** Definitions so far, by the one Type object that avsc has for a name. */
  readonly named: Map<Type, AvroSchema>;
}

/** Pairs the JSON of a schema with avsc's view of it. Both have the same shape, since avsc has accepted that JSON. */
function readSchema(json: unknown, type: Type, scope: Scope): AvroSchema {
  const annotations = isJsonObject(json) ? readAnnotations(json) : {};
  const known = scope.named.get(type);
  if (known !== undefined) return known;

  if (isPrimitiveTypeName(type.typeName)) return { kind: type.typeName, annotations };
  if (type instanceof avsc.builtins.WrappedUnionType) {
    const branches: unknown[] = Array.isArray(json) ? json : [];
    return {
      kind: 'union',
      branches: type.types.map((branch, index) => readSchema(branches[index], branch, scope)),
      annotations,
    };
  }
  if (!isJsonObject(json))
    throw new TypeError(`avsc resolved a name before its definition: ${type.typeName}`);

  if (type instanceof avsc.builtins.ArrayType) {
    return { kind: 'array', items: readSchema(json.items, type.itemsType, scope), annotations };
  }
  if (type instanceof avsc.builtins.MapType) {
    return { kind: 'map', values: readSchema(json.values, type.valuesType, scope), annotations };
  }
  const name = schemaName(json, scope.namespace);
  if (type instanceof avsc.builtins.FixedType) {
    return define(scope, type, { kind: 'fixed', name, sizeBytes: type.size, annotations });
  }
  if (type instanceof avsc.builtins.EnumType) {
    const symbols = Array.isArray(json.symbols) ? json.symbols.map(String) : [];
    return define(scope, type, { kind: 'enum', name, symbols, annotations });
  }
  if (type instanceof avsc.builtins.RecordType) {
    const fields: RecordField[] = [];
    const record = define(scope, type, { kind: 'record', name, fields, annotations });
    const fieldsJson: unknown[] = Array.isArray(json.fields) ? json.fields : [];
    for (const [index, field] of type.fields.entries()) {
      const fieldJson = fieldsJson[index];
      if (!isJsonObject(fieldJson)) continue;
      const schema = readSchema(fieldJson.type, field.type, { ...scope, namespace: name.namespace });
      fields.push({ name: textMember(fieldJson, 'name') ?? field.name, schema });
    }
    return record;
  }
  throw new TypeError(`unexpected avsc type: ${type.typeName}`);
}

/** Registered before its parts are read, so that they can refer to it. */
function define(scope: Scope, type: Type, schema: AvroSchema): AvroSchema {
  scope.named.set(type, schema);
  return schema;
}

function readAnnotations(json: JsonObject): Annotations {
  const logicalType = textMember(json, 'logicalType')?.toLowerCase();
  const connectType = textMember(json, 'connect.type');
  const connectName = textMember(json, 'connect.name');
  const connectInternalType = textMember(json, 'connect.internal.type');
  return {
    ...(logicalType !== undefined && { logicalType }),
    ...(connectType !== undefined && { connectType }),
    ...(connectName !== undefined && { connectName }),
    ...(connectInternalType !== undefined && { connectInternalType }),
    ...(Object.hasOwn(json, 'connect.default') && { connectDefault: json['connect.default'] }),
  };
}
