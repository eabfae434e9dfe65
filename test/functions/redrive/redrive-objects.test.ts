import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ObjectStore } from '../../../functions/redrive/object-store.ts';
import { type RedriveResult, redrive } from '../../../functions/redrive/redrive.ts';
import { SentRecords } from '../../../functions/redrive/sent-records.ts';
import { bridgeOn } from '../../fixtures/bridge.ts';
import { REQUIRED_PROPERTIES } from '../../fixtures/configuration.ts';
import { deadLetterOf } from '../../fixtures/dead-letter.ts';
import { FakeEventBus } from '../../fixtures/event-bus.ts';
import { base64 } from '../../fixtures/kafka-event.ts';
import { bucketDocument, mskEvent, noticeOf, s3Notification } from './documents.ts';
import { FakeObjects } from './object-store-double.ts';

const CONNECTOR_ID = REQUIRED_PROPERTIES['aws.eventbridge.connector.id'];
const BUCKET = 'failed-batches';
const POISON = base64('{"total":');
const PLENTY_MS = 60_000;
/** Undoes what a record fails for: its value is told as text. */
const CORRECTED = { 'value.converter': 'string' };

/** A function that lives for several batches, with its bucket and its bus. */
class Redriving {
  readonly objects: FakeObjects;
  readonly bus: FakeEventBus;
  readonly #sent = new SentRecords();

  constructor(objects: Readonly<Record<string, object>>, bus = new FakeEventBus()) {
    const texts = Object.entries(objects).map(([key, document]) => [
      `${BUCKET}/${key}`,
      JSON.stringify(document),
    ]);
    this.objects = new FakeObjects(Object.fromEntries(texts));
    this.bus = bus;
  }

  /** Takes the bodies as messages `m0`, `m1` … */
  async take(
    bodies: readonly (object | string)[],
    {
      properties = {},
      store = this.objects,
      timeoutMs = PLENTY_MS,
    }: {
      readonly properties?: Readonly<Record<string, unknown>>;
      readonly store?: ObjectStore;
      readonly timeoutMs?: number;
    } = {},
  ): Promise<RedriveResult> {
    const endMs = Date.now() + timeoutMs;
    const taking = redrive(
      {
        Records: bodies.map((body, index) => ({
          messageId: `m${index}`,
          body: typeof body === 'string' ? body : JSON.stringify(body),
        })),
      },
      {
        bridge: bridgeOn(this.bus, properties),
        connectorId: CONNECTOR_ID,
        objects: store,
        buckets: [BUCKET],
        sent: this.#sent,
        now: Date.now,
        remainingMs: () => endMs - Date.now(),
      },
    );
    taking.catch(() => undefined);
    await vi.runAllTimersAsync();
    return await taking;
  }

  get keys(): string[] {
    return [...this.objects.objects.keys()].map((name) => name.slice(BUCKET.length + 1));
  }

  get offsets(): number[] {
    return this.bus.taken.map(({ detail }) => JSON.parse(detail).offset);
  }
}

