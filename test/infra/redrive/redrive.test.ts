import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CarriedOutcome } from '../../../functions/redrive/carry.ts';
import type { FailedRecord } from '../../../functions/redrive/failed-record.ts';
import { KafkaError } from '../../../infra/kafka/kafka-error.ts';
import type { KafkaPort, OffsetPage } from '../../../infra/redrive/kafka-port.ts';
import { isSettled } from '../../../infra/redrive/result.ts';
import { eventRecord } from '../../fixtures/kafka-event.ts';
import { runStandIns, settingsFor } from '../local/running-stand-ins.ts';
import {
  CLUSTER_ARN,
  documentText,
  failedRecord,
  failedRecords,
  lettersText,
  offsetRange,
} from './documents.ts';
import { BUCKET, FakeBridge, RedriveRuns, type Surroundings } from './redrive-fixture.ts';

/** The engine against the stand-ins of SQS and S3; the bridge is a fake, which decides what is sent. */

const running = runStandIns();
let runs: RedriveRuns;
let bridge: FakeBridge;
let queueUrl: string;
let around: Surroundings;

beforeEach(() => {
  runs = new RedriveRuns();
  bridge = new FakeBridge();
  queueUrl = running.standIns.sqs.createQueue('dead-letters');
  running.standIns.s3.createBucket(BUCKET);
  around = { standIns: running.standIns, bridge, queueUrl };
});
afterEach(() => runs.close());

const send = (...bodies: string[]) => {
  for (const body of bodies) running.standIns.sqs.send(queueUrl, body);
};
const sendLetters = (...records: FailedRecord[]) => send(...records.map((record) => lettersText(record)));
const put = async (Key: string, Body: string) => {
  await new S3Client(settingsFor(running.standIns)).send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
};
const noticeOf = (...keys: string[]) =>
  documentText({ kind: 'object', objects: keys.map((key) => ({ bucket: BUCKET, key })) });
const messages = () => running.standIns.sqs.messages(queueUrl).map(({ body }) => body);
const visibleMessages = async () => {
  const { Attributes } = await fetchAttributes();
  return Number(Attributes.ApproximateNumberOfMessages);
};
const objects = () => running.standIns.s3.keys(BUCKET);
const FAILS_AGAIN: CarriedOutcome = {
  kind: 'stays',
  failure: { code: 'PAYLOAD_INVALID', message: 'Byte 3 is none of JSON.' },
};
const THROTTLED: CarriedOutcome = {
  kind: 'stays',
  failure: { code: 'PUT_EVENTS_THROTTLED', message: 'Rate exceeded' },
};

