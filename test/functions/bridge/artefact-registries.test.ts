import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { FAILURE_LIFETIME_MS } from '../../../functions/bridge/schemas/schema-store.ts';
import { REGISTRY_SECRET_ARN } from '../../../infra/local/demo/resource-names.ts';
import { UNKNOWN_SCHEMA_VERSION_ID } from '../../../infra/local/demo/schemas.ts';
import type { StandIns } from '../../../infra/local/stand-ins.ts';
import { privateAuthority } from '../../fixtures/private-authority.ts';
import { sourcesOf } from './loaded-sources.ts';
import type { DocumentMembers } from './registry-bridge.ts';
import { only, RegistryBridge, type RegistryBridgeOptions } from './registry-bridge.ts';
import {
  CONFLUENT,
  GLUE,
  newSample,
  REGISTRY_FORMATS,
  type RegistryFormat,
  SAMPLES,
  type Sample,
  SECRET_TEXT,
  textOf,
  UNFRAMED,
} from './registry-formats.ts';

/** The built artefact, in a worker, over HTTP to the stand-ins of the registries. `npm test` builds it first. */

const [MOVEMENT = missing(), REFUND = missing(), SHIPMENT = missing()] = SAMPLES;
const running: RegistryBridge[] = [];

async function start(options: RegistryBridgeOptions): Promise<RegistryBridge> {
  const bridge = await RegistryBridge.start(options);
  running.push(bridge);
  return bridge;
}

/** What must not be in any log: payloads, as they are and in base64, and the password and token of the registry. */
const SECRETS = [
  SECRET_TEXT,
  Buffer.from(SECRET_TEXT).toString('base64').slice(0, 20),
  'only-for-the-demo',
  Buffer.from('bridge:only-for-the-demo').toString('base64'),
  'token-7f3a',
  'rotated-1b2c',
];

afterEach(async () => {
  const ended = running.splice(0);
  await Promise.all(ended.map((bridge) => bridge.close()));
  for (const { logs } of ended) {
    for (const secret of SECRETS) expect(logs.filter((line) => line.includes(secret))).toEqual([]);
  }
});

/** Key and value by one registry; the records of the topic `plain` need none. */
function both({ properties }: RegistryFormat, more: Readonly<Record<string, unknown>> = {}): DocumentMembers {
  return (standIns) => ({
    ...properties('key', standIns),
    ...properties('value', standIns),
    topics: { plain: { 'key.converter': 'string', 'value.converter': 'json' } },
    ...more,
  });
}

const PLAIN = { topic: 'plain', value: '{}' };

