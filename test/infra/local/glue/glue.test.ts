import {
  CreateRegistryCommand,
  CreateSchemaCommand,
  GetSchemaByDefinitionCommand,
  GetSchemaCommand,
  GetSchemaVersionCommand,
  type GetSchemaVersionCommandInput,
  GlueClient,
  PutSchemaVersionMetadataCommand,
  QuerySchemaVersionMetadataCommand,
  RegisterSchemaVersionCommand,
} from '@aws-sdk/client-glue';
import { describe, expect, test } from 'vitest';
import { runStandIns } from '../running-stand-ins.ts';

const running = runStandIns();
const client = () => new GlueClient(running.clientSettings);
const SchemaId = { RegistryName: 'demo', SchemaName: 'orders' };
const AVRO = '{"type":"record","name":"Order","fields":[{"name":"id","type":"long"}]}';
const AVRO_2 = '{"type":"record","name":"Order","fields":[{"name":"id","type":"string"}]}';
const UUID = 'b7b4a7f0-9c96-4e4a-a687-fb5de9ef0c63';
const getVersion = (input: GetSchemaVersionCommandInput) => client().send(new GetSchemaVersionCommand(input));

async function createDemo(): Promise<string> {
  await client().send(new CreateRegistryCommand({ RegistryName: 'demo' }));
  const { SchemaVersionId = '' } = await client().send(
    new CreateSchemaCommand({
      RegistryId: { RegistryName: 'demo' },
      SchemaName: 'orders',
      DataFormat: 'AVRO',
      Compatibility: 'BACKWARD',
      SchemaDefinition: AVRO,
    }),
  );
  return SchemaVersionId;
}

