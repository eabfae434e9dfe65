import { once } from 'node:events';
import { createServer } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { MAX_ANSWER_BYTES } from '../../../../functions/bridge/confluent/http-get.ts';
import { controlTimeouts } from '../../../fixtures/abort-signal.ts';
import { privateAuthority } from '../../../fixtures/private-authority.ts';
import {
  AVRO_STRING,
  answers,
  fetchSchema,
  GUID,
  registryOf,
  type Script,
  scriptedRegistries,
} from './scripted-registry.ts';

const startRegistry = scriptedRegistries();

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** What a record gets whose schema has the id 12. */
async function failureOf(script: Script, name: number | string = 12) {
  const registry = await startRegistry(script);
  const error: unknown = await fetchSchema(registryOf({ urls: [registry.url] }), name).catch(
    (thrown: unknown) => thrown,
  );
  return { error, host: registry.host };
}

/** Ends the connection instead of answering. */
const reset: Script = (request) => request.socket.destroy();

/** Never answers. */
const hang: Script = () => undefined;

const NOT_A_REGISTRY =
  'it does not know this request; is this the address of a registry, and for a GUID one of version 8? (status 404';

describe('an answer that is no schema', () => {
  it.each([
    {
      what: 'a schema that is not there',
      script: answers(404, { error_code: 40403, message: 'Schema 12 not found' }),
      code: 'SCHEMA_NOT_FOUND',
      why: 'it has no such schema (error code 40403)',
    },
    {
      what: 'a schema that Apicurio knows as a subject',
      script: answers(404, { error_code: 40401, message: 'No artifact' }),
      code: 'SCHEMA_NOT_FOUND',
      why: 'it has no such schema (error code 40401)',
    },
    {
      what: 'a version that is not there',
      script: answers(404, { error_code: 40402, message: 'Version not found' }),
      code: 'SCHEMA_NOT_FOUND',
      why: 'it has no such schema (error code 40402)',
    },
    {
      what: 'a path that Confluent does not know',
      script: answers(404, { error_code: 404, message: 'HTTP 404 Not Found' }),
      code: 'SCHEMA_UNAVAILABLE',
      why: `${NOT_A_REGISTRY}, error code 404)`,
    },
    {
      what: 'a path that Redpanda does not know',
      script: answers(404, { message: 'Not found', code: 404 }),
      code: 'SCHEMA_UNAVAILABLE',
      why: `${NOT_A_REGISTRY})`,
    },
    {
      what: 'a path that Karapace does not know',
      script: answers(404, '"Not Found"'),
      code: 'SCHEMA_UNAVAILABLE',
      why: `${NOT_A_REGISTRY})`,
    },
    {
      what: 'the page of a web server',
      script: answers(404, '<html>Not Found</html>', { 'content-type': 'text/html' }),
      code: 'SCHEMA_UNAVAILABLE',
      why: `${NOT_A_REGISTRY})`,
    },
    {
      what: 'refused credentials',
      script: answers(401, { error_code: 401, message: 'Unauthorized' }),
      code: 'SCHEMA_DENIED',
      why: 'it does not accept the credentials, or needs some (status 401, error code 401)',
    },
    {
      what: 'a missing permission',
      script: answers(403, { error_code: 40301, message: 'User is denied operation Read' }),
      code: 'SCHEMA_DENIED',
      why: 'it forbids reading this schema (status 403, error code 40301)',
    },
    {
      what: 'throttling',
      script: answers(429, '{}'),
      code: 'SCHEMA_THROTTLED',
      why: 'it takes no more requests for now (status 429)',
    },
    {
      what: 'an error of the registry',
      script: answers(500, { error_code: 50001, message: 'Error in the backend datastore' }),
      code: 'SCHEMA_UNAVAILABLE',
      why: 'it failed with Internal Server Error (status 500, error code 50001)',
    },
    {
      what: 'an error of a proxy',
      script: answers(502, '<html>Bad Gateway</html>'),
      code: 'SCHEMA_UNAVAILABLE',
      why: 'it failed with Bad Gateway (status 502)',
    },
    {
      what: 'a status of its own',
      script: answers(599, ''),
      code: 'SCHEMA_UNAVAILABLE',
      why: 'it failed with an unknown status (status 599)',
    },
    {
      what: 'a redirect to another host',
      script: answers(302, '', { location: 'https://login.example.com/?state=secret' }),
      code: 'SCHEMA_UNAVAILABLE',
      why: 'it redirects to https://login.example.com, and no redirect is followed (status 302)',
    },
    {
      what: 'a redirect on the same host',
      script: answers(301, '', { location: '/login?state=secret' }),
      code: 'SCHEMA_UNAVAILABLE',
      why: 'it redirects to another path, and no redirect is followed (status 301)',
    },
    {
      what: 'broken JSON',
      script: answers(200, '{"schema":"\\"string\\""'),
      code: 'SCHEMA_UNAVAILABLE',
      why: 'its answer holds no schema (status 200)',
    },
    {
      what: 'JSON without a schema',
      script: answers(200, { schemaType: 'AVRO' }),
      code: 'SCHEMA_UNAVAILABLE',
      why: 'its answer holds no schema (status 200)',
    },
    {
      what: 'an error that has a schema with it',
      script: answers(500, AVRO_STRING),
      code: 'SCHEMA_UNAVAILABLE',
      why: 'it failed with Internal Server Error (status 500)',
    },
    {
      what: 'a missing schema with the status of an error',
      script: answers(500, { error_code: 40403 }),
      code: 'SCHEMA_UNAVAILABLE',
      why: 'it failed with Internal Server Error (status 500, error code 40403)',
    },
    ...[
      { name: 'a.B', subject: 'b' },
      { name: 'a.B', subject: 'b', version: 'latest' },
      { name: 'a.B', version: 1 },
      { subject: 'b', version: 1 },
      null,
    ].map((reference) => ({
      what: `the reference ${JSON.stringify(reference)}`,
      script: answers(200, { ...AVRO_STRING, references: [reference] }),
      code: 'SCHEMA_UNAVAILABLE',
      why: 'its answer holds no schema (status 200)',
    })),
    {
      what: 'the list of a front page',
      script: answers(200, '[]'),
      code: 'SCHEMA_UNAVAILABLE',
      why: 'its answer holds no schema (status 200)',
    },
  ])('gives $code for $what', async ({ script, code, why }) => {
    const { error, host } = await failureOf(script);

    expect(error).toMatchObject({
      name: 'RecordError',
      code,
      message: `Schema id 12 could not be read from ${host}: ${why}.`,
    });
    // The answer may be anything, and must not get into the log with the error.
    expect(error instanceof Error && error.cause).toBeUndefined();
  });

  it('is told by the GUID, where the frame has one', async () => {
    const { error, host } = await failureOf(answers(404, { error_code: 40403 }), GUID);

    expect(error).toMatchObject({
      message: `Schema id ${GUID} could not be read from ${host}: it has no such schema (error code 40403).`,
    });
  });
});

