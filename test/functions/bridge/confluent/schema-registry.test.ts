import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { confluentSchemaKey, describeConfluentSchema } from '../../../../functions/bridge/confluent/frame.ts';
import { confluentSchemaRegistry } from '../../../../functions/bridge/confluent/schema-registry.ts';
import { type StandIns, startStandIns } from '../../../../infra/local/stand-ins.ts';
import type { ConfluentRegistrySettings } from '../../../../shared/configuration/format.ts';
import { privateAuthority } from '../../../fixtures/private-authority.ts';
import {
  AVRO_STRING,
  answers,
  fetchSchema,
  GUID,
  registryOf,
  schemaKey,
  scriptedRegistries,
} from './scripted-registry.ts';

const RECORD = '{"type":"record","name":"Order","namespace":"shop","fields":[{"name":"id","type":"string"}]}';
const USER_ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-AbCdEf';
const CA_ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:authority-AbCdEf';

const authority = privateAuthority();
const startRegistry = scriptedRegistries();
let standIns: StandIns;

beforeEach(async () => {
  standIns = await startStandIns({ tls: authority.server });
  for (const [name, value] of Object.entries(standIns.environment)) vi.stubEnv(name, value);
  standIns.secretsManager.putSecret({
    id: CA_ARN,
    value: JSON.stringify({ certificate: authority.certificate }),
  });
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await standIns.close();
});

/** The client as the bridge makes it, with secrets from Secrets Manager and over TLS. */
function registry(settings: Partial<ConfluentRegistrySettings> = {}) {
  return confluentSchemaRegistry({
    urls: [standIns.schemaRegistryUrl],
    secretArn: undefined,
    caSecretArn: CA_ARN,
    logicalCluster: undefined,
    identityPoolId: undefined,
    ...settings,
  });
}

function registryRequests(): string[] {
  return standIns.requests.list('schema-registry').map(({ operation }) => operation);
}

