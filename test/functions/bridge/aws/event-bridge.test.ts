import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DescribeEventBusCommand, EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventBus } from '../../../../functions/bridge/aws/event-bridge.ts';
import { controlTimeouts } from '../../../fixtures/abort-signal.ts';
import { bridgeEntry } from '../../../fixtures/bridge-entry.ts';
import { configuration } from '../../../fixtures/configuration.ts';
import { serviceError } from '../../../fixtures/event-bus.ts';

const SIGNAL = new AbortController().signal;
const eventBridge = mockClient(EventBridgeClient);

/** The client that the adapter made. */
function client(): EventBridgeClient {
  const call = eventBridge.send.firstCall;
  if (!(call.thisValue instanceof EventBridgeClient)) throw new Error('The client was not called.');
  return call.thisValue;
}

describe('eventBus', () => {
  beforeEach(() => {
    eventBridge.reset();
    eventBridge.on(PutEventsCommand).resolves({ Entries: [{ EventId: 'e-1' }] });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('sends the entries in their order, with the bus by its ARN and no time', async () => {
    // Prepare
    const { putEvents } = eventBus(configuration());
    const first = { ...bridgeEntry(0), resources: ['arn:aws:s3:::a', 'arn:aws:s3:::b'] };

    // Act
    await putEvents([first, bridgeEntry(1)], SIGNAL);

    // Assess
    expect(eventBridge.commandCalls(PutEventsCommand).map(({ args: [command] }) => command.input)).toEqual([
      {
        Entries: [
          {
            EventBusName: 'arn:aws:events:eu-west-1:123456789012:event-bus/orders',
            Source: 'kafka-connect.orders-bridge',
            DetailType: 'kafka-connect-orders',
            Resources: ['arn:aws:s3:::a', 'arn:aws:s3:::b'],
            Detail: '{"offset":0}',
          },
          {
            EventBusName: 'arn:aws:events:eu-west-1:123456789012:event-bus/orders',
            Source: 'kafka-connect.orders-bridge',
            DetailType: 'kafka-connect-orders',
            Resources: [],
            Detail: '{"offset":1}',
          },
        ],
      },
    ]);
  });

  it('gives the answer for each entry', async () => {
    eventBridge.on(PutEventsCommand).resolves({
      FailedEntryCount: 1,
      Entries: [
        { EventId: 'e-1' },
        { ErrorCode: 'InternalFailure', ErrorMessage: 'Internal Service Failure' },
      ],
    });

    const results = await eventBus(configuration()).putEvents([bridgeEntry(0), bridgeEntry(1)], SIGNAL);

    expect(results).toEqual([
      { eventId: 'e-1', errorCode: undefined, errorMessage: undefined },
      { eventId: undefined, errorCode: 'InternalFailure', errorMessage: 'Internal Service Failure' },
    ]);
  });

  it('gives no answers when the service sends none, for the publisher to notice', async () => {
    eventBridge.on(PutEventsCommand).resolves({});

    expect(await eventBus(configuration()).putEvents([bridgeEntry(0)], SIGNAL)).toEqual([]);
  });

  it.each(['the deadline comes', 'the request takes too long'])(
    'aborts the request of the client when %s',
    async (what) => {
      // Prepare
      const deadline = new AbortController();
      const { timeOut, timeoutsMs } = controlTimeouts();
      await eventBus(configuration()).putEvents([bridgeEntry(0)], deadline.signal);
      const { abortSignal } = eventBridge.send.firstCall.lastArg;
      const isAbortedBefore = abortSignal.aborted;

      // Act
      if (what === 'the deadline comes') deadline.abort();
      else timeOut();

      // Assess
      expect([isAbortedBefore, abortSignal.aborted]).toEqual([false, true]);
      expect(timeoutsMs).toEqual([10_000]);
    },
  );

  it('lets the error of the client through as it is', async () => {
    const error = serviceError('ThrottlingException', 400);
    eventBridge.on(PutEventsCommand).rejects(error);

    await expect(eventBus(configuration()).putEvents([bridgeEntry(0)], SIGNAL)).rejects.toBe(error);
  });

  it('makes one attempt a call, so that only the publisher repeats', async () => {
    await eventBus(configuration()).putEvents([bridgeEntry(0)], SIGNAL);

    expect(await client().config.maxAttempts()).toBe(1);
  });

  it('talks to the Region of the configuration, or to the endpoint that it names', async () => {
    await eventBus(configuration({ 'aws.eventbridge.endpoint.uri': 'http://127.0.0.1:4010/eb' })).putEvents(
      [bridgeEntry(0)],
      SIGNAL,
    );

    expect(await client().config.region()).toBe('eu-west-1');
    expect(await client().config.endpoint?.()).toMatchObject({
      hostname: '127.0.0.1',
      port: 4010,
      path: '/eb',
    });
  });
});

describe('describeBus', () => {
  const BUS_ARN = 'arn:aws:events:eu-west-1:123456789012:event-bus/orders';

  beforeEach(() => {
    eventBridge.reset();
    eventBridge.on(DescribeEventBusCommand).resolves({ Name: 'orders', Arn: BUS_ARN });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('asks for the bus by its ARN, once', async () => {
    expect(await eventBus(configuration()).describeBus(SIGNAL)).toBe('exists');
    expect(
      eventBridge.commandCalls(DescribeEventBusCommand).map(({ args: [command] }) => command.input),
    ).toEqual([{ Name: BUS_ARN }]);
    expect(await client().config.maxAttempts()).toBe(1);
  });

  it.each([
    { name: 'ResourceNotFoundException', status: 400, answer: 'missing' },
    { name: 'AccessDeniedException', status: 400, answer: 'denied' },
    { name: 'ThrottlingException', status: 400, answer: 'unknown' },
    { name: 'InternalException', status: 500, answer: 'unknown' },
    { name: 'UnrecognizedClientException', status: 400, answer: 'unknown' },
    { name: 'SyntaxError', status: 403, answer: 'unknown' },
    { name: 'TimeoutError', status: undefined, answer: 'unknown' },
  ])('answers "$answer" for $name', async ({ name, status, answer }) => {
    eventBridge.on(DescribeEventBusCommand).rejects(serviceError(name, status));

    expect(await eventBus(configuration()).describeBus(SIGNAL)).toBe(answer);
  });

  it('answers "unknown" for what is no error at all', async () => {
    eventBridge.on(DescribeEventBusCommand).callsFake(() => Promise.reject('ResourceNotFoundException'));

    expect(await eventBus(configuration()).describeBus(SIGNAL)).toBe('unknown');
  });

  it.each(['the deadline comes', 'the answer takes too long'])('gives up when %s', async (what) => {
    // Prepare
    const deadline = new AbortController();
    const { timeOut, timeoutsMs } = controlTimeouts();
    await eventBus(configuration()).describeBus(deadline.signal);
    const { abortSignal } = eventBridge.send.firstCall.lastArg;
    const isAbortedBefore = abortSignal.aborted;

    // Act
    if (what === 'the deadline comes') deadline.abort();
    else timeOut();

    // Assess
    expect([isAbortedBefore, abortSignal.aborted]).toEqual([false, true]);
    expect(timeoutsMs).toEqual([2_000]);
  });
});

describe('describeBus over the wire', () => {
  let server: Server;
  let targets: unknown[];
  let answer: { readonly status: number; readonly body: string } | 'none';

  beforeEach(async () => {
    // The wire, not the mock of the client.
    eventBridge.restore();
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    targets = [];
    server = createServer((request, response) => {
      targets.push(request.headers['x-amz-target']);
      request.resume().on('end', () => {
        if (answer === 'none') return;
        response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
        response.end(answer.body);
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    server.closeAllConnections();
    server.close();
  });

  function describeOverTheWire(signal = SIGNAL) {
    const { port } = server.address() as AddressInfo;
    const uri = `http://127.0.0.1:${port}`;
    return eventBus(configuration({ 'aws.eventbridge.endpoint.uri': uri })).describeBus(signal);
  }

  it.each([
    { what: 'a bus', status: 200, body: '{"Name":"orders"}', expected: 'exists' },
    { what: 'no bus', status: 400, body: '{"__type":"ResourceNotFoundException"}', expected: 'missing' },
    {
      what: 'no bus, under the full name of the error',
      status: 400,
      body: '{"__type":"com.amazonaws.events#ResourceNotFoundException","message":"Event bus orders does not exist."}',
      expected: 'missing',
    },
    { what: 'no permission', status: 400, body: '{"__type":"AccessDeniedException"}', expected: 'denied' },
    { what: 'a page of a proxy', status: 404, body: '<html>not found</html>', expected: 'unknown' },
    { what: 'a server error', status: 500, body: '{"__type":"InternalException"}', expected: 'unknown' },
  ])('answers "$expected" for $what, after one request', async ({ status, body, expected }) => {
    answer = { status, body };

    expect(await describeOverTheWire()).toBe(expected);
    expect(targets).toEqual(['AWSEvents.DescribeEventBus']);
  });

  it('answers "unknown" when the endpoint says nothing until the time is up', async () => {
    // Prepare
    answer = 'none';
    const { timeOut } = controlTimeouts();
    const asked = new Promise((resolve) => server.once('request', resolve));

    // Act
    const describing = describeOverTheWire();
    await asked;
    timeOut();

    // Assess
    expect(await describing).toBe('unknown');
  });

  it('answers "unknown" when nobody listens', async () => {
    const address = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const uri = `http://127.0.0.1:${address.port}`;

    expect(await eventBus(configuration({ 'aws.eventbridge.endpoint.uri': uri })).describeBus(SIGNAL)).toBe(
      'unknown',
    );
  });
});
