import { describe, expect, test } from 'vitest';
import { mskEvent } from '../../../../infra/local/demo/event-builder.ts';
import { FunctionError } from '../../../../infra/local/lambda/function-host.ts';
import type { Attempt } from '../../../../infra/local/mapping/attempt.ts';
import { recordsOf } from '../../../../infra/local/mapping/event-records.ts';
import {
  MAX_RETRY_WAIT_MS,
  PendingBatch,
  type RetrySettings,
} from '../../../../infra/local/mapping/pending-batch.ts';
import type { KafkaEvent } from '../../../../shared/kafka-event.ts';

const FAILED: Attempt = { kind: 'failed', error: new FunctionError('Error', 'no') };
const NOT_RUN: Attempt = { kind: 'not-run', error: new Error('busy') };
const SUCCESS: Attempt = { kind: 'answered', response: null };
const ENDLESS: RetrySettings = {
  reading: 'listed',
  maxRetries: Number.POSITIVE_INFINITY,
  retryWaitMs: 100,
  isBisecting: true,
};

/** Two records of each partition. */
const EVENT = mskEvent(
  [0, 1].flatMap((partition) =>
    [0, 1].map((offset) => ({
      topic: 'orders',
      partition,
      offset,
      timestamp: offset,
      key: null,
      value: '{}',
    })),
  ),
);

function names(event: KafkaEvent | undefined): string[] {
  return event === undefined ? [] : recordsOf(event).map(({ partition, offset }) => `${partition}@${offset}`);
}

/** What comes next, after it came to this end. */
function nextAfter(pending: PendingBatch, attempt: Attempt, nowMs: number) {
  const part = pending.next();
  if (part === undefined) throw new Error('Nothing is left.');
  pending.apply(part, attempt, nowMs);
  const next = pending.next();
  return { names: names(next?.event), notBeforeMs: next?.notBeforeMs };
}

describe('a batch that fails', () => {
  test('waits a little longer each time, up to a limit', () => {
    const pending = new PendingBatch(EVENT, { ...ENDLESS, isBisecting: false });
    expect(nextAfter(pending, FAILED, 1_000).notBeforeMs).toBe(1_100);
    expect(nextAfter(pending, FAILED, 2_000).notBeforeMs).toBe(2_200);
    for (let count = 0; count < 100; count++) nextAfter(pending, FAILED, 3_000);
    expect(pending.next()?.notBeforeMs).toBe(3_000 + MAX_RETRY_WAIT_MS);
  });

  test('waits longer for a function that does not run, and as at first when it ran', () => {
    const pending = new PendingBatch(EVENT, { ...ENDLESS, isBisecting: false });
    expect(nextAfter(pending, NOT_RUN, 0).notBeforeMs).toBe(100);
    expect(nextAfter(pending, NOT_RUN, 0).notBeforeMs).toBe(200);
    expect(nextAfter(pending, FAILED, 0).notBeforeMs).toBe(100);
    expect(pending.invocations).toBe(1);
    expect(nextAfter(pending, NOT_RUN, 0).notBeforeMs).toBe(100);
  });

  test('is halved at once, and goes on with what has no partition in common with what waits', () => {
    const pending = new PendingBatch(EVENT, ENDLESS);
    expect(nextAfter(pending, FAILED, 1_000)).toEqual({ names: ['0@0', '0@1'], notBeforeMs: 0 });
    expect(nextAfter(pending, FAILED, 1_000)).toEqual({ names: ['0@0'], notBeforeMs: 0 });
    // The later record of its partition waits with it.
    expect(nextAfter(pending, FAILED, 1_000)).toEqual({ names: ['1@0', '1@1'], notBeforeMs: 0 });
    expect(nextAfter(pending, SUCCESS, 1_000)).toEqual({ names: ['0@0'], notBeforeMs: 1_100 });
    expect(nextAfter(pending, SUCCESS, 1_100)).toEqual({ names: ['0@1'], notBeforeMs: 0 });
    expect(nextAfter(pending, SUCCESS, 1_100).names).toEqual([]);
    expect(pending.invocations).toBe(6);
  });

  test('gives back what is out of retries', () => {
    const pending = new PendingBatch(EVENT, { ...ENDLESS, maxRetries: 0, isBisecting: false });
    const part = pending.next();
    const result = part && pending.apply(part, FAILED, 0);
    expect(result).toEqual({ isFailed: true, exhausted: EVENT });
    expect(pending.next()).toBeUndefined();
  });
});

describe('records that are taken out', () => {
  test('of a partition come no more, from any part', () => {
    const pending = new PendingBatch(EVENT, ENDLESS);
    nextAfter(pending, FAILED, 0);
    expect(pending.drop('orders-0')).toBe(true);
    expect(pending.drop('orders-0')).toBe(false);
    expect(pending.partitions()).toEqual(new Set(['orders-1']));
    expect(names(pending.next()?.event)).toEqual(['1@0', '1@1']);
  });

  test('are given back, part by part', () => {
    const pending = new PendingBatch(EVENT, ENDLESS);
    nextAfter(pending, FAILED, 0);
    expect(pending.takeOut(({ timestamp }) => timestamp === 0).map(names)).toEqual([['0@0'], ['1@0']]);
    expect(names(pending.next()?.event)).toEqual(['0@1']);
    expect(pending.takeOut(() => false)).toEqual([]);
  });
});

test('a batch without records has nothing to deliver', () => {
  expect(new PendingBatch({ ...EVENT, records: {} }, ENDLESS).next()).toBeUndefined();
});
