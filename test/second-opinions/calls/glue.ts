import {
  CreateRegistryCommand,
  CreateSchemaCommand,
  type DataFormat,
  GetSchemaByDefinitionCommand,
  GetSchemaCommand,
  GetSchemaVersionCommand,
  PutSchemaVersionMetadataCommand,
  QuerySchemaVersionMetadataCommand,
  RegisterSchemaVersionCommand,
} from '@aws-sdk/client-glue';
import { UNKNOWN_SCHEMA_VERSION_ID } from '../../../infra/local/demo/schemas.ts';
import { chapter } from '../chapter.ts';
import type { Clients } from '../clients.ts';

const REGISTRY = 'opinions';
const SCHEMA_ID = { RegistryName: REGISTRY, SchemaName: 'orders' };
const FIRST = '{"type":"record","name":"Order","fields":[{"name":"total","type":"double"}]}';
const SECOND =
  '{"type":"record","name":"Order","fields":[{"name":"total","type":"double"},{"name":"note","type":["null","string"],"default":null}]}';
const PROTO = 'syntax = "proto3"; message Order { double total = 1; }';

interface Setting extends Clients {
  readonly versionId: string;
}

function createSchema(
  { glue }: Clients,
  SchemaName: string,
  DataFormat: DataFormat,
  SchemaDefinition: string,
) {
  const RegistryId = { RegistryName: REGISTRY };
  return glue.send(
    new CreateSchemaCommand({ RegistryId, SchemaName, DataFormat, Compatibility: 'NONE', SchemaDefinition }),
  );
}