describe('no complete answer', () => {
  it.each([
    { what: 'a connection that is reset', script: reset, why: 'socket hang up' },
    {
      what: 'a connection that is reset in the middle of the answer',
      script: ((_, response) => {
        response.writeHead(200, { 'content-length': 100 });
        response.write('{"schema":');
        setImmediate(() => response.destroy());
      }) satisfies Script,
      why: 'aborted',
    },
    {
      what: 'an answer beyond the limit',
      script: answers(200, ' '.repeat(MAX_ANSWER_BYTES + 1)),
      why: `The answer is larger than ${MAX_ANSWER_BYTES} bytes`,
    },
  ])('gives SCHEMA_UNAVAILABLE for $what', async ({ script, why }) => {
    const { error, host } = await failureOf(script);

    expect(error).toMatchObject({
      name: 'RecordError',
      code: 'SCHEMA_UNAVAILABLE',
      message: `Schema id 12 could not be read from ${host}: ${why}.`,
      cause: expect.any(Error),
    });
  });

  it('takes an answer up to the limit', async () => {
    const schema = JSON.stringify(AVRO_STRING);
    const registry = await startRegistry(answers(200, schema + ' '.repeat(MAX_ANSWER_BYTES - schema.length)));

    expect(await fetchSchema(registryOf({ urls: [registry.url] }), 12)).toMatchObject({
      definition: '"string"',
    });
  });

  it.each([
    { what: 'that does not come', script: hang },
    {
      what: 'whose body stalls',
      script: ((_, response) => {
        response.writeHead(200).write('{"schema":');
      }) satisfies Script,
    },
  ])('is given up at the deadline: one $what', async ({ script }) => {
    // Prepare
    const deadline = new AbortController();
    const asked = Promise.withResolvers<void>();
    const first = await startRegistry((request, response) => {
      script(request, response);
      asked.resolve();
    });
    const second = await startRegistry(answers(200, AVRO_STRING));

    // Act
    const fetching = fetchSchema(registryOf({ urls: [first.url, second.url] }), 12, deadline.signal);
    await asked.promise;
    deadline.abort(new Error('The invocation is about to run out of time.'));

    // Assess
    await expect(fetching).rejects.toMatchObject({
      code: 'SCHEMA_UNAVAILABLE',
      message: `Schema id 12 could not be read from ${first.host}: The invocation is about to run out of time.`,
    });
    expect(second.requests).toHaveLength(0);
  });

  it('is given up after the time that any request may take', async () => {
    // Prepare
    const { timeOut, timeoutsMs } = controlTimeouts();
    const asked = Promise.withResolvers<void>();
    const registry = await startRegistry(() => asked.resolve());

    // Act
    const fetching = fetchSchema(registryOf({ urls: [registry.url] }), 12);
    await asked.promise;
    timeOut();

    // Assess
    await expect(fetching).rejects.toMatchObject({
      code: 'SCHEMA_UNAVAILABLE',
      message: `Schema id 12 could not be read from ${registry.host}: The operation timed out.`,
    });
    expect(timeoutsMs).toEqual([10_000]);
  });

  it('is given up when a connection is not encrypted in time', async () => {
    // Prepare: the server takes connections, and never says a word of TLS.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const host = typeof address === 'object' ? `127.0.0.1:${address?.port}` : '';

    // Act
    const fetching = fetchSchema(registryOf({ urls: [`https://${host}`] }), 12);
    fetching.catch(() => undefined);
    const [socket] = await once(server, 'connection');
    await once(socket, 'data');
    vi.advanceTimersByTime(2_000);

    // Assess
    await expect(fetching).rejects.toMatchObject({
      code: 'SCHEMA_UNAVAILABLE',
      message: `Schema id 12 could not be read from ${host}: There is no connection after 2000 ms.`,
    });
    socket.destroy();
    server.close();
  });
});