describe.each(REGISTRY_FORMATS)('with the registry $name', (format) => {
  const { name, service, operation, encode, register } = format;
  const framed = ({ schema, value }: Sample) => encode(schema, value);
  const KNOWN = { key: framed(MOVEMENT), value: framed(SHIPMENT) };

  test('decodes Avro, JSON and Protobuf, as key and as value, and every pair of them', async () => {
    const bridge = await start({ configuration: both(format) });
    const pairs = SAMPLES.flatMap((key) => SAMPLES.map((value) => ({ key, value })));

    const endings = await bridge.send(
      ...pairs.map(({ key, value }) => ({ key: framed(key), value: framed(value) })),
    );

    expect(endings).toEqual(pairs.map(() => 'sent'));
    for (const [offset, { key, value }] of pairs.entries()) {
      const detail = bridge.details().find((text) => JSON.parse(text).offset === offset);
      expect(detail).toContain(`"key":${textOf(key, format)},"value":${textOf(value, format)}}`);
    }
    expect(bridge.standIns.requests.count(operation)).toBe(SAMPLES.length);
  });

  test.each([
    'throttle=1',
    'internal=1',
    'unavailable=1',
    'bad-gateway=1',
    'too-large=1',
    'denied=1',
    'reset-before=1',
    'reset-after=1',
    'cut=1',
    'throttle=0.5,reset=0.5',
  ])('retries what needs a new schema while %s, and nothing else; then sends it', async (fault) => {
    const bridge = await start({ configuration: both(format) });
    expect(await bridge.send(KNOWN)).toEqual(['sent']);
    const fresh = SAMPLES.map(newSample);
    for (const { schema } of fresh) register(bridge.standIns, schema);
    const [avro = missing(), json = missing(), protobuf = missing()] = fresh.map(framed);
    const batch = bridge.batch([
      KNOWN,
      { ...KNOWN, value: avro },
      { ...KNOWN, key: json },
      { key: null, value: protobuf },
      { ...KNOWN, value: null },
      PLAIN,
      { key: null, value: null },
    ]);

    bridge.standIns.faults.set(on(service, fault));
    const endings = await bridge.carry(batch);
    bridge.standIns.faults.clear();

    expect(endings).toEqual(['sent', 'retry', 'retry', 'retry', 'sent', 'sent', 'sent']);
    expect(await bridge.carry(only('retry', batch, endings))).toEqual(['sent', 'sent', 'sent']);
    expect(bridge.deadLetters()).toEqual([]);
  });

  test('sends all else when the registry hangs, before time is up', async () => {
    const bridge = await start({ configuration: both(format), timeoutMs: 8_000 });
    expect(await bridge.send(KNOWN)).toEqual(['sent']);
    const fresh = newSample(SHIPMENT);
    register(bridge.standIns, fresh.schema);
    const batch = bridge.batch([{ ...KNOWN, value: framed(fresh) }, KNOWN, PLAIN]);

    bridge.standIns.faults.set(on(service, 'hang=1'));
    const endings = await bridge.carry(batch);
    bridge.standIns.faults.clear();

    expect(endings).toEqual(['retry', 'sent', 'sent']);
    expect(await bridge.carry(only('retry', batch, endings))).toEqual(['sent']);
  });

  test('sends all else when the registry hangs and thousands of schemas are asked for', async () => {
    const bridge = await start({ configuration: both(format), timeoutMs: 12_000 });
    expect(await bridge.send(KNOWN)).toEqual(['sent']);
    const unknown = Array.from({ length: 10_000 }, () => ({ key: null, value: framed(newSample(REFUND)) }));

    bridge.standIns.faults.set(on(service, 'hang=1'));
    const endings = await bridge.send(...unknown, KNOWN, PLAIN);

    expect(endings).toEqual([...unknown.map(() => 'retry'), 'sent', 'sent']);
  });

  test('keeps its schemas over an outage and another configuration', async () => {
    const bridge = await start({ configuration: both(format) });
    const fresh = newSample(MOVEMENT);
    register(bridge.standIns, fresh.schema);
    await bridge.send(KNOWN, { key: framed(REFUND), value: null });
    const before = bridge.standIns.requests.count(operation);
    bridge.standIns.faults.set(on(service, 'unavailable=1'));
    if (name === 'confluent')
      bridge.standIns.secretsManager.putSecret({ id: REGISTRY_SECRET_ARN, value: '-' });

    await bridge.configure(both(format, { 'aws.eventbridge.retries.max': 5 }));
    const endings = await bridge.send(
      KNOWN,
      { key: framed(REFUND), value: framed(MOVEMENT) },
      { ...KNOWN, value: framed(fresh) },
    );

    expect(endings).toEqual(['sent', 'sent', 'retry']);
    await vi.waitFor(() => expect(inForce(bridge)).toEqual([2, 5]));
    expect(bridge.standIns.requests.list(operation).slice(before).length).toBeGreaterThan(0);
  });

  test('asks once for the schema of 500 records, keys and values together', async () => {
    const bridge = await start({ configuration: both(format) });
    const both500 = Array.from({ length: 500 }, () => ({ key: framed(SHIPMENT), value: framed(SHIPMENT) }));

    expect(await bridge.send(...both500)).toEqual(both500.map(() => 'sent'));

    expect(bridge.standIns.requests.count(operation)).toBe(1);
  });

  test('asks once for each rendering of a schema', async () => {
    const bridge = await start({
      configuration: both(format, { 'key.converter.decimal.format': 'NUMERIC' }),
    });
    const records = Array.from({ length: 50 }, () => ({ key: framed(MOVEMENT), value: framed(MOVEMENT) }));

    await bridge.send(...records);

    expect(bridge.standIns.requests.count(operation)).toBe(2);
    expect(bridge.details()[0]).toContain('"amount":249.90');
    expect(bridge.details()[0]).toContain('"amount":"YZ4="');
  });

  test('dead-letters each record that no repetition helps, once, and sends its neighbours', async () => {
    const bridge = await start({ configuration: both(format) });
    const invalid = newSample(SHIPMENT);
    register(bridge.standIns, { ...invalid.schema, definition: 'message Broken { int32 x = ; }' });
    const unknown = newSample(MOVEMENT);
    const bad = [
      { value: framed(unknown), code: 'SCHEMA_NOT_FOUND' },
      { value: framed(invalid), code: 'SCHEMA_INVALID' },
      { value: Buffer.from(`{"no":"${SECRET_TEXT}"}`), code: 'FRAME_INVALID' },
      { value: Buffer.alloc(0), code: 'FRAME_INVALID' },
      { value: cutOff(format, MOVEMENT), code: 'PAYLOAD_INVALID' },
      {
        value: encode({ ...REFUND.schema, encode: () => Buffer.from(`{"${SECRET_TEXT}`) }, {}),
        code: 'PAYLOAD_INVALID',
      },
      { value: cutOff(format, SHIPMENT), code: 'PAYLOAD_INVALID' },
    ];

    const endings = await bridge.send(
      ...bad.flatMap(({ value }) => [{ ...KNOWN, value }, { key: value, value: null }, KNOWN]),
    );

    expect(endings).toEqual(
      bad.flatMap(({ value, code }) => [code, value.length === 0 ? 'sent' : code, 'sent']),
    );
    const values = bad.map(({ value }) => value.toString('base64'));
    const letters = bridge.deadLetters().map(({ record }) => record.value ?? record.key);
    expect(new Set(letters)).toEqual(new Set(values));
  });

  test('dead-letters another data format than the converter reads', async () => {
    const bridge = await start({
      configuration: (standIns) => ({
        ...format.properties('value', standIns),
        'value.converter': `${name}-protobuf`,
      }),
    });

    expect(await bridge.send(...SAMPLES.map((sample) => ({ value: framed(sample) })))).toEqual([
      'SCHEMA_FORMAT_UNSUPPORTED',
      'SCHEMA_FORMAT_UNSUPPORTED',
      'sent',
    ]);
  });

  test('remembers for a minute that there is no such schema', async () => {
    const bridge = await start({ configuration: both(format) });
    const unknown = newSample(MOVEMENT);
    const record = { key: null, value: framed(unknown) };

    expect(await bridge.send(record, record)).toEqual(['SCHEMA_NOT_FOUND', 'SCHEMA_NOT_FOUND']);
    register(bridge.standIns, unknown.schema);
    await bridge.advance(FAILURE_LIFETIME_MS / 2);
    expect(await bridge.send(record)).toEqual(['SCHEMA_NOT_FOUND']);
    expect(bridge.standIns.requests.count(operation)).toBe(1);
    await bridge.advance(FAILURE_LIFETIME_MS / 2);

    expect(await bridge.send(record)).toEqual(['sent']);
    expect(bridge.standIns.requests.count(operation)).toBe(2);
  });

  test('takes an empty key for none, and a tombstone of any format for null', async () => {
    const bridge = await start({ configuration: both(format) });

    expect(await bridge.send({ key: '', value: null }, { ...KNOWN, key: '' })).toEqual(['sent', 'sent']);

    const [tombstone, keyless] = bridge.details();
    expect(tombstone).toContain('"key":null,"value":null}');
    expect(keyless).toContain(`"key":null,"value":${textOf(SHIPMENT, format)}}`);
    expect(bridge.standIns.requests.count(operation)).toBe(1);
  });
});

