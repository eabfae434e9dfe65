import { checkPattern } from '../constraints.ts';
import type { RequestMembers } from '../request-members.ts';
import type { Place } from '../service.ts';
import { alreadyExists, invalidInput, notFound } from './glue-error.ts';
import { printSchemaId, type SchemaId } from './schema-id.ts';

export const DATA_FORMATS = ['AVRO', 'JSON', 'PROTOBUF'] as const;
export type DataFormat = (typeof DATA_FORMATS)[number];

/** Glue makes this registry when a schema names none. */
export const DEFAULT_REGISTRY = 'default-registry';
/** @see https://docs.aws.amazon.com/glue/latest/webapi/API_GetSchemaVersion.html */
const VERSION_ID = '[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}';

export interface SchemaVersion {
  readonly id: string;
  readonly number: number;
  readonly definition: string;
  readonly createdAt: string;
  readonly schema: Schema;
  /** Values by key; a key may have several. */
  readonly metadata: Map<string, Set<string>>;
}

export interface Schema {
  readonly name: string;
  readonly arn: string;
  readonly registry: Registry;
  readonly dataFormat: DataFormat;
  readonly compatibility: string;
  readonly createdAt: string;
  readonly versions: SchemaVersion[];
}

export interface Registry {
  readonly name: string;
  readonly arn: string;
  readonly schemas: Map<string, Schema>;
}

/** Registries of an account by name, and all their schema versions by id. */
export class SchemaRegistries {
  readonly #place: Place;
  readonly #registries = new Map<string, Registry>();
  readonly #versions = new Map<string, SchemaVersion>();

  constructor(place: Place) {
    this.#place = place;
  }

  find(name: string): Registry | undefined {
    return this.#registries.get(name);
  }

  create(name: string): Registry {
    if (this.#registries.has(name)) throw alreadyExists('Registry', `RegistryName: ${name}`);
    const registry: Registry = { name, arn: this.#arn(`registry/${name}`), schemas: new Map() };
    this.#registries.set(name, registry);
    return registry;
  }

  registryOf(id: RequestMembers | undefined): Registry {
    const arn = id?.string('RegistryArn');
    const name = arn === undefined ? id?.string('RegistryName') : arn.slice(arn.lastIndexOf('/') + 1);
    const found = this.#registries.get(name ?? DEFAULT_REGISTRY);
    if (found !== undefined) return found;
    if (name === undefined || name === DEFAULT_REGISTRY) return this.create(DEFAULT_REGISTRY);
    throw notFound(
      `Registry is not found. ${arn === undefined ? `RegistryName: ${name}` : `RegistryArn: ${arn}`}`,
    );
  }

  createSchema(registry: Registry, name: string, dataFormat: DataFormat, compatibility: string): Schema {
    if (registry.schemas.has(name)) {
      throw alreadyExists('Schema', `SchemaName: ${name}, RegistryName: ${registry.name}`);
    }
    const schema: Schema = {
      name,
      arn: this.#arn(`schema/${registry.name}/${name}`),
      registry,
      dataFormat,
      compatibility,
      createdAt: new Date().toISOString(),
      versions: [],
    };
    registry.schemas.set(name, schema);
    return schema;
  }

  schema(id: SchemaId): Schema {
    const [registryName, schemaName] =
      id.schemaArn === undefined
        ? [id.registryName ?? DEFAULT_REGISTRY, id.schemaName]
        : id.schemaArn.split('/').slice(1);
    const schema = this.#registries.get(registryName ?? '')?.schemas.get(schemaName ?? '');
    if (schema === undefined) throw notFound(`Schema is not found. ${printSchemaId(id)}`);
    return schema;
  }

  version(id: string): SchemaVersion {
    checkPattern(id, 'schemaVersionId', VERSION_ID);
    const version = this.#versions.get(id);
    if (version === undefined) throw notFound(`Schema version is not found. SchemaVersionId: ${id}`);
    return version;
  }

  addVersion(schema: Schema, definition: string, id: string): SchemaVersion {
    checkPattern(id, 'schemaVersionId', VERSION_ID);
    normaliseDefinition(schema.dataFormat, definition);
    if (this.#versions.has(id)) throw alreadyExists('Schema version', `SchemaVersionId: ${id}`);
    const version: SchemaVersion = {
      id,
      number: schema.versions.length + 1,
      definition,
      createdAt: new Date().toISOString(),
      schema,
      metadata: new Map(),
    };
    schema.versions.push(version);
    this.#versions.set(id, version);
    return version;
  }

  #arn(resource: string): string {
    return `arn:aws:glue:${this.#place.region}:${this.#place.account}:${resource}`;
  }
}

/** The version with this definition, if the schema has one. */
export function findDefinition(schema: Schema, definition: string): SchemaVersion | undefined {
  const wanted = normaliseDefinition(schema.dataFormat, definition);
  return schema.versions.find(
    (version) => normaliseDefinition(schema.dataFormat, version.definition) === wanted,
  );
}

/**
 * The definition without white space, which does not make another Avro or JSON schema.
 *
 * @throws {ServiceError} `InvalidInputException` when it is not JSON
 */
export function normaliseDefinition(format: DataFormat, definition: string): string {
  if (format === 'PROTOBUF') return definition;
  try {
    return JSON.stringify(JSON.parse(definition));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw invalidInput(`Schema definition of ${format} data format is invalid: ${reason}`);
  }
}
