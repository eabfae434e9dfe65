import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPage } from '../../../../infra/redrive/kafka/read-page.ts';
import { batchOf, emptyBatch, marker, transactional } from '../../kafka/batches.ts';

const OF = { topic: 'orders', partition: 0 };

function page(
  batches: ReturnType<typeof batchOf>[],
  first: number,
  last: number,
  abortedTransactions: { producerId: bigint; firstOffset: bigint }[] = [],
) {
  const stretch = { firstOffset: BigInt(first), lastOffset: BigInt(last) };
  const { reading, nextOffset } = readPage(OF, { batches, abortedTransactions }, stretch);
  return {
    offsets: reading.records.map(({ offset }) => offset),
    missing: reading.missing.map(
      ({ firstOffset, lastOffset, reason }) => `${firstOffset}-${lastOffset} ${reason}`,
    ),
    skipped: reading.skipped,
    next: Number(nextOffset),
  };
}

describe('a page of a partition', () => {
  it.each([
    { name: 'cuts the batches at both ends', first: 2, last: 5, offsets: [2, 3, 4, 5], missing: [], next: 6 },
    { name: 'ends with its batches', first: 6, last: 99, offsets: [6, 7], missing: [], next: 8 },
    { name: 'can be one offset', first: 4, last: 4, offsets: [4], missing: [], next: 5 },
  ])('$name', ({ name: _, first, last, ...expected }) => {
    expect(page([batchOf([0, 1, 2, 3]), batchOf([4, 5, 6, 7])], first, last)).toMatchObject(expected);
  });

  it('tells what compaction took: before, between, within and at the end of batches, neighbours as one', () => {
    const batches = [batchOf([2, 4, 5], { lastOffset: 8 }), emptyBatch(9, 9), batchOf([12])];

    expect(page(batches, 0, 12)).toMatchObject({
      offsets: [2, 4, 5, 12],
      missing: ['0-1 compacted', '3-3 compacted', '6-11 compacted'],
      next: 13,
    });
  });

  it('is all compacted when the next batch lies beyond it', () => {
    expect(page([batchOf([50])], 10, 20)).toMatchObject({
      offsets: [],
      missing: ['10-20 compacted'],
      next: 21,
    });
  });

  it('counts aborted records and marks, cleaned or not, and misses none of them', () => {
    const batches = [
      transactional(1n, [0, 2], { lastOffset: 4 }),
      marker(1n, 5, 'abort'),
      transactional(1n, [6]),
      marker(1n, 7, 'commit'),
    ];

    expect(page(batches, 1, 7, [{ producerId: 1n, firstOffset: 0n }])).toEqual({
      offsets: [6],
      missing: [],
      skipped: { aborted: 4, markers: 2 },
      next: 8,
    });
  });

  it('is empty when the broker gives nothing', () => {
    expect(page([], 3, 9)).toEqual({
      offsets: [],
      missing: [],
      skipped: { aborted: 0, markers: 0 },
      next: 3,
    });
  });

  it('accounts for each offset once, whatever the batches and the stretch', () => {
    const places = fc.array(fc.constantFrom('record', 'gap', 'new batch'), { maxLength: 60 });
    fc.assert(
      fc.property(places, fc.nat(40), fc.nat(40), (kinds, first, length) => {
        const last = first + length;
        const { batches, written, end } = layOut(kinds);
        const { offsets, missing, next } = page(batches, first, last);
        const gone = missing.flatMap((text) => {
          const [from = 0, to = 0] = text.split(' ')[0]?.split('-').map(Number) ?? [];
          return Array.from({ length: to - from + 1 }, (_, index) => from + index);
        });

        expect(offsets).toEqual(written.filter((offset) => offset >= first && offset <= last));
        expect([...offsets, ...gone].toSorted((a, b) => a - b)).toEqual(
          Array.from({ length: next - first }, (_, index) => first + index),
        );
        expect(next).toBe(Math.max(first, Math.min(end, last + 1)));
      }),
    );
  });
});

/** Batches with gaps; each batch keeps the places that it had. */
function layOut(kinds: readonly ('record' | 'gap' | 'new batch')[]) {
  const batches: ReturnType<typeof batchOf>[] = [];
  const written: number[] = [];
  let start = 0;
  let offsets: number[] = [];
  let offset = 0;
  const endBatch = () => {
    if (offset > start) {
      const [head, ...rest] = offsets;
      batches.push(
        head === undefined
          ? emptyBatch(start, offset - 1)
          : batchOf([head, ...rest], { lastOffset: offset - 1 }),
      );
    }
    start = offset;
    offsets = [];
  };
  for (const kind of kinds) {
    if (kind === 'new batch') endBatch();
    else {
      if (kind === 'record') {
        offsets.push(offset);
        written.push(offset);
      }
      offset++;
    }
  }
  endBatch();
  return { batches, written, end: offset };
}