describe('confluentSchemaRegistry', () => {
  it.each([
    { what: 'a user and a password', secret: { username: 'alice', password: 'wonderland' }, kind: 'basic' },
    { what: 'a token', secret: { token: 't0ken' }, kind: 'bearer' },
  ])('gets in with $what from Secrets Manager, over TLS of a private authority', async ({ secret, kind }) => {
    // Prepare
    standIns.schemaRegistry.registerSchema({ subject: 'orders-value', schema: RECORD, id: 12 });
    standIns.schemaRegistry.demandCredentials(
      kind === 'basic'
        ? { kind, username: secret.username ?? '', password: secret.password ?? '' }
        : { kind: 'bearer', token: secret.token ?? '', logicalCluster: 'lsrc-1', identityPoolId: 'pool-1' },
    );
    standIns.secretsManager.putSecret({ id: USER_ARN, value: JSON.stringify(secret) });

    // Act
    const client = registry({ secretArn: USER_ARN, logicalCluster: 'lsrc-1', identityPoolId: 'pool-1' });

    // Assess
    expect(await fetchSchema(client, 12)).toEqual({ dataFormat: 'AVRO', definition: RECORD, references: [] });
  });

  it('is denied when the secret does not exist', async () => {
    await expect(fetchSchema(registry({ secretArn: USER_ARN }), 12)).rejects.toMatchObject({
      code: 'SCHEMA_DENIED',
      message: expect.stringContaining(`The secret ${USER_ARN} could not be read. ResourceNotFoundException`),
    });
  });

  it('reads a schema by its GUID', async () => {
    standIns.schemaRegistry.registerSchema({ subject: 'orders-value', schema: RECORD, guid: GUID });

    expect(await fetchSchema(registry(), GUID)).toMatchObject({ definition: RECORD });
  });

  it.each([
    { name: 99, message: 'Schema id 99' },
    { name: GUID, message: `Schema id ${GUID}` },
  ])('does not find $name when it is not registered', async ({ name, message }) => {
    await expect(fetchSchema(registry(), name)).rejects.toMatchObject({
      code: 'SCHEMA_NOT_FOUND',
      message: `${message} could not be read from ${new URL(standIns.schemaRegistryUrl).host}: it has no such schema (error code 40403).`,
    });
  });

  it.each([
    {
      what: 'an id of eight bytes',
      frame: '000000000000000007',
      message:
        "Schema id 0 is none that a registry gives. Apicurio's serializers write ids of 4 bytes with apicurio.registry.as-confluent.",
    },
    { what: 'a negative id', frame: '00ffffffff', message: 'Schema id -1 is none that a registry gives.' },
  ])('does not ask for $what', async ({ frame, message }) => {
    const key = confluentSchemaKey(Buffer.from(frame, 'hex'));

    await expect(registry().fetch(key, AbortSignal.timeout(5_000))).rejects.toMatchObject({
      code: 'SCHEMA_NOT_FOUND',
      message,
    });
    expect(registryRequests()).toEqual([]);
  });

  it('reads the references of an Avro schema, each before those that refer to it', async () => {
    // Prepare
    const { registerSchema } = standIns.schemaRegistry;
    const currency = '{"type":"enum","name":"Currency","namespace":"shop","symbols":["EUR"]}';
    const price =
      '{"type":"record","name":"Price","namespace":"shop","fields":[{"name":"in","type":"shop.Currency"}]}';
    const order =
      '{"type":"record","name":"Order","namespace":"shop","fields":[{"name":"price","type":"shop.Price"},{"name":"paidIn","type":"shop.Currency"}]}';
    const toCurrency = { name: 'shop.Currency', subject: 'a/currency of ours', version: 1 };
    const toPrice = { name: 'shop.Price', subject: 'price', version: 1 };
    registerSchema({ subject: 'a/currency of ours', schema: currency });
    registerSchema({ subject: 'price', schema: price, references: [toCurrency] });
    registerSchema({ subject: 'orders-value', schema: order, references: [toPrice, toCurrency], id: 12 });

    // Act
    const schema = await fetchSchema(registry(), 12);

    // Assess
    expect(schema.references).toEqual([
      { name: 'shop.Currency', definition: currency },
      { name: 'shop.Price', definition: price },
    ]);
    expect(registryRequests()).toEqual(['GetSchemaById', 'GetSchemaByVersion', 'GetSchemaByVersion']);
  });

  it('reads the imports of a Protobuf schema', async () => {
    // Prepare
    const common = 'syntax = "proto3";\npackage shop;\n\nmessage Common {\n  string id = 1;\n}\n';
    const order =
      'syntax = "proto3";\npackage shop;\n\nimport "shop/common.proto";\n\nmessage Order {\n  .shop.Common common = 1;\n}\n';
    const { registerSchema } = standIns.schemaRegistry;
    const references = [{ name: 'shop/common.proto', subject: 'common', version: 1 }];
    registerSchema({ subject: 'common', schemaType: 'PROTOBUF', schema: common });
    registerSchema({ subject: 'orders-value', schemaType: 'PROTOBUF', schema: order, references, id: 12 });

    // Act
    const schema = await fetchSchema(registry(), 12);

    // Assess
    expect(schema).toMatchObject({ dataFormat: 'PROTOBUF', references: [{ name: 'shop/common.proto' }] });
    expect(schema.references[0]?.definition).toContain('message Common');
  });

  it('leaves the references of a JSON Schema alone: no payload needs them', async () => {
    // Prepare
    const { registerSchema } = standIns.schemaRegistry;
    const references = [{ name: 'common.json', subject: 'common', version: 1 }];
    registerSchema({ subject: 'common', schemaType: 'JSON', schema: '{"type":"string"}' });
    registerSchema({
      subject: 'orders-value',
      schemaType: 'JSON',
      schema: '{"$ref":"common.json"}',
      references,
      id: 12,
    });

    // Act
    const schema = await fetchSchema(registry(), 12);

    // Assess
    expect(schema).toEqual({ dataFormat: 'JSON', definition: '{"$ref":"common.json"}', references: [] });
    expect(registryRequests()).toEqual(['GetSchemaById']);
  });

  it.each([
    { fault: 'throttle', code: 'SCHEMA_THROTTLED' },
    { fault: 'internal', code: 'SCHEMA_UNAVAILABLE' },
    { fault: 'denied', code: 'SCHEMA_DENIED' },
    { fault: 'reset-before', code: 'SCHEMA_UNAVAILABLE' },
    { fault: 'cut', code: 'SCHEMA_UNAVAILABLE' },
    { fault: 'bad-gateway', code: 'SCHEMA_UNAVAILABLE' },
  ] as const)('gives $code for the fault $fault, and the schema when it is over', async ({ fault, code }) => {
    standIns.schemaRegistry.registerSchema({ subject: 'orders-value', schema: RECORD, id: 12 });
    standIns.faults.set([{ kind: fault, on: 'schema-registry', next: 1 }]);
    const client = registry();

    await expect(fetchSchema(client, 12)).rejects.toMatchObject({ name: 'RecordError', code });
    expect(await fetchSchema(client, 12)).toMatchObject({ definition: RECORD });
  });

  it('describes a schema by its id or GUID', () => {
    expect([describeConfluentSchema(schemaKey(12)), describeConfluentSchema(schemaKey(GUID))]).toEqual([
      'Schema id 12',
      `Schema id ${GUID}`,
    ]);
  });
});