describe('a value or key without a frame', () => {
  const autoAt: DocumentMembers = (standIns) => ({
    ...CONFLUENT.properties('key', standIns),
    ...CONFLUENT.properties('value', standIns),
    'key.converter': 'auto',
    'value.converter': 'auto',
  });

  test.each(UNFRAMED)('is decoded by $what', async ({ registry, record }) => {
    for (const configuration of [both(registry), autoAt]) {
      const bridge = await start({ configuration });
      const records = SAMPLES.flatMap((sample) => [
        { key: null, ...record('value', sample) },
        { value: null, ...record('key', sample) },
      ]);

      expect(await bridge.send(...records)).toEqual(records.map(() => 'sent'));

      const texts = bridge.details();
      for (const sample of SAMPLES) {
        const text = textOf(sample, registry);
        expect(texts.filter((detail) => detail.endsWith(`"value":${text}}`))).toHaveLength(1);
        expect(texts.filter((detail) => detail.endsWith(`"key":${text},"value":null}`))).toHaveLength(1);
      }
    }
  });

  test.each(UNFRAMED)('is retried with $what while its registry is down', async ({ registry, record }) => {
    const bridge = await start({ configuration: autoAt });
    const batch = bridge.batch([
      { key: null, ...record('value', MOVEMENT) },
      { value: null, ...record('key', SHIPMENT) },
      { key: 'text', value: '{}' },
    ]);
    bridge.standIns.faults.set(on(registry.service, 'unavailable=1'));

    const endings = await bridge.carry(batch);
    bridge.standIns.faults.clear();

    expect(endings).toEqual(['retry', 'retry', 'sent']);
    expect(await bridge.carry(only('retry', batch, endings))).toEqual(['sent', 'sent']);
    expect(bridge.details().at(-1)).toContain('"value":null}');
  });

  test('is dead-lettered when what names its schema is damaged', async () => {
    const bridge = await start({ configuration: autoAt });
    const value = MOVEMENT.schema.encode(MOVEMENT.value);
    const header = (bytes: Buffer) => ({
      key: null,
      value,
      headers: [['__value_schema_id', bytes]] as const,
    });
    const metadata = (schemaId: string) => ({
      key: null,
      value,
      valueSchemaMetadata: { dataFormat: 'AVRO', schemaId },
    });

    const endings = await bridge.send(
      header(Buffer.alloc(0)),
      header(Buffer.from([7, 1, 2, 3, 4])),
      header(Buffer.from([1, 2, 3])),
      metadata('twelve'),
      metadata('99999999999'),
      metadata(UNKNOWN_SCHEMA_VERSION_ID),
      metadata('4711'),
    );

    expect(endings).toEqual([...new Array(5).fill('FRAME_INVALID'), 'SCHEMA_NOT_FOUND', 'SCHEMA_NOT_FOUND']);
  });
});

