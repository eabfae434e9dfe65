import { getEventListeners } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventBridgeClient, sdkEventBridge } from '../../../../../functions/bridge/aws/sdk-event-bridge.ts';
import type { AwsCredentials } from '../../../../../functions/bridge/aws/wire/aws-credentials.ts';
import {
  JsonService,
  type JsonServiceOptions,
  SIGNED_HEADERS,
} from '../../../../../functions/bridge/aws/wire/json-call.ts';
import { type AwsEndpoint, startAwsEndpoint, type WireAnswer } from '../../../../fixtures/aws-endpoint.ts';
import { bridgeEntry } from '../../../../fixtures/bridge-entry.ts';
import { configuration } from '../../../../fixtures/configuration.ts';

const SIGNAL = new AbortController().signal;
const CREDENTIALS: AwsCredentials = { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'token' };
const MINUTE_MS = 60_000;

/** What Lambda knows of an invocation. It is found where Lambda puts it; the SDK looks there once. */
const invocation = vi.hoisted(() => {
  const known: Record<string, string | undefined> = {};
  const InvokeStore = {
    getXRayTraceId: () => known.xRay,
    getTraceparent: () => known.traceparent,
    getTracestate: () => known.tracestate,
    getBaggage: () => known.baggage,
  };
  Reflect.set(globalThis, 'awslambda', { InvokeStore });
  return known;
});

let endpoint: AwsEndpoint;
let answer: WireAnswer;

beforeEach(async () => {
  answer = { body: { Name: 'orders' } };
  endpoint = await startAwsEndpoint(() => answer);
});
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  for (const name of Object.keys(invocation)) delete invocation[name];
  await endpoint.close();
});

function jsonService(options: Partial<JsonServiceOptions> = {}): JsonService {
  return new JsonService({
    service: 'events',
    region: 'eu-west-1',
    endpoint: () => new URL(endpoint.url),
    credentials: async () => CREDENTIALS,
    maxSockets: 4,
    ...options,
  });
}

function call(service = jsonService(), signal = SIGNAL, body = '{"Name":"orders"}'): Promise<unknown> {
  return service.call('AWSEvents.DescribeEventBus', Buffer.from(body), signal);
}

function lastHeaders(): IncomingHttpHeaders {
  return endpoint.requests.at(-1)?.headers ?? {};
}