describe('The schema registry', () => {
  test('gives a schema version by its id', async () => {
    const SchemaVersionId = await createDemo();

    expect(await getVersion({ SchemaVersionId })).toMatchObject({
      SchemaVersionId,
      SchemaDefinition: AVRO,
      DataFormat: 'AVRO',
      SchemaArn: 'arn:aws:glue:eu-west-1:123456789012:schema/demo/orders',
      VersionNumber: 1,
      Status: 'AVAILABLE',
    });
  });

  test('gives a schema version by name or ARN and number, and the latest', async () => {
    // Prepare
    const first = await createDemo();
    const { SchemaVersionId: second } = await client().send(
      new RegisterSchemaVersionCommand({ SchemaId, SchemaDefinition: AVRO_2 }),
    );

    // Act
    const byNumber = await getVersion({ SchemaId, SchemaVersionNumber: { VersionNumber: 1 } });
    const latest = await getVersion({
      SchemaId: { SchemaArn: 'arn:aws:glue:eu-west-1:123456789012:schema/demo/orders' },
      SchemaVersionNumber: { LatestVersion: true },
    });

    // Assess
    expect(byNumber.SchemaVersionId).toBe(first);
    expect(latest).toMatchObject({ SchemaVersionId: second, VersionNumber: 2 });
  });

  test('knows a definition again, whatever its white space', async () => {
    const SchemaVersionId = await createDemo();
    const SchemaDefinition = JSON.stringify(JSON.parse(AVRO), undefined, 2);

    const found = await client().send(new GetSchemaByDefinitionCommand({ SchemaId, SchemaDefinition }));
    const again = await client().send(new RegisterSchemaVersionCommand({ SchemaId, SchemaDefinition }));

    expect(found).toMatchObject({ SchemaVersionId, Status: 'AVAILABLE' });
    expect(again).toMatchObject({ SchemaVersionId, VersionNumber: 1 });
  });

  test('describes a schema', async () => {
    await createDemo();

    expect(await client().send(new GetSchemaCommand({ SchemaId }))).toMatchObject({
      RegistryName: 'demo',
      SchemaName: 'orders',
      DataFormat: 'AVRO',
      Compatibility: 'BACKWARD',
      LatestSchemaVersion: 1,
      NextSchemaVersion: 2,
      SchemaStatus: 'AVAILABLE',
    });
  });

  test.each([
    ['JSON', '{"type":"object"}'],
    ['PROTOBUF', 'syntax = "proto3"; message Order { int64 id = 1; }'],
  ] as const)(
    'keeps %s schemas, in the default registry when none is named',
    async (DataFormat, SchemaDefinition) => {
      const created = await client().send(
        new CreateSchemaCommand({ SchemaName: 's', DataFormat, SchemaDefinition }),
      );

      expect(created.RegistryName).toBe('default-registry');
      expect(await getVersion({ SchemaVersionId: created.SchemaVersionId })).toMatchObject({
        DataFormat,
        SchemaDefinition,
      });
    },
  );

  test('makes the default registry when it is named, as producers name it', async () => {
    const created = await client().send(
      new CreateSchemaCommand({
        RegistryId: { RegistryName: 'default-registry' },
        SchemaName: 's',
        DataFormat: 'AVRO',
      }),
    );

    expect(created).toMatchObject({ RegistryName: 'default-registry' });
  });

  test('keeps what producers tell of a version', async () => {
    // Prepare
    const SchemaVersionId = await createDemo();
    const put = (MetadataKey: string, MetadataValue: string) =>
      client().send(
        new PutSchemaVersionMetadataCommand({
          SchemaVersionId,
          MetadataKeyValue: { MetadataKey, MetadataValue },
        }),
      );

    // Act
    const first = await put('transport', 'orders');
    await put('transport', 'returns');
    const { MetadataInfoMap } = await client().send(
      new QuerySchemaVersionMetadataCommand({ SchemaVersionId }),
    );

    // Assess
    expect(first).toMatchObject({
      SchemaVersionId,
      SchemaName: 'orders',
      RegistryName: 'demo',
      LatestVersion: true,
      VersionNumber: 1,
      MetadataKey: 'transport',
      MetadataValue: 'orders',
    });
    expect(MetadataInfoMap).toMatchObject({
      transport: { MetadataValue: 'orders', OtherMetadataValueList: [{ MetadataValue: 'returns' }] },
    });
    await expect(put('transport', 'orders')).rejects.toMatchObject({ name: 'AlreadyExistsException' });
  });

  test('of another account is apart', async () => {
    const { glue } = running.standIns;
    const foreign = glue.registerSchema({ schemaName: 'orders', definition: AVRO, account: '210987654321' });

    expect(foreign.schemaArn).toBe('arn:aws:glue:eu-west-1:210987654321:schema/default-registry/orders');
    await expect(getVersion({ SchemaVersionId: foreign.versionId })).rejects.toMatchObject({
      name: 'EntityNotFoundException',
    });
  });

  test('takes a schema under a version id given by a test', async () => {
    const registered = running.standIns.glue.registerSchema({
      schemaName: 'orders',
      definition: AVRO,
      versionId: UUID,
    });

    expect(registered).toEqual({
      versionId: UUID,
      versionNumber: 1,
      schemaArn: 'arn:aws:glue:eu-west-1:123456789012:schema/default-registry/orders',
    });
    expect(await getVersion({ SchemaVersionId: UUID })).toMatchObject({
      SchemaDefinition: AVRO,
      DataFormat: 'AVRO',
    });
  });

  test.each([
    [
      'an unknown version id',
      { SchemaVersionId: UUID },
      `Schema version is not found. SchemaVersionId: ${UUID}`,
    ],
    [
      'an unknown schema',
      {
        SchemaId: { RegistryName: 'demo', SchemaName: 'none' },
        SchemaVersionNumber: { LatestVersion: true },
      },
      'Schema is not found. RegistryName: demo, SchemaName: none, SchemaArn: null',
    ],
    [
      'an unknown version number',
      { SchemaId, SchemaVersionNumber: { VersionNumber: 7 } },
      'Schema version is not found. RegistryName: demo, SchemaName: orders, SchemaArn: null, VersionNumber: 7, isLatestVersion: false',
    ],
  ])('answers EntityNotFoundException for %s', async (_, input, message) => {
    await createDemo();

    await expect(getVersion(input)).rejects.toMatchObject({ name: 'EntityNotFoundException', message });
  });

  test('answers EntityNotFoundException for an unknown registry', async () => {
    const command = new CreateSchemaCommand({
      RegistryId: { RegistryName: 'none' },
      SchemaName: 's',
      DataFormat: 'AVRO',
    });

    await expect(client().send(command)).rejects.toMatchObject({
      name: 'EntityNotFoundException',
      message: 'Registry is not found. RegistryName: none',
    });
  });

  test.each([
    [
      'an id together with a name',
      { SchemaVersionId: UUID, SchemaId },
      'No other input parameters can be specified when fetching by SchemaVersionId.',
    ],
    ['nothing at all', {}, 'At least one of (registryName and schemaName) or schemaArn has to be provided.'],
    ['a name without a version', { SchemaId }, 'One of version number (or) latest version is required.'],
    [
      'both a name and an ARN',
      { SchemaId: { ...SchemaId, SchemaArn: 'arn:aws:glue:eu-west-1:123456789012:schema/demo/orders' } },
      'One of (registryName and schemaName) or schemaArn has to be provided, both cannot be provided.',
    ],
    [
      'both a number and the latest',
      { SchemaId, SchemaVersionNumber: { VersionNumber: 1, LatestVersion: true } },
      'Only one of VersionNumber or LatestVersion is required.',
    ],
  ])('answers InvalidInputException to GetSchemaVersion with %s', async (_, input, message) => {
    await createDemo();

    await expect(getVersion(input)).rejects.toMatchObject({ name: 'InvalidInputException', message });
  });

  test('refuses a version id that is no UUID', async () => {
    await expect(getVersion({ SchemaVersionId: 'x'.repeat(36) })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining("at 'schemaVersionId' failed to satisfy constraint"),
    });
  });

  test('refuses an Avro schema that is no JSON, and does not make it', async () => {
    const create = (SchemaDefinition: string) =>
      client().send(new CreateSchemaCommand({ SchemaName: 's', DataFormat: 'AVRO', SchemaDefinition }));

    await expect(create('{')).rejects.toMatchObject({
      name: 'InvalidInputException',
      message: expect.stringMatching(/^Schema definition of AVRO data format is invalid: /),
    });
    await expect(create(AVRO)).resolves.toMatchObject({ LatestSchemaVersion: 1 });
  });

  test('refuses a new version and a search with a definition that is no JSON', async () => {
    await createDemo();
    const input = { SchemaId, SchemaDefinition: 'record' };

    for (const answer of [
      client().send(new RegisterSchemaVersionCommand(input)),
      client().send(new GetSchemaByDefinitionCommand(input)),
    ]) {
      await expect(answer).rejects.toMatchObject({ name: 'InvalidInputException' });
    }
  });

  test('does not make a registry or a schema twice', async () => {
    await createDemo();

    await expect(createDemo()).rejects.toMatchObject({
      name: 'AlreadyExistsException',
      message: 'Registry already exists. RegistryName: demo',
    });
  });
});
