import { randomUUID } from 'node:crypto';
import { createAwsJsonService } from '../aws-json.ts';
import type { RequestMembers } from '../request-members.ts';
import type { Place, Service, ServiceRequest } from '../service.ts';
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
} from './schema-registries.ts';
import { findVersion } from './schema-version.ts';
import { putVersionMetadata, queryVersionMetadata } from './version-metadata.ts';

export interface RegisterSchemaInput {
  readonly schemaName: string;
  readonly definition: string;
  /** The UUID that frames the records. @default - a new one */
  readonly versionId?: string;
  /** @default 'default-registry' */
  readonly registryName?: string;
  /** @default 'AVRO' */
  readonly dataFormat?: DataFormat;
  /** Twelve digits: the account whose registry it is. @default - that of the stand-ins */
  readonly account?: string;
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
 * AWS Glue Schema Registry: registries, schemas and their versions, apart by account; a request sees those of the account
 * that its credentials are for. Compatibility is stored but not checked; an AVRO or JSON definition must be JSON, a PROTOBUF
 * definition is not read.
 */
export function createGlue(place: Place): { readonly service: Service; readonly api: GlueStandIn } {
  const accounts = new Map<string, SchemaRegistries>();
  const registriesOf = (account: string): SchemaRegistries => {
    const registries = accounts.get(account) ?? new SchemaRegistries({ ...place, account });
    accounts.set(account, registries);
    return registries;
  };
  const onRegistries =
    (operation: (registries: SchemaRegistries, input: RequestMembers) => object) =>
    (input: RequestMembers, { signer }: ServiceRequest) =>
      operation(registriesOf(signer?.account ?? place.account), input);
  const service = createAwsJsonService({
    name: 'glue',
    version: '1.1',
    messageMember: 'Message',
    operations: {
      CreateRegistry: onRegistries(createRegistry),
      CreateSchema: onRegistries(createSchema),
      RegisterSchemaVersion: onRegistries(registerSchemaVersion),
      GetSchema: onRegistries((registries, input) => describeSchema(registries.schema(readSchemaId(input)))),
      GetSchemaVersion: onRegistries(getSchemaVersion),
      GetSchemaByDefinition: onRegistries(getSchemaByDefinition),
      PutSchemaVersionMetadata: onRegistries(putVersionMetadata),
      QuerySchemaVersionMetadata: onRegistries(queryVersionMetadata),
    },
  });
  return {
    service,
    api: {
      registerSchema: (input) => registerSchema(registriesOf(input.account ?? place.account), input),
    },
  };
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