function staying({ response }: RedriveResult): string[] {
  return response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

function batch(...offsets: readonly number[]): object {
  return bucketDocument(mskEvent(...offsets.map((offset) => ({ offset }))));
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a message that names an object', () => {
  it('leaves with its object when its records were sent', async () => {
    const letter = { ...deadLetterOf({ offset: 42 }), connectorId: CONNECTOR_ID };
    const redriving = new Redriving({ letter });

    const result = await redriving.take([noticeOf(letter, BUCKET, 'letter')]);

    expect(staying(result)).toEqual([]);
    expect(redriving.keys).toEqual([]);
    expect(redriving.offsets).toEqual([42]);
    expect(result).toMatchObject({ redriven: 1, gone: [], refusals: [] });
  });

  it('leaves when its object is gone, and that is told', async () => {
    const redriving = new Redriving({ b: batch(1) });

    const result = await redriving.take([s3Notification(BUCKET, 'a'), s3Notification(BUCKET, 'b')]);

    expect(staying(result)).toEqual([]);
    expect(result.gone).toEqual([{ bucket: BUCKET, key: 'a' }]);
    expect(result.redriven).toBe(1);
  });

  it('stays while its object cannot be read, and leaves afterwards', async () => {
    const redriving = new Redriving({ a: batch(1), b: batch(2) });
    redriving.objects.failingReads.set(`${BUCKET}/a`, 1);
    const messages = [s3Notification(BUCKET, 'a'), s3Notification(BUCKET, 'b')];

    const result = await redriving.take(messages);

    expect(staying(result)).toEqual(['m0']);
    expect(result.refusals).toMatchObject([{ code: 'OBJECT_NOT_READ', messageId: 'm0' }]);
    expect(redriving.keys).toEqual(['a']);
    expect(staying(await redriving.take(messages))).toEqual([]);
    expect(redriving.offsets).toEqual([2, 1]);
  });

  it('stays while its object cannot be deleted, and its records are not sent again', async () => {
    const redriving = new Redriving({ a: batch(1, 2) });
    redriving.objects.failingRemovals.set(`${BUCKET}/a`, 2);
    const take = async () => staying(await redriving.take([s3Notification(BUCKET, 'a')]));

    expect([await take(), await take(), await take()]).toEqual([['m0'], ['m0'], []]);

    expect(redriving.offsets).toEqual([1, 2]);
    expect(redriving.keys).toEqual([]);
  });

  it('stays with its object while one of its records does, and only the rest is sent next time', async () => {
    const event = mskEvent({ offset: 1 }, { offset: 2, value: POISON }, { offset: 3 });
    const redriving = new Redriving({ a: bucketDocument(event) });
    const messages = [s3Notification(BUCKET, 'a')];

    const result = await redriving.take(messages);

    expect(staying(result)).toEqual(['m0']);
    expect(result.redriven).toBe(2);
    expect(redriving.keys).toEqual(['a']);
    expect(redriving.offsets).toEqual([1, 3]);

    const again = await redriving.take(messages, { properties: CORRECTED });

    expect(staying(again)).toEqual([]);
    expect(again.redriven).toBe(1);
    expect(redriving.offsets).toEqual([1, 3, 2]);
    expect(redriving.keys).toEqual([]);
  });

  it('stays when only one of its objects is settled, and goes with the other', async () => {
    const bad = bucketDocument(mskEvent({ offset: 2, value: POISON }));
    const redriving = new Redriving({ a: batch(1), b: bad });
    const messages = [s3Notification(BUCKET, 'a', 'b')];

    expect(staying(await redriving.take(messages))).toEqual(['m0']);
    expect(redriving.keys).toEqual(['a', 'b']);
    expect(staying(await redriving.take(messages, { properties: CORRECTED }))).toEqual([]);

    expect(redriving.offsets).toEqual([1, 2]);
    expect(redriving.keys).toEqual([]);
  });

  it('goes with its second object when the first was deleted already', async () => {
    const redriving = new Redriving({ a: batch(1), b: batch(2) });
    redriving.objects.failingRemovals.set(`${BUCKET}/b`, 1);
    const messages = [s3Notification(BUCKET, 'a', 'b')];

    expect(staying(await redriving.take(messages))).toEqual(['m0']);
    expect(staying(await redriving.take(messages))).toEqual([]);

    expect(redriving.offsets).toEqual([1, 2]);
    expect(redriving.keys).toEqual([]);
  });

  it.each([
    ['of a topic that was made anew', mskEvent({ offset: 1, value: POISON, timestamp: 5 })],
    [
      'of another cluster',
      {
        ...mskEvent({ offset: 1, value: POISON }),
        eventSourceArn: 'arn:aws:kafka:eu-west-1:123456789012:cluster/new/1',
      },
    ],
  ])('does not take a record for sent because of one at the same place %s', async (_, event) => {
    const redriving = new Redriving({ a: batch(1), b: bucketDocument(event) });
    const messages = [s3Notification(BUCKET, 'a', 'b')];

    expect(staying(await redriving.take(messages))).toEqual(['m0']);
    expect(staying(await redriving.take(messages))).toEqual(['m0']);
    expect(redriving.keys).toEqual(['a', 'b']);

    expect(staying(await redriving.take(messages, { properties: CORRECTED }))).toEqual([]);
    expect(redriving.offsets).toEqual([1, 1]);
  });

  it('does not take a batch for sent that was written in place of the one that was', async () => {
    const redriving = new Redriving({ a: batch(1) });
    const messages = [s3Notification(BUCKET, 'a')];
    redriving.objects.failingRemovals.set(`${BUCKET}/a`, 1);
    expect(staying(await redriving.take(messages))).toEqual(['m0']);

    const newer = bucketDocument(mskEvent({ offset: 1, value: base64('"newer"') }));
    redriving.objects.objects.set(`${BUCKET}/a`, JSON.stringify(newer));
    expect(staying(await redriving.take(messages))).toEqual([]);

    expect(redriving.bus.taken.map(({ detail }) => JSON.parse(detail).value)).toEqual([
      { total: 12.5 },
      'newer',
    ]);
  });

  it('leaves together with another message that names the same object', async () => {
    const redriving = new Redriving({ a: batch(1, 2) });

    const result = await redriving.take([s3Notification(BUCKET, 'a'), s3Notification(BUCKET, 'a')]);

    expect(staying(result)).toEqual([]);
    expect(redriving.offsets).toEqual([1, 2]);
  });
});