describe('JsonService', () => {
  it('posts the body to the operation and gives the answer', async () => {
    expect(await call()).toEqual({ Name: 'orders' });
    expect(endpoint.requests).toMatchObject([{ target: 'AWSEvents.DescribeEventBus', path: '/' }]);
    expect(endpoint.requests[0]?.body.toString()).toBe('{"Name":"orders"}');
  });

  it.each([
    { where: 'outside of Lambda', environment: {}, known: {} },
    {
      where: 'outside of Lambda, where a trace is not of an invocation',
      environment: { _X_AMZN_TRACE_ID: 'Root=1-a;Parent=b;Sampled=1' },
      known: {},
    },
    {
      where: 'on Lambda, with its trace',
      environment: { AWS_LAMBDA_FUNCTION_NAME: 'bridge', _X_AMZN_TRACE_ID: 'Root=1-a;Parent=b;Sampled=1' },
      known: {},
    },
    {
      where: 'on Lambda with several invocations at once, with the trace of this one',
      environment: { AWS_LAMBDA_FUNCTION_NAME: 'bridge' },
      known: { xRay: 'Root=1-c', traceparent: '00-1-2-01', tracestate: 'a=1', baggage: 'b=2' },
    },
    {
      where: 'on Lambda with a trace context without a state',
      environment: { AWS_LAMBDA_FUNCTION_NAME: 'bridge' },
      known: { traceparent: '00-1-2-01', baggage: 'b=2' },
    },
  ])("sends the SDK's headers and signs the same of them $where", async ({ environment, known }) => {
    // Prepare
    const given = { AWS_LAMBDA_FUNCTION_NAME: '', _X_AMZN_TRACE_ID: '', ...environment };
    for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value);
    Object.assign(invocation, known);
    vi.stubEnv('AWS_ACCESS_KEY_ID', CREDENTIALS.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', CREDENTIALS.secretAccessKey);
    vi.stubEnv('AWS_SESSION_TOKEN', CREDENTIALS.sessionToken);
    const { eventBusArn, ...rest } = configuration({ 'aws.eventbridge.endpoint.uri': endpoint.url });
    const { putEvents } = sdkEventBridge(eventBridgeClient(rest), eventBusArn);
    vi.useFakeTimers({ toFake: ['Date'] });

    // Act
    await putEvents([bridgeEntry(0)], SIGNAL);
    const [sdk] = endpoint.requests;
    await jsonService().call('AWSEvents.PutEvents', sdk?.body ?? Buffer.alloc(0), SIGNAL);

    // Assess: beside names of its own only what is random, and the signature over both.
    const own = ['amz-sdk-invocation-id', 'authorization', 'user-agent', 'x-amz-user-agent'];
    const comparable = (headers: IncomingHttpHeaders = {}) => ({
      names: Object.keys(headers).sort(),
      signed: /SignedHeaders=([^,]*)/.exec(headers.authorization ?? '')?.[1]?.split(';'),
      scope: /Credential=([^,]*)/.exec(headers.authorization ?? '')?.[1],
      values: Object.fromEntries(Object.entries(headers).filter(([name]) => !own.includes(name))),
    });
    expect(comparable(lastHeaders())).toEqual(comparable(sdk?.headers));
    expect(comparable(sdk?.headers).signed?.filter((name) => !SIGNED_HEADERS.has(name))).toEqual([]);
  });

  it('says by which program a request was sent, and gives each an id', async () => {
    const service = jsonService();
    await call(service);
    await call(service);

    const ids = endpoint.requests.map(({ headers }) => headers['amz-sdk-invocation-id']);
    expect(new Set(ids).size).toBe(2);
    expect(lastHeaders()['user-agent']).toMatch(/^kafka-eventbridge-bridge\/\d/);
  });

  it('names the application that the SDK would name, as the SDK writes it', async () => {
    vi.stubEnv('AWS_SDK_UA_APP_ID', 'PT/NO-OP/2.35.0/PTEnv/a b');
    vi.stubEnv('AWS_ACCESS_KEY_ID', CREDENTIALS.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', CREDENTIALS.secretAccessKey);
    const { eventBusArn, ...rest } = configuration({ 'aws.eventbridge.endpoint.uri': endpoint.url });
    const application = () => /(^| )app\/[^ ]*/.exec(lastHeaders()['user-agent'] ?? '')?.[0];

    await call();
    const own = application();
    await sdkEventBridge(eventBridgeClient(rest), eventBusArn).describeEventBus(SIGNAL);

    expect(own).toBe(' app/PT-NO-OP-2.35.0-PTEnv-a-b');
    expect(own).toBe(application());
  });

  it.each([
    { code: '__type', body: { __type: 'X' } },
    { code: '__type with a name space', body: { __type: 'com.amazonaws.events#X' } },
    { code: '__type with an address', body: { __type: 'X:http://internal.amazon.com/coral/' } },
    { code: 'code', body: { Code: 'X' } },
    { code: 'x-amzn-errortype', body: {}, headers: { 'x-amzn-errortype': 'X:http://internal' } },
    { code: 'x-amzn-errortype without a body', body: '', headers: { 'x-amzn-errortype': 'X,Y' } },
  ])('names a refusal by its $code', async ({ body, headers = {} }) => {
    answer = { status: 400, body, headers: { ...headers, 'x-amzn-requestid': 'r-1' } };

    await expect(call()).rejects.toMatchObject({
      name: 'X',
      message: 'UnknownError',
      $fault: 'client',
      $metadata: { httpStatusCode: 400, requestId: 'r-1' },
    });
  });

  it.each(['message', 'Message'])('tells what a refusal says in its %s', async (member) => {
    answer = { status: 500, body: { __type: 'InternalException', [member]: 'what is wrong' } };

    await expect(call()).rejects.toMatchObject({ message: 'what is wrong', $fault: 'server' });
  });

  it.each([
    { status: 200, delivery: 'whole' },
    { status: 502, delivery: 'whole' },
  ] as const)(
    'reports an answer that is no JSON with its status, here $status',
    async ({ status, delivery }) => {
      answer = { status, delivery, body: '<html></html>' };

      await expect(call()).rejects.toMatchObject({
        name: 'SyntaxError',
        $metadata: { httpStatusCode: status },
      });
    },
  );

  it('gives an empty object for an answer without a body', async () => {
    answer = { body: '' };

    expect(await call()).toEqual({});
  });

  it('reads an answer that comes in many pieces', async () => {
    const name = 'é'.repeat(1_000_000);
    answer = { body: { Name: name } };

    expect(await call()).toEqual({ Name: name });
  });

  it('does not read an answer beyond the limit', async () => {
    answer = { body: ' '.repeat(8 * 1024 * 1024 + 1) };

    await expect(call()).rejects.toMatchObject({
      name: 'AnswerTooLargeError',
      $metadata: { httpStatusCode: 200 },
    });
  });

  it('reads an answer up to the limit', async () => {
    answer = { body: `{}${' '.repeat(8 * 1024 * 1024 - 2)}` };

    expect(await call()).toEqual({});
  });

  it('gives up when there is no answer in time, or only half of it', async () => {
    for (const delivery of ['none', 'half'] as const) {
      answer = { delivery, body: { Name: 'orders' } };
      await expect(call(jsonService({ requestTimeoutMs: 50 }))).rejects.toMatchObject({
        name: 'TimeoutError',
        code: 'ETIMEDOUT',
        message: 'No answer within 50 ms.',
      });
    }
  });

  it('does not start when its signal is aborted already', async () => {
    const reason = new Error('the deadline');

    await expect(call(jsonService(), AbortSignal.abort(reason))).rejects.toMatchObject({
      name: 'AbortError',
      cause: reason,
    });
    expect(endpoint.requests).toEqual([]);
  });

  it('ends when its signal is aborted, and with it the connection', async () => {
    // Prepare
    const controller = new AbortController();
    const arrived = Promise.withResolvers<void>();
    await endpoint.close();
    endpoint = await startAwsEndpoint(() => {
      arrived.resolve();
      return { delivery: 'none' };
    });
    const calling = call(jsonService(), controller.signal);
    await arrived.promise;

    // Act
    controller.abort(new Error('the deadline'));

    // Assess
    await expect(calling).rejects.toMatchObject({ name: 'AbortError', message: 'Request aborted' });
    const socket = endpoint.requests[0]?.socket;
    if (socket?.destroyed === false) await new Promise((resolve) => socket.once('close', resolve));
  });

  it('ends a call that waits for credentials when its signal is aborted', async () => {
    const controller = new AbortController();
    const calling = call(jsonService({ credentials: () => new Promise(() => undefined) }), controller.signal);

    controller.abort();

    await expect(calling).rejects.toMatchObject({ name: 'AbortError' });
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  it('keeps one connection for calls one after another, and opens as many as it may for others', async () => {
    const service = jsonService({ maxSockets: 3 });
    for (let count = 0; count < 5; count++) await call(service);
    const oneAfterAnother = new Set(endpoint.requests.map(({ socket }) => socket)).size;
    await Promise.all(Array.from({ length: 20 }, () => call(service)));

    expect(oneAfterAnother).toBe(1);
    expect(new Set(endpoint.requests.map(({ socket }) => socket)).size).toBe(3);
  });

  it('opens no more connections than it may for calls that all come first', async () => {
    const service = jsonService({ maxSockets: 3 });

    await Promise.all(Array.from({ length: 20 }, () => call(service)));

    expect(new Set(endpoint.requests.map(({ socket }) => socket)).size).toBe(3);
  });

  it('leaves nothing behind on the signal, and no warning, however many calls share it', async () => {
    // Prepare
    const warnings: Error[] = [];
    const warn = (warning: Error) => warnings.push(warning);
    process.on('warning', warn);
    const { signal } = new AbortController();
    const service = jsonService({ maxSockets: 100 });

    // Act
    await Promise.all(Array.from({ length: 100 }, () => call(service, signal)));
    answer = { status: 400, body: { __type: 'X' } };
    await Promise.allSettled(Array.from({ length: 100 }, () => call(service, signal)));
    await new Promise(setImmediate);
    process.off('warning', warn);

    // Assess
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect(warnings.filter(({ name }) => name === 'MaxListenersExceededWarning')).toEqual([]);
  });

  it('goes on over a new connection after the endpoint has closed the old one', async () => {
    const service = jsonService();
    await call(service);
    endpoint.requests[0]?.socket.destroy();
    // It fails if the end of the connection has not been seen yet.
    await call(service).catch((error: unknown) => expect(error).toMatchObject({ name: 'TimeoutError' }));

    expect(await call(service)).toEqual({ Name: 'orders' });
  });

  it('signs by the clock of the service from the first answer on, be it a refusal', async () => {
    // Prepare
    const hourAhead = new Date(Math.trunc(Date.now() / 1000) * 1000 + 60 * MINUTE_MS);
    vi.useFakeTimers({ toFake: ['Date'], now: hourAhead.getTime() - 60 * MINUTE_MS });
    answer = {
      status: 403,
      body: { __type: 'InvalidSignatureException' },
      headers: { date: hourAhead.toUTCString() },
    };
    const service = jsonService();

    // Act
    await call(service).catch(() => undefined);
    await call(service).catch(() => undefined);

    // Assess
    const expected = (date: Date) => `${date.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
    expect(endpoint.requests.map(({ headers }) => headers['x-amz-date'])).toEqual([
      expected(new Date(hourAhead.getTime() - 60 * MINUTE_MS)),
      expected(hourAhead),
    ]);
  });

  it('asks for credentials again shortly before they expire', async () => {
    // Prepare
    vi.useFakeTimers({ toFake: ['Date'] });
    const startMs = Date.now();
    answer = { body: {}, headers: { age: '1' } };
    let asked = 0;
    const service = jsonService({
      credentials: async () => {
        asked++;
        return {
          ...CREDENTIALS,
          accessKeyId: `AKID${asked}`,
          expiration: new Date(Date.now() + 15 * MINUTE_MS),
        };
      },
    });

    // Act
    for (const minutes of [0, 9, 10, 11, 21]) {
      vi.setSystemTime(startMs + minutes * MINUTE_MS);
      await call(service);
    }

    // Assess
    const keys = endpoint.requests.map(
      ({ headers }) => /Credential=(\w+)/.exec(headers.authorization ?? '')?.[1],
    );
    expect(keys).toEqual(['AKID1', 'AKID1', 'AKID1', 'AKID2', 'AKID2']);
  });

  it('asks once for credentials that do not expire, and again when it got none', async () => {
    let asked = 0;
    const service = jsonService({
      credentials: async () => {
        asked++;
        if (asked === 1) throw new Error('no credentials');
        return CREDENTIALS;
      },
    });

    await expect(call(service)).rejects.toThrow('no credentials');
    await call(service);
    await call(service);

    expect(asked).toBe(2);
  });
});