describe('formats of topics of their own', () => {
  const configuration: DocumentMembers = (standIns) => ({
    'value.converter': 'json',
    topics: {
      'by-glue': { 'value.converter': 'glue' },
      'by-confluent': CONFLUENT.properties('value', standIns),
      both: { ...GLUE.properties('key', standIns), ...CONFLUENT.properties('value', standIns) },
      text: { 'value.converter': 'string' },
      bytes: { 'key.converter': 'bytes', 'value.converter': 'bytes' },
      numbers: { 'key.converter': 'long', 'value.converter': 'double' },
      enveloped: { 'value.converter': 'json', 'value.converter.schemas.enable': true },
      guessed: { 'value.converter': 'auto' },
    },
  });
  const glue = GLUE.encode(MOVEMENT.schema, MOVEMENT.value);
  const confluent = CONFLUENT.encode(SHIPMENT.schema, SHIPMENT.value);

  test('are kept apart in one batch, and an outage of one registry holds up its records only', async () => {
    const bridge = await start({ configuration });
    const batch = bridge.batch([
      { topic: 'by-glue', value: glue },
      { topic: 'by-confluent', value: confluent },
      { topic: 'both', key: glue, value: confluent },
      { topic: 'both', key: glue, value: null },
      { topic: 'text', value: 'text' },
      { topic: 'numbers', key: Buffer.alloc(8), value: Buffer.alloc(8) },
      { topic: 'guessed', value: glue },
      { topic: 'orders', value: glue },
    ]);
    bridge.standIns.faults.set(on('schema-registry', 'internal=1'));

    const endings = await bridge.carry(batch);
    bridge.standIns.faults.clear();

    expect(endings).toEqual(['sent', 'retry', 'retry', 'sent', 'sent', 'sent', 'sent', 'PAYLOAD_INVALID']);
    expect(await bridge.carry(only('retry', batch, endings))).toEqual(['sent', 'sent']);
  });

  test('send every tombstone as null, and every empty key as its converter reads it', async () => {
    const bridge = await start({ configuration });
    const topics = ['by-glue', 'by-confluent', 'both', 'text', 'bytes', 'numbers', 'enveloped', 'guessed'];
    const tombstones = bridge.batch(topics.map((topic) => ({ topic, key: '', value: null })));

    expect(await bridge.carry(tombstones)).toEqual(topics.map(() => 'sent'));

    const keys = bridge.details().map((detail) => {
      const { topic, key, value } = JSON.parse(detail);
      expect(value).toBeNull();
      return [topic, key];
    });
    expect(Object.fromEntries(keys)).toEqual({
      'by-glue': '',
      'by-confluent': '',
      both: null,
      text: '',
      bytes: '',
      numbers: null,
      enveloped: '',
      guessed: '',
    });
    expect(bridge.standIns.requests.count('glue') + bridge.standIns.requests.count('schema-registry')).toBe(
      0,
    );
  });
});

