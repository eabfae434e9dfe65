import { describe, expect, it } from 'vitest';
import type { OffsetRange } from '../../../../functions/redrive/document.ts';
import { KafkaReader, type TopicRecord } from '../../../../infra/redrive/kafka/kafka-reader.ts';
import { partitionLog } from './partition-log.ts';

const RANGE: OffsetRange = {
  topic: 'orders',
  partition: 0,
  firstOffset: 2n,
  lastOffset: 5n,
  firstTimestampMs: undefined,
};

/** Of the record at offset 2, by {@link partitionLog}. */
const FIRST_MS = 1_000;

describe('a range of offsets', () => {
  it('is put together from all answers of the broker', async () => {
    const { records, missing } = await new KafkaReader(partitionLog({ start: 3, end: 5 })).readOffsets(RANGE);

    expect(records.map(({ offset }) => offset)).toEqual([3, 4]);
    expect(missing).toEqual([
      { firstOffset: 2n, lastOffset: 2n, reason: 'expired' },
      { firstOffset: 5n, lastOffset: 5n, reason: 'beyond the end' },
    ]);
  });

  it.each([
    { timeMs: FIRST_MS, is: 'the same' },
    { timeMs: FIRST_MS + 999, is: 'the same' },
    { timeMs: FIRST_MS - 999, is: 'the same' },
    { timeMs: FIRST_MS + 1_000, is: 'another' },
    { timeMs: FIRST_MS - 1_000, is: 'another' },
  ])('whose first record is of $timeMs is $is', async ({ timeMs, is }) => {
    const { records, missing } = await new KafkaReader(partitionLog()).readOffsets({
      ...RANGE,
      firstTimestampMs: timeMs,
    });

    expect(records).toHaveLength(is === 'the same' ? 4 : 0);
    expect(missing).toEqual(
      is === 'the same' ? [] : [{ firstOffset: 2n, lastOffset: 5n, reason: 'topic was made anew' }],
    );
  });

  it('cannot be told by its time when its first record is gone', async () => {
    const { records } = await new KafkaReader(partitionLog({ start: 3 })).readOffsets({
      ...RANGE,
      firstTimestampMs: 77,
    });

    expect(records).toHaveLength(3);
  });

  it('is named by the error when it cannot be read', async () => {
    const log = { ...partitionLog(), fetch: () => Promise.reject(new Error('odd')) };

    await expect(new KafkaReader(log).readOffsets(RANGE)).rejects.toThrow(
      'Reading orders-0, offsets 2 to 5, failed: odd.',
    );
  });
});

describe('a whole topic', () => {
  it('is read partition by partition, up to what is committed at the start', async () => {
    const reader = new KafkaReader(partitionLog({ partitions: 2, start: 1, stableEnd: 4 }));
    const read: TopicRecord[] = [];
    for await (const record of reader.readTopic('letters', new AbortController().signal)) read.push(record);

    expect(read.map(({ partition, offset }) => `${partition}@${offset}`)).toEqual([
      '0@1',
      '0@2',
      '0@3',
      '1@1',
      '1@2',
      '1@3',
    ]);
    expect(read[0]?.value).toBe('at 1');
  });

  it('may be empty', async () => {
    const records = new KafkaReader(partitionLog({ end: 0 })).readTopic(
      'letters',
      new AbortController().signal,
    );

    expect(await records.next()).toEqual({ done: true, value: undefined });
  });

  it('ends with the reason of the signal', async () => {
    const controller = new AbortController();
    const records = new KafkaReader(partitionLog()).readTopic('letters', controller.signal);
    await records.next();
    controller.abort(new Error('enough'));

    await expect(records.next()).rejects.toThrow('enough');
  });
});