describe('an answer that takes long', () => {
  const authority = privateAuthority();

  it.each([
    { scheme: 'http', tls: undefined },
    { scheme: 'https', tls: authority.server },
  ])('is waited for, when there is a connection: $scheme', async ({ tls }) => {
    // Prepare
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const answered = answers(200, AVRO_STRING);
    const registry = await startRegistry((request, response) => {
      vi.advanceTimersByTime(2_000);
      answered(request, response);
    }, tls);
    const client = registryOf({ urls: [registry.url], caSecretArn: 'ca' }, { ca: authority.certificate });

    // Act: first with a new connection, then with the same.
    const schemas = [await fetchSchema(client, 12), await fetchSchema(client, 13)];

    // Assess
    expect(schemas).toMatchObject([{ definition: '"string"' }, { definition: '"string"' }]);
    expect(new Set(registry.requests.map(({ socket }) => socket)).size).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('several addresses', () => {
  it.each([
    { what: 'fails', script: answers(503, '') },
    { what: 'resets the connection', script: reset },
    { what: 'answers with the page of a web server', script: answers(200, '<html></html>') },
  ])('are tried in order: the second one answers when the first one $what', async ({ script }) => {
    const [first, second] = [await startRegistry(script), await startRegistry(answers(200, AVRO_STRING))];
    const registry = registryOf({ urls: [first.url, second.url] });

    expect(await fetchSchema(registry, 12)).toMatchObject({ definition: '"string"' });
    expect(first.requests).toHaveLength(1);
  });

  it('are left at the one that answered, until that fails', async () => {
    // Prepare
    const [first, second] = [await startRegistry(reset), await startRegistry(answers(200, AVRO_STRING))];
    const registry = registryOf({ urls: [first.url, second.url] });

    // Act
    await fetchSchema(registry, 12);
    await fetchSchema(registry, 13);
    first.script = answers(200, AVRO_STRING);
    second.script = answers(500, '');
    await fetchSchema(registry, 14);

    // Assess
    expect(first.requests.map(({ url }) => url)).toEqual([
      '/schemas/ids/12?fetchMaxId=false',
      '/schemas/ids/14?fetchMaxId=false',
    ]);
    expect(second.requests).toHaveLength(3);
  });

  it('are all named when none answers', async () => {
    const [first, second] = [await startRegistry(answers(503, '')), await startRegistry(reset)];

    await expect(fetchSchema(registryOf({ urls: [first.url, second.url] }), 12)).rejects.toMatchObject({
      code: 'SCHEMA_UNAVAILABLE',
      message: `Schema id 12 could not be read from ${first.host}: it failed with Service Unavailable (status 503). Nor from ${second.host}: socket hang up.`,
    });
  });

  it.each([
    { status: 404, body: { error_code: 40403 } },
    { status: 401, body: {} },
    { status: 403, body: {} },
    { status: 429, body: {} },
  ])('are not asked again after an answer with status $status', async ({ status, body }) => {
    const [first, second] = [
      await startRegistry(answers(status, body)),
      await startRegistry(answers(200, AVRO_STRING)),
    ];

    await expect(fetchSchema(registryOf({ urls: [first.url, second.url] }), 12)).rejects.toThrow();
    expect(second.requests).toHaveLength(0);
  });
});

describe('connections', () => {
  it('are used again', async () => {
    const registry = await startRegistry(answers(200, AVRO_STRING));
    const client = registryOf({ urls: [registry.url] });

    await fetchSchema(client, 12);
    await fetchSchema(client, 13);

    expect(new Set(registry.requests.map(({ socket }) => socket)).size).toBe(1);
  });

  it.each([
    { what: 'beyond the limit', script: answers(200, ' '.repeat(MAX_ANSWER_BYTES + 1)), why: 'larger than' },
    {
      what: 'that is no HTTP',
      script: ((request) => void request.socket.end('220 mail.example.com\r\n')) satisfies Script,
      why: 'Parse Error',
    },
  ])('are not opened anew for an answer $what', async ({ script, why }) => {
    const registry = await startRegistry(answers(200, AVRO_STRING));
    const client = registryOf({ urls: [registry.url] });
    await fetchSchema(client, 12);
    registry.script = script;

    await expect(fetchSchema(client, 13)).rejects.toThrow(why);
    expect(registry.requests).toHaveLength(2);
  });

  it('that are refused leave no timer behind', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const url = typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : '';
    server.close();
    await once(server, 'close');

    await expect(fetchSchema(registryOf({ urls: [url] }), 12)).rejects.toThrow('ECONNREFUSED');
    // The connection is gone a few turns after the answer; without an end to this the test runs out of time.
    while (vi.getTimerCount() > 0) await turn();
  }, 5_000);

  it('are opened anew when the registry has closed them in the meantime', async () => {
    // Prepare: three connections, each of which ends with its second request.
    const seen = new Set<unknown>();
    const waiting: (() => void)[] = [];
    const registry = await startRegistry((request, response) => {
      if (seen.has(request.socket)) return reset(request, response);
      seen.add(request.socket);
      waiting.push(() => answers(200, AVRO_STRING)(request, response));
      if (seen.size >= 3) for (const answer of waiting.splice(0)) answer();
    });
    const client = registryOf({ urls: [registry.url] });
    await Promise.all([12, 13, 14].map((id) => fetchSchema(client, id)));

    // Act
    const schema = await fetchSchema(client, 15);

    // Assess: one is found closed, and the two of its age are not tried.
    expect(schema).toMatchObject({ definition: '"string"' });
    expect(seen.size).toBe(4);
    expect(registry.requests).toHaveLength(5);
  });
});