describe('credentials of the registry', () => {
  const record = { key: null, value: CONFLUENT.encode(MOVEMENT.schema, MOVEMENT.value) };
  const configuration: DocumentMembers = (standIns) => CONFLUENT.properties('value', standIns);

  test.each([
    { what: 'Secrets Manager throttles', fault: 'throttle=1' },
    { what: 'Secrets Manager fails', fault: 'internal=1' },
    { what: 'Secrets Manager refuses access', fault: 'denied=1' },
    { what: 'Secrets Manager resets connections', fault: 'reset-before=1' },
    { what: 'Secrets Manager cuts its answers', fault: 'cut=1' },
    { what: 'the secret is marked for deletion', fault: 'invalid=1' },
  ])('are read again after $what, and the records retried until then', async ({ fault }) => {
    const bridge = await start({ configuration });
    const batch = bridge.batch([record, { key: null, value: null }]);
    bridge.standIns.faults.set(on('secrets-manager', fault));

    const endings = await bridge.carry(batch);
    bridge.standIns.faults.clear();

    expect(endings).toEqual(['retry', 'sent']);
    expect(await bridge.carry(only('retry', batch, endings))).toEqual(['sent']);
  });

  test('do not hold up other records when Secrets Manager hangs', async () => {
    const bridge = await start({ configuration, timeoutMs: 8_000 });
    bridge.standIns.faults.set(on('secrets-manager', 'hang=1'));

    expect(await bridge.send(record, { key: null, value: null })).toEqual(['retry', 'sent']);
  });

  test.each([
    ['no JSON', `password=${SECRETS[2]}`],
    ['no user', '{"password":"only-for-the-demo"}'],
    ['a password that is no text', '{"username":"bridge","password":["only-for-the-demo"]}'],
    ['a token with a line feed', '{"token":"token-7f3a\\nX-Other: 1"}'],
    ['nothing', '{}'],
    ['the wrong password', '{"username":"bridge","password":"token-7f3a"}'],
  ])('that are %s are a reason to retry, until the secret is put right', async (_, value) => {
    const bridge = await start({ configuration });
    const { secretsManager } = bridge.standIns;
    secretsManager.putSecret({ id: REGISTRY_SECRET_ARN, value });

    expect(await bridge.send(record)).toEqual(['retry']);
    expect(await bridge.send(record)).toEqual(['retry']);
    const credentials = { username: 'bridge', password: 'rotated-1b2c' };
    secretsManager.putSecret({ id: REGISTRY_SECRET_ARN, value: JSON.stringify(credentials) });
    bridge.standIns.schemaRegistry.demandCredentials({ kind: 'basic', ...credentials });
    await bridge.advance(5_000);

    expect(await bridge.send(record)).toEqual(['sent']);
    await vi.waitFor(() => expect(bridge.logs.join('\n')).toContain('"code":"SCHEMA_DENIED"'));
  });

  test('that are not there are a reason to retry, until they are', async () => {
    const arn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:late-a1b2c3';
    const bridge = await start({
      configuration: (standIns) => ({
        ...configuration(standIns),
        'value.converter.schema.registry.secret.arn': arn,
        'value.converter.bearer.auth.logical.cluster': 'lsrc-1',
        'value.converter.bearer.auth.identity.pool.id': 'pool-1',
      }),
    });
    const { schemaRegistry, secretsManager, requests } = bridge.standIns;
    schemaRegistry.demandCredentials({
      kind: 'bearer',
      token: 'token-7f3a',
      logicalCluster: 'lsrc-1',
      identityPoolId: 'pool-1',
    });

    expect(await bridge.send(record)).toEqual(['retry']);
    secretsManager.putSecret({ id: arn, value: '{"token":"token-7f3a"}' });

    expect(await bridge.send(record)).toEqual(['sent']);
    expect(requests.list('secrets-manager').map(({ region }) => region)).toEqual([
      'eu-central-1',
      'eu-central-1',
    ]);
  });

  test('that are rotated under way are read again, and no record is lost over it', async () => {
    const bridge = await start({ configuration });
    expect(await bridge.send(record)).toEqual(['sent']);
    const fresh = newSample(REFUND);
    CONFLUENT.register(bridge.standIns, fresh.schema);
    const credentials = { username: 'bridge', password: 'rotated-1b2c' };
    bridge.standIns.schemaRegistry.demandCredentials({ kind: 'basic', ...credentials });
    bridge.standIns.secretsManager.putSecret({
      id: REGISTRY_SECRET_ARN,
      value: JSON.stringify(credentials),
    });
    await bridge.advance(5_000);

    const value = CONFLUENT.encode(fresh.schema, fresh.value);
    expect(await bridge.send({ key: null, value }, record)).toEqual(['sent', 'sent']);
  });
});