describe('a request for a schema', () => {
  it.each([
    { name: 12, path: '/schemas/ids/12?fetchMaxId=false' },
    { name: GUID, path: `/schemas/guids/${GUID}` },
  ])('of $name goes below the path of the address', async ({ name, path }) => {
    const scripted = await startRegistry(answers(200, AVRO_STRING));

    await fetchSchema(registryOf({ urls: [`${scripted.url}/apis/ccompat/v7`] }), name);

    expect(scripted.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `GET /apis/ccompat/v7${path}`,
    ]);
    expect(scripted.requests[0]?.headers).toMatchObject({
      accept: 'application/vnd.schemaregistry.v1+json, application/json;q=0.5',
      'confluent-accept-unknown-properties': 'true',
      'user-agent': 'kafka-eventbridge-bridge',
    });
  });

  it('that another one refers to takes deleted versions, and keeps the name of its subject in one piece', async () => {
    const references = [{ name: 'a.B', subject: ':.ctx:orders/value?', version: 3 }];
    const scripted = await startRegistry((request, response) =>
      answers(200, request.url?.startsWith('/schemas/') ? { ...AVRO_STRING, references } : AVRO_STRING)(
        request,
        response,
      ),
    );

    await fetchSchema(registryOf({ urls: [scripted.url] }), 12);

    expect(scripted.requests[1]?.url).toBe('/subjects/%3A.ctx%3Aorders%2Fvalue%3F/versions/3?deleted=true');
  });

  it('that another one refers to, and that is not there, is told with both', async () => {
    const references = [{ name: 'a.B', subject: 'orders', version: 3 }];
    const scripted = await startRegistry((request, response) =>
      request.url?.startsWith('/schemas/')
        ? answers(200, { ...AVRO_STRING, references })(request, response)
        : answers(404, { error_code: 40402 })(request, response),
    );

    await expect(fetchSchema(registryOf({ urls: [scripted.url] }), 12)).rejects.toMatchObject({
      code: 'SCHEMA_NOT_FOUND',
      message: `Schema id 12 refers to version 3 of the subject "orders", which could not be read from ${scripted.host}: it has no such schema (error code 40402).`,
    });
  });

  it.each([
    { what: 'no type', members: {}, dataFormat: 'AVRO' },
    { what: 'the type null', members: { schemaType: null }, dataFormat: 'AVRO' },
    { what: 'the type AVRO', members: { schemaType: 'AVRO' }, dataFormat: 'AVRO' },
    { what: 'the type PROTOBUF', members: { schemaType: 'PROTOBUF' }, dataFormat: 'PROTOBUF' },
    { what: 'a type in small letters', members: { schemaType: 'json' }, dataFormat: 'JSON' },
    { what: 'a type that nobody knows', members: { schemaType: 'THRIFT' }, dataFormat: 'THRIFT' },
  ])('that is answered with $what is $dataFormat', async ({ members, dataFormat }) => {
    const scripted = await startRegistry(answers(200, { ...AVRO_STRING, ...members }));

    expect(await fetchSchema(registryOf({ urls: [scripted.url] }), 12)).toEqual({
      dataFormat,
      definition: '"string"',
      references: [],
    });
  });
});

describe('rules of a schema', () => {
  const ENCRYPT_PAYLOAD = { name: 'r', kind: 'TRANSFORM', mode: 'WRITEREAD', type: 'ENCRYPT_PAYLOAD' };

  async function fetchWith(ruleSet: unknown) {
    const scripted = await startRegistry(answers(200, { ...AVRO_STRING, ruleSet }));
    return await fetchSchema(registryOf({ urls: [scripted.url] }), 12);
  }

  it.each([
    { what: 'both ways', mode: 'WRITEREAD' },
    { what: 'on writing only', mode: 'WRITE' },
  ])('refuse the record when they encrypt whole payloads, $what', async ({ mode }) => {
    await expect(fetchWith({ encodingRules: [{ ...ENCRYPT_PAYLOAD, mode }] })).rejects.toMatchObject({
      name: 'RecordError',
      code: 'PAYLOAD_ENCRYPTED',
      message: 'Schema id 12 has a rule of type ENCRYPT_PAYLOAD: its payloads are encrypted as a whole.',
    });
  });

  it('refuse the record when they change its bytes in a way of their own', async () => {
    await expect(fetchWith({ encodingRules: [{ ...ENCRYPT_PAYLOAD, type: 'ZIP' }] })).rejects.toMatchObject({
      code: 'SCHEMA_FORMAT_UNSUPPORTED',
      message: "Schema id 12 has an encoding rule that changes its payloads in a way of the producer's own.",
    });
  });

  it.each([
    { what: 'encrypt single fields', ruleSet: { domainRules: [{ ...ENCRYPT_PAYLOAD, type: 'ENCRYPT' }] } },
    { what: 'are disabled', ruleSet: { encodingRules: [{ ...ENCRYPT_PAYLOAD, disabled: true }] } },
    {
      what: 'only check',
      ruleSet: { encodingRules: [{ ...ENCRYPT_PAYLOAD, type: 'CEL', kind: 'CONDITION' }] },
    },
    { what: 'are none', ruleSet: { encodingRules: [] } },
    { what: 'are null', ruleSet: null },
    { what: 'are no list', ruleSet: { encodingRules: 'ENCRYPT_PAYLOAD' } },
    { what: 'are no rules', ruleSet: { encodingRules: [null, 'ENCRYPT_PAYLOAD'] } },
  ])('do not matter when they $what', async ({ ruleSet }) => {
    expect(await fetchWith(ruleSet)).toMatchObject({ definition: '"string"' });
  });
});
