import type { Schema, schema, Type } from 'avsc';
import avsc from 'avsc/lib/types.js';
import { RecordError } from '../errors.ts';
import type { SchemaReference } from '../schemas/registered-schema.ts';
import { readAnnotations } from './annotations.ts';
import { NamedDefinitions } from './named-definitions.ts';
import { type AvroSchema, isPrimitiveTypeName, type RecordField } from './schema.ts';
import { isJsonObject, MAX_SCHEMA_CHARACTERS, parseSchemaJson, textMember } from './schema-json.ts';
import { schemaName } from './schema-name.ts';
import { strictSchema } from './strict-schema.ts';

/** Longest part of an avsc message that is passed on: some hold the schema itself. */
const MAX_REASON_CHARACTERS = 200;

/**
 * Reads a writer schema: avsc checks it and resolves its names, attributes and spellings come from the text. The types
 * that `references` define come first, each reference after those that it refers to itself.
 *
 * @throws RecordError `SCHEMA_INVALID`
 */
export function parseSchema(text: string, references: readonly SchemaReference[] = []): AvroSchema {
  const characters = references.reduce((sum, { definition }) => sum + definition.length, text.length);
  if (references.length > 0 && characters > MAX_SCHEMA_CHARACTERS) {
    throw invalid(`the schema and its references have more than ${MAX_SCHEMA_CHARACTERS} characters`);
  }
  const parser = new SchemaParser();
  for (const { name, definition } of references) {
    try {
      parser.parse(definition);
    } catch (cause) {
      if (!(cause instanceof RecordError)) throw cause;
      throw invalid(`its reference ${name.slice(0, MAX_REASON_CHARACTERS)}: ${cause.message}`, cause);
    }
  }
  return parser.parse(text);
}

/** Parses schemas one after the other; each knows the names that those before it define. */
class SchemaParser {
  readonly #definitions = new NamedDefinitions();
  readonly #registry: Record<string, Type> = {};
  readonly #named = new Map<Type, AvroSchema>();

  parse(text: string): AvroSchema {
    const json = parseSchemaJson(text);
    const strict = strictSchema(json);
    this.#definitions.add(json);
    return readSchema(json, this.#check(strict), { namespace: '', named: this.#named });
  }

  #check(strict: schema.AvroSchema): Type {
    try {
      return avsc.Type.forSchema(strict, {
        registry: this.#registry,
        noAnonymousTypes: true,
        wrapUnions: 'always',
        typeHook: (type, options) => {
          const { namespace = '' } = options;
          if (typeof type === 'string') return this.#fromNullNamespace(type, namespace);
          return this.#defined(type, namespace) ?? checkedRecord(type, options);
        },
      });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message.slice(0, MAX_REASON_CHARACTERS) : 'unknown';
      throw invalid(`not a valid Avro schema: ${reason}`, cause);
    }
  }

  /** Java looks an unqualified name up in the null namespace when the enclosing one does not have it. */
  #fromNullNamespace(name: string, namespace: string): Type | undefined {
    return this.#registered(`${namespace}.${name}`) === undefined ? this.#registered(name) : undefined;
  }

  /** The type of a definition that is there already, which {@link NamedDefinitions} has found to be the same. */
  #defined(type: unknown, enclosingNamespace: string): Type | undefined {
    if (!isJsonObject(type)) return undefined;
    const name = textMember(type, 'name');
    return name === undefined ? undefined : this.#registered(schemaName(type, enclosingNamespace).full);
  }

  #registered(name: string): Type | undefined {
    return Object.hasOwn(this.#registry, name) ? this.#registry[name] : undefined;
  }
}

/**
 * A record whose schema is checked, and of which no value is read. For the values avsc writes and compiles six functions a
 * record, which takes longer than all the rest of a schema.
 */
class CheckedRecord extends avsc.builtins.RecordType {
  protected _createBranchConstructor(): void {}
  protected _createConstructor(): void {}
  protected _createReader(): void {}
  protected _createSkipper(): void {}
  protected _createWriter(): void {}
  protected _createChecker(): void {}
}

/** Undefined for any other type. */
function checkedRecord(type: Schema, options: object): Type | undefined {
  const isRecord = isJsonObject(type) && (type.type === 'record' || type.type === 'error');
  return isRecord ? new CheckedRecord(type, options) : undefined;
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

function invalid(reason: string, cause: unknown = undefined): RecordError {
  return new RecordError('SCHEMA_INVALID', reason, { cause });
}