describe('a Confluent registry', () => {
  test('behind a private authority is trusted by the certificate in a secret, and by nothing else', async () => {
    const { certificate, server } = privateAuthority();
    const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:authority-a1b2c3';
    const bridge = await start({
      tls: server,
      configuration: (standIns) => ({
        ...CONFLUENT.properties('value', standIns),
        'value.converter.schema.registry.ca.secret.arn': arn,
      }),
    });
    const { secretsManager, schemaRegistryUrl } = bridge.standIns;
    const record = { key: null, value: CONFLUENT.encode(SHIPMENT.schema, SHIPMENT.value) };
    expect(schemaRegistryUrl).toMatch(/^https:/);

    expect(await bridge.send(record)).toEqual(['retry']);
    secretsManager.putSecret({ id: arn, value: JSON.stringify({ certificate: 'no certificate' }) });
    expect(await bridge.send(record)).toEqual(['retry']);
    secretsManager.putSecret({
      id: arn,
      value: JSON.stringify({ certificate: privateAuthority().certificate }),
    });
    expect(await bridge.send(record)).toEqual(['retry']);
    secretsManager.putSecret({ id: arn, value: JSON.stringify({ certificate }) });
    await bridge.advance(5_000);

    expect(await bridge.send(record)).toEqual(['sent']);
  });

  test('resolves references, and retries while only a reference cannot be read', async () => {
    const bridge = await start({ configuration: both(CONFLUENT) });
    const { schemaRegistry, faults } = bridge.standIns;
    const address = '{"type":"record","name":"shop.Address","fields":[{"name":"city","type":"string"}]}';
    schemaRegistry.registerSchema({ subject: 'address', schema: address });
    const { id } = schemaRegistry.registerSchema({
      subject: 'customer',
      schema:
        '{"type":"record","name":"shop.Customer","fields":[{"name":"home","type":"shop.Address"},{"name":"work","type":"Address"}]}',
      references: [{ name: 'shop.Address', subject: 'address', version: 1 }],
    });
    const payload = Buffer.concat([Buffer.from([0, 0, 0, 0, id]), Buffer.from('\u0004Pa\u0004Rm')]);
    const batch = bridge.batch([{ key: null, value: payload }]);
    faults.set('internal@schema-registry.GetSchemaByVersion=1');

    expect(await bridge.carry(batch)).toEqual(['retry']);
    faults.clear();

    expect(await bridge.carry(batch)).toEqual(['sent']);
    expect(bridge.details()[0]).toContain('"value":{"home":{"city":"Pa"},"work":{"city":"Rm"}}');
  });

  test('refuses payloads that are encrypted as a whole, once for each record', async () => {
    const bridge = await start({ configuration: both(CONFLUENT) });
    const { id } = bridge.standIns.schemaRegistry.registerSchema({
      subject: 'secret-value',
      schema: '"string"',
      ruleSet: {
        encodingRules: [{ name: 'all', kind: 'TRANSFORM', mode: 'WRITEREAD', type: 'ENCRYPT_PAYLOAD' }],
      },
    });
    const value = Buffer.concat([Buffer.from([0, 0, 0, 0, id]), Buffer.from(SECRET_TEXT)]);

    expect(await bridge.send({ key: null, value }, { key: value, value: null })).toEqual([
      'PAYLOAD_ENCRYPTED',
      'PAYLOAD_ENCRYPTED',
    ]);
  });
});

