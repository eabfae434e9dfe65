import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
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
