import { describe, expect, test } from 'vitest';
import { runStandIns } from '../running-stand-ins.ts';

const running = runStandIns();

const ORDER = '{"type":"record","name":"Order","fields":[{"name":"id","type":"long"}]}';
const NOTE = '{"type":"record","name":"Note","fields":[{"name":"order","type":"Order"}]}';
const PROTO = 'syntax = "proto3"; message Order { int64 id = 1; }';

interface Answer {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: unknown;
}

async function call(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${running.standIns.schemaRegistryUrl}${path}`, {
    method,
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const { status, headers } = response;
  return { status, contentType: headers.get('content-type'), body: await response.json() };
}

const get = (path: string) => call('GET', path);
const register = async (subject: string, body: object) =>
  (await call('POST', `/subjects/${subject}/versions`, body)).body;

describe('A schema', () => {
  test('is registered and read back by its id, with the content type of the registry', async () => {
    const registered = await register('orders-value', { schema: ORDER });

    expect(registered).toMatchObject({
      id: 1,
      version: 1,
      subject: 'orders-value',
      schemaType: 'AVRO',
      schema: ORDER,
    });
    expect(await get('/schemas/ids/1')).toEqual({
      status: 200,
      contentType: 'application/vnd.schemaregistry.v1+json',
      body: {
        guid: 'b040db4b-fdae-23ea-4a07-95f3973b98c8',
        schemaType: 'AVRO',
        schema: ORDER,
        ts: expect.any(Number),
        deleted: false,
      },
    });
  });

  test('tells its subject and version to those who ask with the subject, and the highest id to those who want it', async () => {
    await register('orders-value', { schema: ORDER });
    await register('others-value', { schema: '"string"' });

    const { body } = await get('/schemas/ids/1?subject=orders-value&fetchMaxId=true');

    expect(body).toMatchObject({ subject: 'orders-value', version: 1, maxId: 2 });
  });

  test('is read by its GUID, which is the MD5 of its text', async () => {
    await register('texts-value', { schema: ' "string" ' });

    const { body } = await get('/schemas/guids/095d71cf-1255-6b9d-5e33-0ad575b3df5d');

    expect(body).toMatchObject({ schema: '"string"', guid: '095d71cf-1255-6b9d-5e33-0ad575b3df5d' });
    expect((await get('/schemas/guids/095d71cf-1255-6b9d-5e33-0ad575b3df5d/ids')).body).toEqual([
      { context: '.', id: 1 },
    ]);
  });

  test('has one id, whatever its white space and its subjects', async () => {
    await register('orders-value', { schema: ORDER });
    await register('orders-value', { schema: JSON.stringify(JSON.parse(ORDER), undefined, 2) });
    const elsewhere = await register('copies-value', { schema: ORDER });

    expect(elsewhere).toMatchObject({ id: 1, version: 1 });
    expect((await get('/schemas/ids/1/subjects')).body).toEqual(['orders-value', 'copies-value']);
    expect((await get('/schemas/ids/1/versions')).body).toEqual([
      { subject: 'orders-value', version: 1 },
      { subject: 'copies-value', version: 1 },
    ]);
  });

  test('of another type is another, though its text is the same', async () => {
    const schema = '{"type":"string"}';
    await register('texts-value', { schema });
    await register('texts-value', { schema, schemaType: 'JSON' });

    expect((await get('/subjects/texts-value/versions/latest')).body).toMatchObject({
      id: 2,
      schemaType: 'JSON',
    });
  });

  test('keeps the white space of strings and the digits of numbers', async () => {
    const schema = '{"type": "number", "title": "a \\" b  c", "maximum": 1.0e400}';
    await register('numbers-value', { schemaType: 'JSON', schema });

    expect((await get('/schemas/ids/1')).body).toMatchObject({
      schema: '{"type":"number","title":"a \\" b  c","maximum":1.0e400}',
    });
  });

  test.each([
    ['AVRO', ORDER],
    ['JSON', '{"type":"object"}'],
    ['PROTOBUF', PROTO],
  ])('of the type %s is read as a version of its subject', async (schemaType, schema) => {
    await register('orders-value', { schemaType, schema });

    for (const version of ['1', 'latest', '-1']) {
      expect((await get(`/subjects/orders-value/versions/${version}`)).body).toMatchObject({
        subject: 'orders-value',
        version: 1,
        id: 1,
        schemaType,
        schema,
      });
    }
  });

  test('refers to versions of other subjects', async () => {
    await register('order', { schema: ORDER });
    const references = [{ name: 'Order', subject: 'order', version: 1 }];

    await register('notes-value', { schema: NOTE, references });

    expect((await get('/schemas/ids/2')).body).toMatchObject({ schema: NOTE, references });
    const { status, body } = await call('POST', '/subjects/notes-value/versions', {
      schema: NOTE,
      references: [{ name: 'Order', subject: 'order', version: 9 }],
    });
    expect({ status, body }).toEqual({
      status: 422,
      body: {
        error_code: 42201,
        message:
          'Invalid schema of type AVRO, details: No schema reference found for subject "order" and version 9',
      },
    });
  });

  test('is read alone, as it is', async () => {
    await register('orders-value', { schema: ORDER });

    expect((await get('/schemas/ids/1/schema')).body).toEqual(JSON.parse(ORDER));
    expect((await get('/subjects/orders-value/versions/1/schema')).body).toEqual(JSON.parse(ORDER));
  });

  test('has a GUID that tells its references apart', async () => {
    const { schemaRegistry } = running.standIns;
    for (const schema of ['"int"', '"long"']) schemaRegistry.registerSchema({ subject: 's', schema });

    const references = [{ name: 'n', subject: 's', version: 2 }];
    const { guid } = schemaRegistry.registerSchema({ subject: 't', schema: '"string"', references });

    expect(guid).toBe('b38a6dd8-de96-86f1-e056-ac5efc3bf38f');
  });

  test('keeps metadata and rules as they are, and is another with others', async () => {
    const metadata = { properties: { owner: 'shop' } };
    const ruleSet = { domainRules: [{ name: 'hide', type: 'ENCRYPT', params: { 'encrypt.kek.name': 'k' } }] };

    await register('orders-value', { schema: ORDER });
    await register('orders-value', { schema: ORDER, metadata, ruleSet });

    expect((await get('/schemas/ids/2')).body).toMatchObject({ metadata, ruleSet });
    expect((await get('/subjects/orders-value/versions')).body).toEqual([1, 2]);
  });

  test('is looked up in its subject', async () => {
    await register('orders-value', { schema: '"string"' });
    await register('orders-value', { schema: ORDER });
    const lookUp = (subject: string, schema: string) => call('POST', `/subjects/${subject}`, { schema });

    expect(await lookUp('orders-value', ORDER)).toMatchObject({ status: 200, body: { id: 2, version: 2 } });
    expect(await lookUp('orders-value', '"int"')).toMatchObject({
      status: 404,
      body: { error_code: 40403, message: 'Schema not found' },
    });
    expect(await lookUp('nobody', ORDER)).toMatchObject({ status: 404, body: { error_code: 40401 } });
  });
});

test('The registry lists its subjects, types and configuration', async () => {
  await register('orders-value', { schema: ORDER });
  await register('a%20b%2Fc', { schema: ORDER });

  expect((await get('/subjects')).body).toEqual(['orders-value', 'a b/c']);
  expect((await get('/subjects?subjectPrefix=ord')).body).toEqual(['orders-value']);
  expect((await get('/subjects/a%20b%2Fc/versions')).body).toEqual([1]);
  expect((await get('/schemas/types')).body).toEqual(['JSON', 'PROTOBUF', 'AVRO']);
  expect((await get('/config')).body).toEqual({ compatibilityLevel: 'NONE' });
});

describe('The registry answers', () => {
  test.each([
    ['an unknown id', '/schemas/ids/12', 404, 40403, 'Schema 12 not found'],
    ['an unknown GUID', '/schemas/guids/x', 404, 40403, 'Schema x not found'],
    ['an unknown subject', '/subjects/nobody/versions/1', 404, 40401, "Subject 'nobody' not found."],
    ['an unknown subject', '/subjects/nobody/versions', 404, 40401, "Subject 'nobody' not found."],
    ['an unknown version', '/subjects/orders-value/versions/7', 404, 40402, 'Version 7 not found.'],
    [
      'a version that is no number',
      '/subjects/orders-value/versions/first',
      422,
      42202,
      'The specified version \'first\' is not a valid version id. Allowed values are between [1, 2^31-1] and the string "latest"',
    ],
    ['an id that is no number', '/schemas/ids/x', 404, 404, 'HTTP 404 Not Found'],
    [
      'a path without a stand-in',
      '/exporters',
      404,
      404,
      'The stand-in of schema-registry does not know GET /schema-registry/exporters.',
    ],
  ])('%s with its own error: GET %s', async (_, path, status, error_code, message) => {
    await register('orders-value', { schema: ORDER });

    expect(await get(path)).toEqual({
      status,
      contentType: 'application/vnd.schemaregistry.v1+json',
      body: { error_code, message },
    });
  });

  test.each([
    ['no schema', {}, 422, 42201, 'Empty schema'],
    ['an unknown type', { schema: '{}', schemaType: 'XML' }, 422, 42201, 'Invalid schema type XML'],
    [
      'Avro that is no JSON',
      { schema: '{' },
      422,
      42201,
      expect.stringMatching(/^Invalid schema of type AVRO, details: /),
    ],
    ['no JSON', 'nonsense', 400, 400, 'The request body is not JSON.'],
    ['a member of another type', { schema: 1 }, 400, 400, 'schema must be a string.'],
  ])('a request to register %s with its own error', async (_, body, status, error_code, message) => {
    const answer = await call('POST', '/subjects/orders-value/versions', body);

    expect(answer).toMatchObject({ status, body: { error_code, message } });
    expect((await get('/subjects')).body).toEqual([]);
  });

  test.each([
    ['throttle', 429, 429],
    ['internal', 500, 50001],
    ['unavailable', 503, 503],
    ['denied', 403, 40301],
    ['invalid', 400, 400],
  ] as const)('with the fault %s by status %i', async (kind, status, error_code) => {
    running.standIns.faults.set([{ kind, on: 'schema-registry.GetSchemaTypes', next: 1 }]);

    expect(await get('/schemas/types')).toMatchObject({ status, body: { error_code } });
    expect(await get('/schemas/types')).toMatchObject({ status: 200 });
  });

  test.each(['reset', 'cut', 'bad-gateway'] as const)(
    'with the fault %s nothing to be read',
    async (kind) => {
      running.standIns.faults.set([{ kind, on: 'schema-registry', next: 1 }]);

      await expect(get('/schemas/types')).rejects.toThrow();
    },
  );
});

describe('Credentials that the registry demands', () => {
  const basic = { kind: 'basic', username: 'reader', password: 'p:ss' } as const;
  const cloud = {
    kind: 'bearer',
    token: 'token',
    logicalCluster: 'lsrc-1',
    identityPoolId: 'pool-1',
  } as const;
  const authorization = `Basic ${Buffer.from('reader:p:ss').toString('base64')}`;

  test.each([
    ['basic, shown', basic, { authorization }, 200],
    ['basic, wrong', basic, { authorization: `${authorization}x` }, 401],
    ['basic, not shown', basic, {}, 401],
    ['a token, shown', { kind: 'bearer', token: 't' }, { authorization: 'Bearer t' }, 200],
    ['a token, wrong', { kind: 'bearer', token: 't' }, { authorization: 'Bearer u' }, 401],
    [
      'those of Confluent Cloud, shown',
      cloud,
      {
        authorization: 'Bearer token',
        'target-sr-cluster': 'lsrc-1',
        'Confluent-Identity-Pool-Id': 'pool-1',
      },
      200,
    ],
    [
      'those of Confluent Cloud, without the cluster',
      cloud,
      { authorization: 'Bearer token', 'Confluent-Identity-Pool-Id': 'pool-1' },
      401,
    ],
    [
      'those of Confluent Cloud, without the identity pool',
      cloud,
      { authorization: 'Bearer token', 'target-sr-cluster': 'lsrc-1' },
      401,
    ],
    ['none', undefined, {}, 200],
  ] as const)('%s', async (_, credentials, headers, status) => {
    running.standIns.schemaRegistry.demandCredentials(credentials);

    const response = await fetch(`${running.standIns.schemaRegistryUrl}/subjects`, { headers });

    expect(response.status).toBe(status);
    if (status === 401) expect(await response.json()).toEqual({ error_code: 401, message: 'Unauthorized' });
  });
});

describe('A test', () => {
  const GUID = '0b7a3c5e-91d4-4f26-8e0a-6c1d2f3a4b5c';

  test('gives a schema the id and the GUID that frame its records', async () => {
    const given = { subject: 'orders-value', schema: ORDER, id: 77, guid: GUID };

    expect(running.standIns.schemaRegistry.registerSchema(given)).toEqual({ id: 77, guid: GUID, version: 1 });
    expect(running.standIns.schemaRegistry.registerSchema(given)).toMatchObject({ id: 77, version: 1 });

    expect((await get('/schemas/ids/77')).body).toMatchObject({ schema: ORDER });
    expect((await get(`/schemas/guids/${GUID}`)).body).toMatchObject({ schema: ORDER });
    expect(await register('others-value', { schema: '"string"' })).toMatchObject({ id: 1 });
  });

  test.each([
    [{ id: 77 }, 'The schema id 77 is that of another schema.'],
    [{ id: -1 }, 'A schema id is a whole number from 0 to 2147483647, not -1.'],
    [{ id: 0.5 }, 'A schema id is a whole number from 0 to 2147483647, not 0.5.'],
  ])('cannot give it %j', (names, message) => {
    const { schemaRegistry } = running.standIns;
    schemaRegistry.registerSchema({ subject: 'orders-value', schema: ORDER, id: 77 });

    expect(() => schemaRegistry.registerSchema({ subject: 's', schema: '"int"', ...names })).toThrow(message);
  });
});

test('The request log names the operations of the registry', async () => {
  await register('orders-value', { schema: ORDER });
  await get('/schemas/ids/1?fetchMaxId=false');
  await get('/nothing');

  expect(running.standIns.requests.list('schema-registry')).toMatchObject([
    { operation: 'RegisterSchema', status: 200 },
    { operation: 'GetSchemaById', status: 200 },
    { operation: 'Unknown', status: 404 },
  ]);
});