describe('the Glue registry of another account', () => {
  const ACCOUNT = '210987654321';
  const ROLE = `arn:aws:iam::${ACCOUNT}:role/read-schemas`;
  const sample = newSample(MOVEMENT);
  const record = { key: null, value: GLUE.encode(sample.schema, sample.value) };
  const options: RegistryBridgeOptions = {
    configuration: () => ({
      'value.converter': 'glue-avro',
      'value.converter.region': 'ap-southeast-2',
      'value.converter.assumeRoleArn': ROLE,
      'value.converter.assumeRoleSessionName': 'bridge',
      'value.converter.assumeRoleExternalId': 'external-1',
    }),
    prepare: ({ glue }) => {
      const { name: schemaName, definition, schemaVersionId: versionId } = sample.schema;
      glue.registerSchema({ schemaName, definition, versionId, account: ACCOUNT });
    },
  };

  test('is read by a role with an external id, in the Region of the property', async () => {
    const bridge = await start(options);
    const { sts, requests } = bridge.standIns;
    sts.createRole({ arn: ROLE, externalId: 'external-1' });

    expect(await bridge.send(record, record)).toEqual(['sent', 'sent']);

    const glue = requests.list('glue').map(({ account, region }) => ({ account, region }));
    expect(glue).toEqual([{ account: ACCOUNT, region: 'ap-southeast-2' }]);
    expect(requests.count('sts.AssumeRole')).toBe(1);
  });

  test.each([
    { what: 'the role is not there', externalId: undefined, fault: '' },
    { what: 'the external id is another', externalId: 'external-2', fault: '' },
    { what: 'STS fails', externalId: 'external-1', fault: 'internal=1' },
    { what: 'STS throttles', externalId: 'external-1', fault: 'throttle=1' },
    { what: 'STS resets connections', externalId: 'external-1', fault: 'reset-before=1' },
  ])('makes records wait while $what', async ({ externalId, fault }) => {
    const bridge = await start(options);
    const { sts, faults } = bridge.standIns;
    if (externalId !== undefined) sts.createRole({ arn: ROLE, externalId });
    const batch = bridge.batch([record, { key: null, value: null }]);
    faults.set(fault === '' ? fault : on('sts', fault));

    const endings = await bridge.carry(batch);
    faults.clear();
    sts.createRole({ arn: ROLE, externalId: 'external-1' });

    expect(endings).toEqual(['retry', 'sent']);
    expect(await bridge.carry(only('retry', batch, endings))).toEqual(['sent']);
  });

  test('makes no other records wait when STS hangs', async () => {
    const bridge = await start({ ...options, timeoutMs: 8_000 });
    bridge.standIns.faults.set(on('sts', 'hang=1'));

    expect(await bridge.send(record, { key: null, value: null })).toEqual(['retry', 'sent']);
  });

  test('is read on after its credentials were ended', async () => {
    const bridge = await start(options);
    const { sts, glue } = bridge.standIns;
    sts.createRole({ arn: ROLE, externalId: 'external-1' });
    expect(await bridge.send(record)).toEqual(['sent']);
    const fresh = newSample(MOVEMENT);
    const { name: schemaName, definition, schemaVersionId: versionId } = fresh.schema;
    glue.registerSchema({ schemaName, definition, versionId, account: ACCOUNT });
    const later = { key: null, value: GLUE.encode(fresh.schema, fresh.value) };

    sts.expireSessions();
    const first = await bridge.send(later);
    await bridge.advance(3_600_000);

    expect(first).toEqual(['retry']);
    expect(await bridge.send(later)).toEqual(['sent']);
  });
});