async function fetchAttributes(): Promise<{ Attributes: Record<string, string> }> {
  const response = await fetch(running.standIns.url, {
    method: 'POST',
    headers: { 'x-amz-target': 'AmazonSQS.GetQueueAttributes', 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify({ QueueUrl: queueUrl, AttributeNames: ['All'] }),
  });
  return (await response.json()) as { Attributes: Record<string, string> };
}

describe('a redrive', () => {
  it('sends what the queue and the bucket hold, and deletes it', async () => {
    sendLetters(...failedRecords(23));
    await put('dead-letters/payments/refunds/0/1-a.json', lettersText(failedRecord({ topic: 'refunds' })));
    await put('aws/lambda/1', lettersText(...failedRecords(250, { topic: 'batches' })));

    const result = await runs.redrive(around);

    expect(result).toMatchObject({
      sent: 274,
      alreadySent: 0,
      documents: { settled: 25, leftOut: 0, staying: 0 },
      staying: [],
      stopped: undefined,
    });
    expect(isSettled(result)).toBe(true);
    expect(new Set(bridge.sent).size).toBe(274);
    expect(messages()).toEqual([]);
    expect(objects()).toEqual([]);
  });

  it('shares turns among documents, and is never beyond the rate of a second', async () => {
    sendLetters(...failedRecords(230));
    await runs.redrive(around, { recordsPerSecond: 100 });
    expect(Math.max(...bridge.turns)).toBeLessThanOrEqual(100);
    expect(bridge.turns.length).toBeLessThan(20);

    bridge.turns.length = 0;
    sendLetters(...failedRecords(12, { topic: 'slow' }));
    await runs.redrive(around, { recordsPerSecond: 5 });
    expect(Math.max(...bridge.turns)).toBeLessThanOrEqual(5);
  });

  it('deletes an object that a message names before the message, and both only when all was sent', async () => {
    await put('a', lettersText(failedRecord({ offset: 1 })));
    await put('b', lettersText(failedRecord({ offset: 2 })));
    send(noticeOf('a'), noticeOf('b'));
    bridge.outcome = ({ offset }) => (offset === 2 ? FAILS_AGAIN : { kind: 'sent' });

    const result = await runs.redrive(around);

    expect(objects()).toEqual(['b']);
    expect(messages()).toEqual([noticeOf('b')]);
    const log = running.standIns.requests.list().map(({ operation }) => operation);
    expect(log.indexOf('DeleteObject')).toBeLessThan(log.indexOf('DeleteMessageBatch'));
    // It comes through the message and through the bucket, and is tried once.
    expect(result.staying).toMatchObject([{ code: 'PAYLOAD_INVALID', count: 1, examples: ['orders-0@2'] }]);
    expect(result.documents).toEqual({ settled: 1, leftOut: 0, staying: 2 });
  });

  it('lets the message go whose object an earlier redrive has sent', async () => {
    const text = lettersText(failedRecord());
    await put('a', text);
    send(noticeOf('a'), noticeOf('a'), noticeOf('a'));

    expect((await runs.redrive(around)).documents.settled).toBeGreaterThanOrEqual(3);
    send(noticeOf('a'));
    await runs.redrive(around);

    expect(messages()).toEqual([]);
    expect(bridge.sent).toEqual(['orders-0@0']);
  });

  it('sends a record of several letters once, and lets all of them go', async () => {
    const record = failedRecord();
    sendLetters(record, { ...record, time: '2026-11-20T09:00:00Z' }, record);
    await put('a', lettersText(record, failedRecord({ offset: 1 })));

    await runs.redrive(around);

    expect(bridge.sent.toSorted()).toEqual(['orders-0@0', 'orders-0@1']);
    expect(messages()).toEqual([]);
    expect(objects()).toEqual([]);
  });

  it('sends a record again that failed once more after it was sent', async () => {
    sendLetters(failedRecord());
    await runs.redrive(around);
    sendLetters(failedRecord({ time: new Date(Date.now() + 1_000).toISOString() }));
    await runs.redrive(around);

    expect(bridge.sent).toEqual(['orders-0@0', 'orders-0@0']);
    expect(messages()).toEqual([]);
  });

  it('takes away messages that tell of nothing, such as the test message of S3', async () => {
    send(documentText({ kind: 'empty' }));

    expect(await runs.redrive(around)).toMatchObject({ sent: 0, documents: { settled: 1 } });
    expect(messages()).toEqual([]);
  });
});

describe('what fails again', () => {
  it('stays, with its code, places and remedy, and is visible again at the end', async () => {
    sendLetters(...failedRecords(12));
    bridge.outcome = ({ offset }) => (offset % 2 === 0 ? FAILS_AGAIN : { kind: 'sent' });

    const result = await runs.redrive(around);

    expect(result.sent).toBe(6);
    expect(result.staying).toEqual([
      {
        code: 'PAYLOAD_INVALID',
        counts: 'records',
        count: 6,
        places: 6,
        examples: expect.arrayContaining(['orders-0@0', 'orders-0@2']),
        message: 'Byte 3 is none of JSON.',
        remedy: expect.stringContaining('Check the converter setting'),
      },
    ]);
    expect(result.staying[0]?.examples).toHaveLength(5);
    expect(isSettled(result)).toBe(false);
    expect(messages()).toHaveLength(6);
    expect(await visibleMessages()).toBe(6);
  });

  it('keeps its whole document, of which the rest is not sent again', async () => {
    await put('batch', lettersText(...failedRecords(10)));
    bridge.outcome = ({ offset }) => (offset === 7 ? FAILS_AGAIN : { kind: 'sent' });
    expect(await runs.redrive(around)).toMatchObject({ sent: 9, documents: { settled: 0, staying: 1 } });
    expect(objects()).toEqual(['batch']);

    bridge.outcome = () => ({ kind: 'sent' });
    expect(await runs.redrive(around)).toMatchObject({ sent: 1, alreadySent: 9, documents: { settled: 1 } });
    expect(bridge.sent).toHaveLength(10);
    expect(objects()).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['something else', 'LETTER_INVALID', 'is not JSON'],
    [
      'a letter of another bridge',
      'LETTER_OF_ANOTHER_BRIDGE',
      documentText({ kind: 'records', records: [failedRecord()], connectorId: 'refunds' }),
    ],
    ['an object that is gone', 'OBJECT_MISSING', noticeOf('gone')],
    [
      'more objects than S3 tells of',
      'LETTER_INVALID',
      noticeOf(...Array.from({ length: 11 }, (_, i) => `k${i}`)),
    ],
    ['offsets without brokers', 'KAFKA_NEEDED', offsetsText()],
  ])('is %s, as %s', async (_, code, body) => {
    send(body);

    const result = await runs.redrive(around);

    expect(result.staying).toMatchObject([{ code }]);
    expect(bridge.sent).toEqual([]);
    expect(messages()).toEqual([body]);
  });

  it('is an object that names objects, because it could lead in circles', async () => {
    await put('a', noticeOf('a'));

    expect((await runs.redrive(around)).staying).toMatchObject([{ code: 'LETTER_INVALID', examples: ['a'] }]);
    expect(objects()).toEqual(['a']);
  });

  it('is everything of a turn in which the bridge breaks', async () => {
    sendLetters(...failedRecords(3));
    bridge.beforeTurn = () => {
      throw new Error('defect');
    };

    expect((await runs.redrive(around)).staying).toMatchObject([{ code: 'BRIDGE_FAILED', count: 3 }]);
    expect(messages()).toHaveLength(3);
  });

  it('ends the run when nothing gets through any more', async () => {
    await put('batch', lettersText(...failedRecords(2_000)));
    bridge.outcome = () => THROTTLED;

    const result = await runs.redrive(around);

    expect(result.stopped).toEqual({ kind: 'refused', code: 'PUT_EVENTS_THROTTLED' });
    expect(bridge.turns).toEqual([100, 100, 100]);
    expect(objects()).toEqual(['batch']);
  });

  it('does not end the run as long as something gets through, or records are to blame', async () => {
    await put('batch', lettersText(...failedRecords(2_000)));
    bridge.outcome = ({ offset }) => (offset % 100 === 0 ? FAILS_AGAIN : THROTTLED);

    expect((await runs.redrive(around)).stopped).toBeUndefined();
    expect(bridge.turns).toHaveLength(20);
  });
});

describe('the selection', () => {
  const LATER = '2026-11-20T09:00:00.000Z';

  it.each([
    [{ topics: ['refunds'] }, ['refunds-0@1']],
    [{ codes: ['FRAME_INVALID'] }, ['orders-0@2']],
    [{ sinceMs: Date.parse(LATER) }, ['orders-0@3']],
    [{ untilMs: Date.parse(LATER) }, ['orders-0@2', 'refunds-0@1']],
  ])('%j lets only these through, and never deletes the others', async (selection, expected) => {
    const records = [
      failedRecord({ topic: 'refunds', offset: 1 }),
      failedRecord({ offset: 2, code: 'FRAME_INVALID' }),
      failedRecord({ offset: 3, time: LATER }),
    ];
    sendLetters(...records);
    await put('batch', lettersText(...records.map((record) => ({ ...record, partition: 1 }))));
    const none = { topics: [], codes: [], sinceMs: undefined, untilMs: undefined };

    const result = await runs.redrive(around, { selection: { ...none, ...selection } });

    expect(bridge.sent.filter((place) => place.includes('-0@')).toSorted()).toEqual(expected);
    expect(result.leftOut).toBe(6 - 2 * expected.length);
    expect(isSettled(result)).toBe(true);
    expect(messages()).toHaveLength(3 - expected.length);
    expect(objects()).toEqual(['batch']);
    expect(await visibleMessages()).toBe(3 - expected.length);

    // Without it, everything goes, and nothing twice.
    await runs.redrive(around);
    expect(bridge.sent).toHaveLength(6);
    expect(new Set(bridge.sent).size).toBe(6);
    expect([...messages(), ...objects()]).toEqual([]);
  });

  it('goes no further than the limit', async () => {
    await put('batch', lettersText(...failedRecords(30)));
    sendLetters(...failedRecords(5, { topic: 'refunds' }));

    const first = await runs.redrive(around, { limit: 12 });
    expect(first).toMatchObject({ sent: 12, stopped: { kind: 'limit' } });
    expect(isSettled(first)).toBe(true);
    expect(messages()).toEqual([]);
    expect(objects()).toEqual(['batch']);

    expect(await runs.redrive(around, { limit: 23 })).toMatchObject({ sent: 23, stopped: undefined });
    expect(new Set(bridge.sent).size).toBe(35);
    expect(objects()).toEqual([]);
  });
});

describe('offsets', () => {
  const page = (offsets: number[], missing: OffsetPage['missing'] = []): OffsetPage => ({
    records: offsets.map((offset) => eventRecord({ offset })),
    missing,
  });

  function kafka(...pages: (OffsetPage | Error)[]): KafkaPort {
    return {
      async *readPages() {
        for (const each of pages) {
          if (each instanceof Error) throw each;
          yield each;
        }
      },
      async *readTopic() {},
      close: async () => undefined,
    };
  }

  it('are read back from Kafka and sent, page by page', async () => {
    send(offsetsText());
    around = { ...around, kafka: kafka(page([0, 1, 2]), page([3, 4])) };

    expect(await runs.redrive(around)).toMatchObject({ sent: 5, documents: { settled: 1 } });
    expect(bridge.sent).toEqual([0, 1, 2, 3, 4].map((offset) => `orders-0@${offset}`));
    expect(messages()).toEqual([]);
  });

  it.each([
    ['expired', 'OFFSETS_EXPIRED'],
    ['compacted', 'OFFSETS_COMPACTED'],
    ['beyond the end', 'OFFSETS_BEYOND_END'],
    ['topic was made anew', 'TOPIC_MADE_ANEW'],
  ] as const)('that Kafka has no longer (%s) keep their document as %s', async (reason, code) => {
    send(offsetsText());
    around = { ...around, kafka: kafka(page([0, 1, 5], [{ firstOffset: 2n, lastOffset: 4n, reason }])) };

    const result = await runs.redrive(around);

    expect(result).toMatchObject({ sent: 3, staying: [{ code, count: 3, examples: ['orders-0@2…4'] }] });
    expect(messages()).toHaveLength(1);
  });

  it('of an open transaction keep their document as OFFSETS_UNCOMMITTED, and other ranges are read', async () => {
    send(...Array.from({ length: 15 }, (_, partition) => offsetsText({ partition })));
    const open = new KafkaError('TRANSACTION_OPEN', 'orders-0@5 is in an open transaction.');
    around = { ...around, kafka: kafka(page([0]), open) };

    const result = await runs.redrive(around);

    expect(result.staying).toMatchObject([{ code: 'OFFSETS_UNCOMMITTED' }]);
    expect(result.stopped).toBeUndefined();
    expect(messages()).toHaveLength(15);
  });

  it('stay when Kafka fails, and what was read before is not sent again', async () => {
    send(offsetsText());
    around = { ...around, kafka: kafka(page([0, 1]), new Error('Connection refused')) };
    expect(await runs.redrive(around)).toMatchObject({
      sent: 2,
      staying: [{ code: 'KAFKA_UNAVAILABLE', count: 10, message: 'Connection refused' }],
    });

    around = { ...around, kafka: kafka(page([0, 1, 2])) };
    expect(await runs.redrive(around)).toMatchObject({ sent: 1, alreadySent: 2 });
    expect(messages()).toEqual([]);
  });

  it('of a topic that was deleted stay, are asked for once, and keep nothing else back', async () => {
    send(...Array.from({ length: 15 }, (_, partition) => offsetsText({ partition })));
    sendLetters(failedRecord({ offset: 99 }));
    const missing = kafka(new KafkaError('TOPIC_MISSING', 'There is no topic orders.'));
    const readPages = vi.spyOn(missing, 'readPages');

    const result = await runs.redrive({ ...around, kafka: missing });

    expect(result.stopped).toBeUndefined();
    expect(result.staying).toMatchObject([
      { code: 'TOPIC_MISSING', count: 150, message: expect.stringContaining('There is no topic orders.') },
    ]);
    expect(bridge.sent).toEqual(['orders-0@99']);
    expect(messages()).toHaveLength(15);
    expect(readPages).toHaveBeenCalledTimes(1);
  });

  it('of a partition that the topic has no longer stay as OFFSETS_BEYOND_END', async () => {
    send(offsetsText({ partition: 7 }));
    around = { ...around, kafka: kafka(new KafkaError('PARTITION_MISSING', 'There is no orders-7.')) };

    expect((await runs.redrive(around)).staying).toMatchObject([{ code: 'OFFSETS_BEYOND_END', count: 10 }]);
    expect(messages()).toHaveLength(1);
  });

  it('end the run when Kafka fails again and again', async () => {
    send(...Array.from({ length: 30 }, (_, partition) => offsetsText({ partition })));
    around = { ...around, kafka: kafka(new Error('Connection refused')) };

    expect((await runs.redrive(around)).stopped).toEqual({ kind: 'refused', code: 'KAFKA_UNAVAILABLE' });
    expect(messages()).toHaveLength(30);
  });

  it('are read in one cluster only', async () => {
    send(
      offsetsText(),
      offsetsText({ partition: 1 }, 'arn:aws:kafka:eu-west-1:123456789012:cluster/other/1'),
    );
    around = { ...around, kafka: kafka(page([0])) };

    // A dry run says the same.
    expect(await runs.plan(around, { clusterArn: CLUSTER_ARN })).toMatchObject({
      records: 10,
      staying: [{ code: 'OTHER_CLUSTER', examples: ['orders-1@0…9'] }],
    });
    const result = await runs.redrive(around, { clusterArn: CLUSTER_ARN });

    expect(result).toMatchObject({
      sent: 1,
      staying: [{ code: 'OTHER_CLUSTER', examples: ['orders-1@0…9'] }],
    });
    expect(messages()).toHaveLength(1);
  });

  it('are refused when they are more than any batch has, and left out by the selection unread', async () => {
    send(offsetsText({ lastOffset: 2n ** 62n }));
    const neverRead = kafka(new Error('read'));

    expect((await runs.redrive({ ...around, kafka: neverRead })).staying).toMatchObject([
      { code: 'OFFSETS_TOO_MANY', counts: 'documents' },
    ]);
    const selection = { topics: ['refunds'], codes: [], sinceMs: undefined, untilMs: undefined };
    expect(await runs.redrive({ ...around, kafka: neverRead }, { selection })).toMatchObject({ staying: [] });
  });
});

describe('a redrive that is interrupted', () => {
  it('ends after the turn under way, gives messages back, and goes on later', async () => {
    sendLetters(...failedRecords(40));
    let isInterrupted = false;
    bridge.beforeTurn = () => {
      isInterrupted = true;
    };

    const result = await runs.redrive(
      { ...around, isInterrupted: () => isInterrupted },
      { recordsPerSecond: 3 },
    );

    expect(result).toMatchObject({ sent: 3, stopped: { kind: 'interrupted' } });
    expect(isSettled(result)).toBe(false);
    expect(await visibleMessages()).toBe(37);
    bridge.beforeTurn = () => undefined;
    await runs.redrive(around);
    expect(bridge.sent).toHaveLength(40);
    expect(new Set(bridge.sent).size).toBe(40);
    expect(messages()).toEqual([]);
  });
});

describe('services that fail', () => {
  it('cost nothing but time', async () => {
    sendLetters(...failedRecords(30));
    await put('a', lettersText(failedRecord({ topic: 'refunds' })));
    send(noticeOf('a'));
    running.standIns.faults.set(
      'throttle@*=0.03,unavailable@*=0.03,reset-before@*=0.03,bad-gateway@*=0.03,seed=5',
    );

    const result = await runs.redrive(around);

    expect(result).toMatchObject({ sent: 31, staying: [], failedSources: [] });
    expect(messages()).toEqual([]);
    expect(new Set(bridge.sent).size).toBe(31);
  });

  it('keep what could not be deleted, and it is deleted without being sent again', async () => {
    sendLetters(...failedRecords(5));
    await put('a', lettersText(failedRecord({ topic: 'refunds' })));
    send(noticeOf('a'));
    running.standIns.faults.set('denied@sqs.DeleteMessageBatch=1,denied@s3.DeleteObject=1');

    const first = await runs.redrive(around);

    expect(first.sent).toBe(6);
    expect(first.staying).toMatchObject([{ code: 'NOT_DELETED', counts: 'documents', count: 7 }]);
    expect(isSettled(first)).toBe(false);
    expect(messages()).toHaveLength(6);
    running.standIns.faults.set('');
    expect(await runs.redrive(around)).toMatchObject({ sent: 0, alreadySent: 6, staying: [] });
    expect([...messages(), ...objects()]).toEqual([]);
    expect(bridge.sent).toHaveLength(6);
  });

  it('are told of, and the other sources are redriven all the same', async () => {
    await put('a', lettersText(failedRecord()));
    running.standIns.faults.set('denied@sqs.ReceiveMessage=1');

    const result = await runs.redrive(around);

    expect(result.failedSources).toEqual([
      { name: 'queue dead-letters', message: expect.stringContaining('AccessDenied') },
    ]);
    expect(result.sent).toBe(1);
    expect(isSettled(result)).toBe(false);
  });

  it('end the run when no object can be read', async () => {
    for (let index = 0; index < 20; index++)
      await put(`k${index}`, lettersText(failedRecord({ offset: index })));
    running.standIns.faults.set('denied@s3.GetObject=1');

    const result = await runs.redrive(around);

    expect(result.stopped).toEqual({ kind: 'refused', code: 'OBJECT_UNREADABLE' });
    expect(objects()).toHaveLength(20);
  });
});

describe('a dry run', () => {
  it('counts a record once, which is in the queue by a notice, in the bucket, and in a second letter', async () => {
    await put('a', lettersText(failedRecord()));
    send(noticeOf('a'));
    sendLetters(failedRecord({ time: '2026-11-20T09:30:00.000Z' }));

    const plan = await runs.plan(around);
    expect(plan).toMatchObject({ records: 1, documents: 3 });
    expect(plan.byTopic).toEqual([{ name: 'orders', records: 1 }]);
    const later = { topics: [], codes: [], sinceMs: Date.parse('2026-11-20T09:00:00Z'), untilMs: undefined };
    expect(await runs.plan(around, { selection: later })).toMatchObject({ records: 1, leftOut: 2 });
    expect(await runs.redrive(around)).toMatchObject({ sent: 1 });
  });

  it('counts what would be redriven, and leaves everything as it was', async () => {
    sendLetters(
      ...failedRecords(12),
      failedRecord({ topic: 'refunds', time: '2026-11-20T09:30:00Z', code: 'FRAME_INVALID' }),
    );
    await put(
      'a',
      documentText({ kind: 'records', records: failedRecords(3, { partition: 5 }), connectorId: undefined }),
    );
    send(offsetsText(), 'is not JSON');
    const before = { messages: messages(), objects: objects() };

    const plan = await runs.plan({ ...around, kafka: {} as KafkaPort });

    expect(plan).toMatchObject({
      records: 26,
      fromKafka: 10,
      documents: 16,
      byTopic: [
        { name: 'orders', records: 25 },
        { name: 'refunds', records: 1 },
      ],
      byCode: [
        { name: 'PAYLOAD_INVALID', records: 15 },
        { name: 'RetryAttemptsExhausted', records: 10 },
        { name: 'FRAME_INVALID', records: 1 },
      ],
      byDocument: [
        { name: 'dead letter of the bridge', records: 13 },
        { name: 'offsets of Lambda, read back from Kafka', records: 10 },
        { name: 'batch of Lambda with its records', records: 3 },
      ],
      oldest: '2026-11-20T08:00:00.000Z',
      newest: '2026-11-20T09:30:00Z',
      staying: [{ code: 'LETTER_INVALID' }],
    });
    expect({ messages: messages(), objects: objects() }).toEqual(before);
    expect(await visibleMessages()).toBe(15);
    expect(bridge.sent).toEqual([]);
    expect(running.standIns.requests.count('sqs.DeleteMessageBatch')).toBe(0);
  });

  it('knows what a redrive has sent, the selection, the limit, and what stays without Kafka', async () => {
    await put('batch', lettersText(...failedRecords(10), ...failedRecords(10, { topic: 'refunds' })));
    send(offsetsText());
    await runs.redrive(around, { limit: 4 });

    const selection = { topics: ['orders'], codes: [], sinceMs: undefined, untilMs: undefined };
    const plan = await runs.plan(around, { selection });
    expect(plan).toMatchObject({
      records: 6,
      alreadySent: 4,
      leftOut: 10,
      staying: [{ code: 'KAFKA_NEEDED', count: 10 }],
    });
    expect(await runs.plan(around, { limit: 3 })).toMatchObject({ records: 3, isLimitReached: true });
  });
});

function offsetsText(
  range: Partial<Parameters<typeof offsetRange>[0]> = {},
  eventSourceArn = CLUSTER_ARN,
): string {
  return documentText({
    kind: 'offsets',
    eventSource: 'aws:kafka',
    eventSourceArn,
    bootstrapServers: undefined,
    ranges: [offsetRange(range)],
    code: 'RetryAttemptsExhausted',
    time: '2026-11-20T08:30:00.000Z',
  });
}