export const GLUE = chapter(
  'Glue Schema Registry',
  async (clients): Promise<Setting> => {
    await clients.glue.send(new CreateRegistryCommand({ RegistryName: REGISTRY }));
    const { SchemaVersionId = '' } = await createSchema(clients, 'orders', 'AVRO', FIRST);
    return { ...clients, versionId: SchemaVersionId };
  },
  {
    'GetSchemaVersion, by its id': async ({ glue, versionId }) => {
      const answer = await glue.send(new GetSchemaVersionCommand({ SchemaVersionId: versionId }));
      const { DataFormat, SchemaDefinition, SchemaVersionId, SchemaArn, VersionNumber, Status } = answer;
      const isSame = SchemaVersionId === versionId;
      return { DataFormat, SchemaDefinition, isSame, SchemaArn, VersionNumber, Status };
    },
    'GetSchemaVersion, an id in capitals': async ({ glue, versionId }) => {
      const SchemaVersionId = versionId.toUpperCase();
      return (await glue.send(new GetSchemaVersionCommand({ SchemaVersionId }))).DataFormat;
    },
    'GetSchemaVersion, an unknown id': ({ glue }) =>
      glue.send(new GetSchemaVersionCommand({ SchemaVersionId: UNKNOWN_SCHEMA_VERSION_ID })),
    'GetSchemaVersion, an id that is none': ({ glue }) =>
      glue.send(new GetSchemaVersionCommand({ SchemaVersionId: 'no-id' })),
    'GetSchemaVersion, an id that is not ended': ({ glue, versionId }) =>
      glue.send(new GetSchemaVersionCommand({ SchemaVersionId: `${versionId}0` })),
    'GetSchemaVersion, nothing named': ({ glue }) => glue.send(new GetSchemaVersionCommand({})),
    'GetSchemaVersion, the latest of a schema': async ({ glue }) => {
      const SchemaVersionNumber = { LatestVersion: true };
      const command = new GetSchemaVersionCommand({ SchemaId: SCHEMA_ID, SchemaVersionNumber });
      return (await glue.send(command)).VersionNumber;
    },
    'GetSchemaVersion, a version that does not exist': ({ glue }) =>
      glue.send(
        new GetSchemaVersionCommand({ SchemaId: SCHEMA_ID, SchemaVersionNumber: { VersionNumber: 7 } }),
      ),
    'GetSchemaVersion, of a schema that does not exist': ({ glue }) =>
      glue.send(
        new GetSchemaVersionCommand({
          SchemaId: { ...SCHEMA_ID, SchemaName: 'none' },
          SchemaVersionNumber: { LatestVersion: true },
        }),
      ),
    'CreateSchema, again': (clients) => createSchema(clients, 'orders', 'AVRO', FIRST),
    'CreateSchema, Avro that is no JSON': (clients) => createSchema(clients, 'broken', 'AVRO', '{"type"'),
    'CreateSchema, JSON Schema': async (clients) =>
      (await createSchema(clients, 'json', 'JSON', '{"type":"object"}')).DataFormat,
    'CreateSchema, Protobuf': async (clients) =>
      (await createSchema(clients, 'protobuf', 'PROTOBUF', PROTO)).DataFormat,
    'CreateSchema, in a registry that does not exist': ({ glue }) =>
      glue.send(
        new CreateSchemaCommand({
          RegistryId: { RegistryName: 'nowhere' },
          SchemaName: 'orders',
          DataFormat: 'AVRO',
          Compatibility: 'NONE',
          SchemaDefinition: FIRST,
        }),
      ),
    'CreateRegistry, again': ({ glue }) => glue.send(new CreateRegistryCommand({ RegistryName: REGISTRY })),
    'RegisterSchemaVersion, what is registered': async ({ glue, versionId }) => {
      const answer = await glue.send(
        new RegisterSchemaVersionCommand({ SchemaId: SCHEMA_ID, SchemaDefinition: FIRST }),
      );
      const { SchemaVersionId, VersionNumber, Status } = answer;
      return { isSame: SchemaVersionId === versionId, VersionNumber, Status };
    },
    'RegisterSchemaVersion, something new': async ({ glue, versionId }) => {
      const answer = await glue.send(
        new RegisterSchemaVersionCommand({ SchemaId: SCHEMA_ID, SchemaDefinition: SECOND }),
      );
      const { SchemaVersionId, VersionNumber, Status } = answer;
      return { isSame: SchemaVersionId === versionId, VersionNumber, Status };
    },
    'GetSchemaByDefinition, what is registered': async ({ glue, versionId }) => {
      const answer = await glue.send(
        new GetSchemaByDefinitionCommand({ SchemaId: SCHEMA_ID, SchemaDefinition: FIRST }),
      );
      return { isSame: answer.SchemaVersionId === versionId, DataFormat: answer.DataFormat };
    },
    'GetSchemaByDefinition, with other white space': async ({ glue, versionId }) => {
      const answer = await glue.send(
        new GetSchemaByDefinitionCommand({
          SchemaId: SCHEMA_ID,
          SchemaDefinition: FIRST.replaceAll(':', ': '),
        }),
      );
      return { isSame: answer.SchemaVersionId === versionId };
    },
    'GetSchemaByDefinition, what is not registered': ({ glue }) =>
      glue.send(
        new GetSchemaByDefinitionCommand({ SchemaId: SCHEMA_ID, SchemaDefinition: '{"type":"int"}' }),
      ),
    GetSchema: async ({ glue }) => {
      const schema = await glue.send(new GetSchemaCommand({ SchemaId: SCHEMA_ID }));
      const { SchemaName, RegistryName, DataFormat, Compatibility, LatestSchemaVersion } = schema;
      return { SchemaName, RegistryName, DataFormat, Compatibility, LatestSchemaVersion };
    },
    'GetSchema, one that does not exist': ({ glue }) =>
      glue.send(new GetSchemaCommand({ SchemaId: { ...SCHEMA_ID, SchemaName: 'none' } })),
    PutSchemaVersionMetadata: async ({ glue, versionId }) => {
      const answer = await glue.send(
        new PutSchemaVersionMetadataCommand({
          SchemaVersionId: versionId,
          MetadataKeyValue: { MetadataKey: 'owner', MetadataValue: 'payments' },
        }),
      );
      return { MetadataKey: answer.MetadataKey, MetadataValue: answer.MetadataValue };
    },
    QuerySchemaVersionMetadata: async ({ glue, versionId }) => {
      const command = new QuerySchemaVersionMetadataCommand({ SchemaVersionId: versionId });
      return (await glue.send(command)).MetadataInfoMap?.owner?.MetadataValue;
    },
  },
);