describe('a bridge of JSON and text', () => {
  const HEAVY =
    /functions\/bridge\/(avro|protobuf|connect-json|simple-header)\/|schema-registry\.ts|aws\/secret\.ts|node_modules\/(avsc|protobufjs|@protobufjs|long|@aws-sdk\/(client-(glue|secrets-manager|sts)|credential-providers))\//;

  test('never loads the code of other formats, of registries and of their credentials', async () => {
    const bridge = await start({ configuration: () => ({}) });

    expect(await bridge.send({}, { value: null }, { value: 'no JSON' })).toEqual([
      'sent',
      'sent',
      'PAYLOAD_INVALID',
    ]);

    const sources = await sourcesOf(await bridge.loadedFiles());
    expect(sources.some((source) => source.endsWith('functions/bridge/read.ts'))).toBe(true);
    expect(sources.filter((source) => HEAVY.test(source))).toEqual([]);
  });

  test.each([
    { what: 'Avro of Glue', sample: MOVEMENT, registry: GLUE, loads: ['avro', 'glue'] },
    { what: 'JSON of Glue', sample: REFUND, registry: GLUE, loads: ['glue'] },
    { what: 'Protobuf of Glue', sample: SHIPMENT, registry: GLUE, loads: ['protobuf', 'glue'] },
    {
      what: 'Avro of Confluent',
      sample: MOVEMENT,
      registry: CONFLUENT,
      loads: ['avro', 'confluent', 'secret'],
    },
    { what: 'JSON of Confluent', sample: REFUND, registry: CONFLUENT, loads: ['confluent', 'secret'] },
  ])(
    'loads its registry ahead, and with the first record of $what only what that needs',
    async ({ sample, registry, loads }) => {
      const bridge = await start({ configuration: both(registry) });
      await bridge.send({ topic: 'plain', value: '{}' });
      const before = await sourcesOf(await bridge.loadedFiles());

      const value = registry.encode(sample.schema, sample.value);
      expect(await bridge.send({ key: null, value })).toEqual(['sent']);

      const loaded = await sourcesOf(await bridge.loadedFiles());
      expect(partsOf(before)).toEqual([registry.name]);
      expect(partsOf(loaded)).toEqual(loads.toSorted());
    },
  );

  test.each([
    { side: 'key', converter: 'glue-avro', loads: ['avro', 'glue'] },
    { side: 'value', converter: 'glue-json', loads: ['glue'] },
    { side: 'value', converter: 'glue-protobuf', loads: ['glue', 'protobuf'] },
    { side: 'value', converter: 'confluent-avro', loads: ['avro', 'confluent'] },
    { side: 'key', converter: 'confluent-json', loads: ['confluent'] },
    { side: 'value', converter: 'confluent-protobuf', loads: ['confluent', 'protobuf'] },
  ] as const)('loads ahead what $converter needs, for one topic too', async ({ side, converter, loads }) => {
    const registry = converter.startsWith('glue') ? GLUE : CONFLUENT;
    const properties = (standIns: StandIns) => ({
      ...registry.properties(side, standIns),
      [`${side}.converter`]: converter,
    });
    const plain = { 'key.converter': 'string', 'value.converter': 'json' };
    const ofAll = await start({
      configuration: (standIns) => ({ ...properties(standIns), topics: { plain } }),
    });
    const ofOneTopic = await start({
      configuration: (standIns) => ({ topics: { orders: properties(standIns) } }),
    });

    for (const bridge of [ofAll, ofOneTopic]) {
      expect(await bridge.send(PLAIN)).toEqual(['sent']);
      expect(partsOf(await sourcesOf(await bridge.loadedFiles()))).toEqual(loads);
    }
  });

  test.each([
    { what: 'JSON', values: () => ['{}', '[1]'], configuration: () => ({}) },
    {
      what: 'Avro of Glue',
      values: () => [GLUE.encode(MOVEMENT.schema, MOVEMENT.value)],
      configuration: both(GLUE),
    },
  ])('carries $what without the AWS SDK, in 450,000 bytes at most', async ({ values, configuration }) => {
    const bridge = await start({ configuration });
    const records = values().map((value) => ({ key: null, value }));

    expect(new Set(await bridge.send(...records))).toEqual(new Set(['sent']));

    const files = await bridge.loadedFiles();
    const sources = await sourcesOf(files);
    expect(sources.filter((source) => /node_modules\/@(aws-sdk|smithy)\//.test(source))).toEqual([]);
    const bytes = files.map((url) => statSync(fileURLToPath(url)).size);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(450_000);
  });

  /** Heavy parts among the sources. */
  function partsOf(sources: readonly string[]): string[] {
    const parts = {
      avro: /node_modules\/avsc\//,
      protobuf: /node_modules\/protobufjs\//,
      glue: /aws\/schema-versions\.ts$/,
      confluent: /confluent\/schema-registry\.ts$/,
      secret: /client-secrets-manager\//,
      role: /credential-providers\//,
    };
    return Object.entries(parts)
      .flatMap(([part, pattern]) => (sources.some((source) => pattern.test(source)) ? [part] : []))
      .toSorted();
  }
});

function missing(): never {
  throw new Error('There is a sample of each data format.');
}

/** A frame around a payload without its last byte. */
function cutOff({ encode }: RegistryFormat, { schema, value }: Sample): Buffer {
  return encode({ ...schema, encode: (whole) => schema.encode(whole).subarray(0, -1) }, value);
}

/** Faults of one service, written as for all. */
function on(service: string, faults: string): string {
  return faults
    .split(',')
    .map((fault) => fault.replace('=', `@${service}=`))
    .join(',');
}

/** How many times requests may be repeated, in each configuration that was in force. */
function inForce({ logs }: RegistryBridge): number[] {
  return logs
    .filter((line) => line.includes('Configuration in force.'))
    .map((line) => JSON.parse(line).configuration.maxRetries);
}
