import { DescribeEventBusCommand, EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { privateAuthority } from '../../fixtures/private-authority.ts';
import { EventsEndpoint } from './events-endpoint.ts';

const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
const region = 'eu-west-1';

let endpoint: EventsEndpoint;
let eventBridge: EventBridgeClient;
let sqs: SQSClient;

beforeAll(async () => {
  endpoint = await EventsEndpoint.start(privateAuthority().server);
  const url = `http://127.0.0.1:${endpoint.ports[0]}`;
  eventBridge = new EventBridgeClient({ region, credentials, endpoint: url });
  sqs = new SQSClient({ region, credentials, endpoint: url });
});

beforeEach(() => {
  endpoint.take();
});

afterAll(() => {
  eventBridge.destroy();
  sqs.destroy();
  endpoint.close();
});

function entries(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    Source: 'bench',
    DetailType: 'order',
    // What looks like another entry inside of the detail is none.
    Detail: JSON.stringify({ offset: index, value: { Detail: '{"Detail":"x"}', list: [{ Detail: 'x' }] } }),
  }));
}

test('every entry is taken and counted once, whatever its detail looks like', async () => {
  const answers = [];
  for (const count of [1, 10, 7]) {
    answers.push(await eventBridge.send(new PutEventsCommand({ Entries: entries(count) })));
  }

  expect(answers.map(({ FailedEntryCount }) => FailedEntryCount)).toEqual([0, 0, 0]);
  expect(answers.map(({ Entries = [] }) => Entries.filter(({ EventId }) => EventId).length)).toEqual([
    1, 10, 7,
  ]);
  expect(endpoint.take()).toMatchObject({ requests: 3, entries: 18, messages: 0 });
});

test('requests that are under way at once are told apart', async () => {
  await Promise.all(
    Array.from({ length: 40 }, () => eventBridge.send(new PutEventsCommand({ Entries: entries(10) }))),
  );

  expect(endpoint.take()).toMatchObject({ requests: 40, entries: 400 });
});

test('what was taken is not told again', async () => {
  await eventBridge.send(new PutEventsCommand({ Entries: entries(1) }));
  endpoint.take();

  expect(endpoint.take()).toEqual({ requests: 0, entries: 0, bytes: 0, messages: 0 });
});

test('bodies are kept when they are asked for', async () => {
  endpoint.bodies = [];
  await eventBridge.send(new PutEventsCommand({ Entries: entries(2) }));
  const { bodies } = endpoint;
  endpoint.bodies = undefined;

  expect(bodies.map((body) => JSON.parse(body).Entries.length)).toEqual([2]);
  expect(endpoint.take().bytes).toBe(Buffer.byteLength(bodies[0] ?? ''));
});

test('an answer with latency comes later than one without', async () => {
  endpoint.latencyMs = 40;
  const startMs = performance.now();
  await eventBridge.send(new PutEventsCommand({ Entries: entries(1) }));
  endpoint.latencyMs = 0;

  expect(performance.now() - startMs).toBeGreaterThanOrEqual(39);
});

test('every bus exists', async () => {
  const { Arn } = await eventBridge.send(new DescribeEventBusCommand({ Name: 'orders' }));

  expect(Arn).toContain(':event-bus/orders');
  expect(endpoint.take().requests).toBe(0);
});

test('messages are taken as SQS takes them: the client compares the digests', async () => {
  const { Successful = [], Failed = [] } = await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: `http://127.0.0.1:${endpoint.ports[0]}/123456789012/dead-letters`,
      Entries: ['a', 'b', 'ü'].map((text) => ({ Id: `id-${text.charCodeAt(0)}`, MessageBody: text })),
    }),
  );

  expect(Successful).toHaveLength(3);
  expect(Failed).toEqual([]);
  expect(endpoint.take()).toMatchObject({ requests: 0, entries: 0, messages: 3 });
});
