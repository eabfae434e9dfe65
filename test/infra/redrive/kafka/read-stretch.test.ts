import { describe, expect, it } from 'vitest';
import type { OffsetReading } from '../../../../infra/redrive/kafka/offset-reading.ts';
import { joinReadings } from '../../../../infra/redrive/kafka/offset-reading.ts';
import { type ReadableLog, readStretch } from '../../../../infra/redrive/kafka/read-stretch.ts';
import { partitionLog } from './partition-log.ts';

const OF = { topic: 'orders', partition: 0 };

async function read(log: ReadableLog, first: number, last: number) {
  const readings: OffsetReading[] = [];
  for await (const reading of readStretch(log, OF, {
    firstOffset: BigInt(first),
    lastOffset: BigInt(last),
  })) {
    readings.push(reading);
  }
  const { records, missing } = joinReadings(readings);
  return {
    offsets: records.map(({ offset }) => offset),
    missing: missing.map(({ firstOffset, lastOffset, reason }) => `${firstOffset}-${lastOffset} ${reason}`),
  };
}

describe('a stretch of a partition', () => {
  it('is read answer by answer', async () => {
    expect(await read(partitionLog(), 1, 6)).toEqual({ offsets: [1, 2, 3, 4, 5, 6], missing: [] });
  });

  it('is missing before the start and beyond the end', async () => {
    expect(await read(partitionLog({ start: 3, end: 6 }), 0, 9)).toEqual({
      offsets: [3, 4, 5],
      missing: ['0-2 expired', '6-9 beyond the end'],
    });
  });

  it.each([
    { what: 'all expired', first: 0, last: 4, missing: ['0-4 expired'] },
    { what: 'all beyond the end', first: 90, last: 99, missing: ['90-99 beyond the end'] },
  ])('can be $what', async ({ first, last, missing }) => {
    expect(await read(partitionLog({ start: 5 }), first, last)).toEqual({ offsets: [], missing });
  });

  it('goes on behind what expires meanwhile', async () => {
    const log = partitionLog({
      onFetch: (state, count) => {
        if (count === 2) state.start = 6;
        return undefined;
      },
    });

    expect(await read(log, 0, 7)).toEqual({ offsets: [0, 1, 6, 7], missing: ['2-5 expired'] });
  });

  it('ends where the partition loses its end meanwhile', async () => {
    const log = partitionLog({
      onFetch: (state, count) => {
        if (count === 2) state.end = 1;
        return undefined;
      },
    });

    expect(await read(log, 0, 7)).toEqual({ offsets: [0, 1], missing: ['2-7 beyond the end'] });
  });

  it('ends where the partition ended at the start, whatever is written meanwhile', async () => {
    const log = partitionLog({
      onFetch: (state) => {
        state.end = 20;
        return undefined;
      },
    });

    expect(await read(log, 8, 12)).toEqual({ offsets: [8, 9], missing: ['10-12 beyond the end'] });
  });

  it('is asked for again when the broker has nothing yet', async () => {
    const log = partitionLog({ onFetch: (_, count) => (count <= 3 ? 'empty' : undefined) });

    expect(await read(log, 0, 3)).toEqual({ offsets: [0, 1, 2, 3], missing: [] });
  });

  it('is not asked for without end', async () => {
    await expect(read(partitionLog({ onFetch: () => 'empty' }), 4, 7)).rejects.toThrow(
      'The broker gives no records from offset 4 on, and has some up to 10',
    );
  });

  it('is refused when it reaches into an open transaction, and read when it does not', async () => {
    const log = partitionLog({ stableEnd: 6 });

    expect(await read(log, 4, 5)).toEqual({ offsets: [4, 5], missing: [] });
    await expect(read(log, 4, 6)).rejects.toThrow(
      expect.objectContaining({
        code: 'TRANSACTION_OPEN',
        message: expect.stringContaining('From offset 6 on'),
      }),
    );
  });
});