describe('the time of an invocation', () => {
  const hang = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });

  it('is kept for the other messages while an object cannot be read', async () => {
    const redriving = new Redriving({ a: batch(1), b: batch(2) });
    const store: ObjectStore = {
      read: (bucket, key, signal) => (key === 'a' ? hang(signal) : redriving.objects.read(bucket, key)),
      remove: redriving.objects.remove,
    };
    const letter = { ...deadLetterOf({ offset: 42 }), connectorId: CONNECTOR_ID };
    const startMs = Date.now();

    const result = await redriving.take([letter, s3Notification(BUCKET, 'a'), s3Notification(BUCKET, 'b')], {
      store,
    });

    expect(Date.now() - startMs).toBeLessThan(PLENTY_MS);
    // No time was left to read b.
    expect(staying(result)).toEqual(['m1', 'm2']);
    expect(result.refusals.map(({ code }) => code)).toEqual(['OBJECT_NOT_READ', 'OBJECT_NOT_READ']);
    expect(redriving.offsets).toEqual([42]);
  });

  it('does not run out while objects cannot be deleted: their messages stay, and are known again', async () => {
    const redriving = new Redriving({ a: batch(1), b: batch(2) });
    const store: ObjectStore = {
      read: redriving.objects.read,
      remove: (_bucket, _key, signal) => hang(signal),
    };
    const messages = [s3Notification(BUCKET, 'a'), s3Notification(BUCKET, 'b')];
    const startMs = Date.now();

    expect(staying(await redriving.take(messages, { store }))).toEqual(['m0', 'm1']);

    expect(Date.now() - startMs).toBeLessThan(PLENTY_MS);
    expect(staying(await redriving.take(messages))).toEqual([]);
    expect(redriving.offsets).toEqual([1, 2]);
  });
});

it('deletes nothing and lets nothing go before everything in it was sent, whatever fails', async () => {
  const document = fc.array(
    fc.record({ partition: fc.nat(1), offset: fc.nat(3), value: fc.constantFrom('1', '2', '{"total":') }),
    { minLength: 1, maxLength: 4 },
  );
  const round = fc.record({
    messages: fc.array(fc.array(fc.nat(3), { minLength: 1, maxLength: 2 }), { maxLength: 4 }),
    failingReads: fc.array(fc.nat(3), { maxLength: 2 }),
    failingRemovals: fc.array(fc.nat(3), { maxLength: 3 }),
    answers: fc.array(fc.constantFrom('taken' as const, 'nothing' as const), { maxLength: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(document, { minLength: 4, maxLength: 4 }),
      fc.array(round, { minLength: 1, maxLength: 4 }),
      async (drafts, rounds) => {
        const documents = drafts.map((records) =>
          mskEvent(...records.map((record) => ({ ...record, value: base64(record.value) }))),
        );
        const bus = new FakeEventBus(rounds.map(({ answers }) => ({ kind: 'entries' as const, answers })));
        const redriving = new Redriving(
          Object.fromEntries(documents.map((event, index) => [String(index), bucketDocument(event)])),
          bus,
        );
        const names = drafts.map((records) =>
          records.map(({ partition, offset, value }) => `${partition}@${offset} ${value}`),
        );
        for (const { messages, failingReads, failingRemovals } of rounds) {
          for (const key of failingReads) redriving.objects.failingReads.set(`${BUCKET}/${key}`, 1);
          for (const key of failingRemovals) redriving.objects.failingRemovals.set(`${BUCKET}/${key}`, 1);
          const bodies = messages.map((keys) => s3Notification(BUCKET, ...keys.map(String)));

          const left = staying(
            await redriving.take(bodies, { properties: { 'aws.eventbridge.retries.max': 0 } }),
          );

          const taken = new Set(
            bus.taken.map(({ detail }) => {
              const { partition, offset, value } = JSON.parse(detail);
              return `${partition}@${offset} ${value}`;
            }),
          );
          const unsent = names.flatMap((list, key) => (list.every((name) => taken.has(name)) ? [] : [key]));
          expect(redriving.keys).toEqual(expect.arrayContaining(unsent.map(String)));
          for (const [index, keys] of messages.entries()) {
            const isGone = keys.every((key) => !redriving.keys.includes(String(key)));
            if (!left.includes(`m${index}`)) expect(isGone).toBe(true);
          }
        }
      },
    ),
    { numRuns: 150 },
  );
});
