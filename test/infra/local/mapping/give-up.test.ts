import { describe, expect, test } from 'vitest';
import type { MappingProblem } from '../../../../infra/local/mapping/event-source-mapping.ts';
import {
  type FailureMessage,
  FailureTopic,
  MessageTooLargeError,
} from '../../../../infra/local/mapping/failure-topic.ts';
import { type GiveUpContext, giveUp } from '../../../../infra/local/mapping/give-up.ts';
import { startTally } from '../../../../infra/local/mapping/mapping-tally.ts';
import { base64, eventRecord, kafkaEvent } from '../../../fixtures/kafka-event.ts';
import { FUNCTION_ARN } from './given-up.ts';
import { VirtualClock } from './virtual-clock.ts';

interface Cluster {
  /** Of each record, by its offset. */
  readonly valueBytes: readonly number[];
  /** Of a message. @default 1,048,588, as a broker comes */
  readonly maxBytes?: number;
  /** Offsets whose partition takes nothing for so many attempts. */
  readonly outages?: Readonly<Record<number, number>>;
}

/** A batch that a mapping gives up, and a failure topic whose messages tell the offset. */
async function givenUpTo({ valueBytes, maxBytes = 1_048_588, outages = {} }: Cluster) {
  const written: number[] = [];
  const attempts = new Map<number, number>();
  const send = async (_: string, messages: readonly FailureMessage[]) => {
    const sizes = messages.map(({ value }) => value.length);
    if (sizes.reduce((sum, bytes) => sum + bytes, 0) > maxBytes) throw new MessageTooLargeError('too large');
    const offsets = messages.map(offsetOf);
    for (const offset of offsets) attempts.set(offset, (attempts.get(offset) ?? 0) + 1);
    const isOut = offsets.some((offset) => (attempts.get(offset) ?? 0) <= (outages[offset] ?? 0));
    if (isOut) throw new Error('there is no leader');
    written.push(...offsets);
  };
  const clock = new VirtualClock();
  const problems: MappingProblem[] = [];
  const tally = startTally();
  const context: GiveUpContext = {
    destination: new FailureTopic({ topic: 'failed-records', send }),
    clock,
    killed: new AbortController().signal,
    tally,
    tell: (problem) => problems.push(problem),
    fn: { functionArn: FUNCTION_ARN, invoke: () => Promise.reject(new Error('It is given up.')) },
  };
  const records = valueBytes.map((bytes, offset) =>
    eventRecord({ offset, value: base64(Buffer.alloc(bytes)) }),
  );
  const startMs = clock.nowMs();
  await clock.result(
    giveUp(context, { event: kafkaEvent(...records), condition: 'RetryAttemptsExhausted', invocations: 11 }),
  );
  return {
    written,
    waitedMs: clock.nowMs() - startMs,
    dropped: problems.filter(({ kind }) => kind === 'dropped').map(({ message }) => message),
    counts: [tally.onFailureDestinationDeliveredEventCount, tally.droppedEventCount],
    errors: tally.onFailureDestinationDeliveryErrorCount,
  };
}

function offsetOf({ value }: FailureMessage): number {
  return Number(JSON.parse(value.toString()).KafkaBatchInfo.recordInfo.offset);
}

describe('what is given up and does not get into its topic', () => {
  test('is dropped alone and at once when it is too large', async () => {
    const given = await givenUpTo({ valueBytes: [100, 100, 800_000, 100, 100] });

    expect(given.written).toEqual([0, 1, 3, 4]);
    expect(given.counts).toEqual([4, 1]);
    expect(given.dropped).toEqual([
      '1 record is dropped (RetryAttemptsExhausted), because kafka://failed-records cannot be written: orders-0 offset 2',
    ]);
    expect(given).toMatchObject({ errors: 1, waitedMs: 0 });
  });

  test('is found among the messages of a request, where a topic takes less than a broker comes with', async () => {
    const given = await givenUpTo({
      valueBytes: [100, 100, 30_000, 100, 100, 30_000, 100],
      maxBytes: 20_000,
    });

    expect(given.written).toEqual([0, 1, 3, 4, 6]);
    expect(given.counts).toEqual([5, 2]);
  });

  test('comes again without what is written, as soon as the topic can be written', async () => {
    const given = await givenUpTo({
      valueBytes: [600_000, 600_000, 600_000],
      outages: { 1: 2 },
      maxBytes: 2 ** 20,
    });

    expect(given.written).toEqual([0, 2, 1]);
    expect(given.counts).toEqual([3, 0]);
    expect(given.errors).toBe(2);
  });

  test('is dropped after some attempts, and nothing else is', async () => {
    const given = await givenUpTo({
      valueBytes: [600_000, 600_000, 800_000],
      outages: { 0: 9 },
      maxBytes: 2 ** 20,
    });

    expect(given.written).toEqual([1]);
    expect(given.counts).toEqual([1, 2]);
    expect(given.dropped.map((message) => message.slice(-'offset 0'.length))).toEqual([
      'offset 2',
      'offset 0',
    ]);
    expect(given.errors).toBe(5);
  });
});
