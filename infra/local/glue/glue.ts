import { randomUUID } from 'node:crypto';
import { createAwsJsonService } from '../aws-json.ts';
import type { RequestMembers } from '../request-members.ts';
import type { Place, Service } from '../service.ts';
import { invalidInput, notFound } from './glue-error.ts';
import { printSchemaId, readSchemaId } from './schema-id.ts';
import {
  DATA_FORMATS,
  type DataFormat,
  DEFAULT_REGISTRY,
  findDefinition,
  normaliseDefinition,
  type Schema,
  SchemaRegistries,
  type SchemaVersion,
} from './schema-registries.ts';

export interface RegisterSchemaInput {
  readonly schemaName: string;
  readonly definition: string;
  /** The UUID that frames the records. @default - a new one */
  readonly versionId?: string;
  /** @default 'default-registry' */
  readonly registryName?: string;
  /** @default 'AVRO' */
  readonly dataFormat?: DataFormat;
}

export interface RegisteredSchema {
  readonly versionId: string;
  readonly versionNumber: number;
  readonly schemaArn: string;
}

/** The schema registry as tests and the demo see it. */
export interface GlueStandIn {
  /** Registers a version, under a known UUID if given, making registry and schema where they are missing. */
  registerSchema(schema: RegisterSchemaInput): RegisteredSchema;
}

/**
 * AWS Glue Schema Registry: registries, schemas and their versions. Compatibility is stored but not checked; an AVRO or
 * JSON definition must be JSON, a PROTOBUF definition is not read.
 */
export function createGlue(place: Place): { readonly service: Service; readonly api: GlueStandIn } {
  const registries = new SchemaRegistries(place);
  const service = createAwsJsonService({
    name: 'glue',
    version: '1.1',
    messageMember: 'Message',
    operations: {
      CreateRegistry: (input) => createRegistry(registries, input),
      CreateSchema: (input) => createSchema(registries, input),
      RegisterSchemaVersion: (input) => registerSchemaVersion(registries, input),
      GetSchema: (input) => describeSchema(registries.schema(readSchemaId(input))),
      GetSchemaVersion: (input) => getSchemaVersion(registries, input),
      GetSchemaByDefinition: (input) => getSchemaByDefinition(registries, input),
    },
  });
  return { service, api: { registerSchema: (input) => registerSchema(registries, input) } };
}

function registerSchema(registries: SchemaRegistries, input: RegisterSchemaInput): RegisteredSchema {
  const registryName = input.registryName ?? DEFAULT_REGISTRY;
  const registry = registries.find(registryName) ?? registries.create(registryName);
  const schema =
    registry.schemas.get(input.schemaName) ??
    registries.createSchema(registry, input.schemaName, input.dataFormat ?? 'AVRO', 'NONE');
  const version = registries.addVersion(schema, input.definition, input.versionId ?? randomUUID());
  return { versionId: version.id, versionNumber: version.number, schemaArn: schema.arn };
}

function createRegistry(registries: SchemaRegistries, input: RequestMembers): object {
  const registry = registries.create(input.requiredString('RegistryName'));
  return { RegistryArn: registry.arn, RegistryName: registry.name, Description: input.string('Description') };
}

function createSchema(registries: SchemaRegistries, input: RequestMembers): object {
  const registry = registries.registryOf(input.structure('RegistryId'));
  const dataFormat = DATA_FORMATS.find((format) => format === input.string('DataFormat'));
  if (dataFormat === undefined) throw invalidInput('Data format is not valid.');
  const definition = input.string('SchemaDefinition');
  if (definition !== undefined) normaliseDefinition(dataFormat, definition);
  const schema = registries.createSchema(
    registry,
    input.requiredString('SchemaName'),
    dataFormat,
    input.string('Compatibility') ?? 'NONE',
  );
  const first =
    definition === undefined ? undefined : registries.addVersion(schema, definition, randomUUID());
  return { ...describeSchema(schema), SchemaVersionId: first?.id, SchemaVersionStatus: first && 'AVAILABLE' };
}

function registerSchemaVersion(registries: SchemaRegistries, input: RequestMembers): object {
  const schema = registries.schema(readSchemaId(input));
  const definition = input.requiredString('SchemaDefinition');
  const version =
    findDefinition(schema, definition) ?? registries.addVersion(schema, definition, randomUUID());
  return { SchemaVersionId: version.id, VersionNumber: version.number, Status: 'AVAILABLE' };
}

function getSchemaVersion(registries: SchemaRegistries, input: RequestMembers): object {
  const version = findVersion(registries, input);
  return {
    SchemaVersionId: version.id,
    SchemaDefinition: version.definition,
    DataFormat: version.schema.dataFormat,
    SchemaArn: version.schema.arn,
    VersionNumber: version.number,
    Status: 'AVAILABLE',
    CreatedTime: version.createdAt,
  };
}

function findVersion(registries: SchemaRegistries, input: RequestMembers): SchemaVersion {
  const id = input.string('SchemaVersionId');
  const number = input.structure('SchemaVersionNumber');
  if (id !== undefined) {
    if (input.structure('SchemaId') !== undefined || number !== undefined) {
      throw invalidInput('No other input parameters can be specified when fetching by SchemaVersionId.');
    }
    return registries.version(id);
  }
  const schemaId = readSchemaId(input);
  const schema = registries.schema(schemaId);
  const wanted = number?.number('VersionNumber');
  const isLatest = number?.boolean('LatestVersion') === true;
  if (wanted !== undefined && isLatest)
    throw invalidInput('Only one of VersionNumber or LatestVersion is required.');
  if (wanted === undefined && !isLatest) {
    throw invalidInput('One of version number (or) latest version is required.');
  }
  const found = isLatest
    ? schema.versions.at(-1)
    : schema.versions.find((version) => version.number === wanted);
  if (found !== undefined) return found;
  throw notFound(
    `Schema version is not found. ${printSchemaId(schemaId)}, VersionNumber: ${wanted ?? null}, isLatestVersion: ${isLatest}`,
  );
}

function getSchemaByDefinition(registries: SchemaRegistries, input: RequestMembers): object {
  const schemaId = readSchemaId(input);
  const schema = registries.schema(schemaId);
  const version = findDefinition(schema, input.requiredString('SchemaDefinition'));
  if (version === undefined) throw notFound(`Schema version is not found. ${printSchemaId(schemaId)}`);
  return {
    SchemaVersionId: version.id,
    SchemaArn: schema.arn,
    DataFormat: schema.dataFormat,
    Status: 'AVAILABLE',
    CreatedTime: version.createdAt,
  };
}

function describeSchema(schema: Schema): object {
  return {
    RegistryName: schema.registry.name,
    RegistryArn: schema.registry.arn,
    SchemaName: schema.name,
    SchemaArn: schema.arn,
    DataFormat: schema.dataFormat,
    Compatibility: schema.compatibility,
    SchemaCheckpoint: 1,
    LatestSchemaVersion: schema.versions.length,
    NextSchemaVersion: schema.versions.length + 1,
    SchemaStatus: 'AVAILABLE',
    CreatedTime: schema.createdAt,
    UpdatedTime: schema.createdAt,
  };
}
