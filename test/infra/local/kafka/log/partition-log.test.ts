import { describe, expect, test } from 'vitest';
import { PartitionLog, SEGMENT_RECORDS } from '../../../../../infra/local/kafka/log/partition-log.ts';
import { eventRecord } from '../../../../fixtures/kafka-event.ts';

function logOf(count: number): PartitionLog {
  const log = new PartitionLog({ topic: 'orders', partition: 0 });
  for (let offset = 0; offset < count; offset++)
    log.append(eventRecord({ offset, timestamp: 1_000 + offset }));
  return log;
}

const offsets = (log: PartitionLog, from: number, max: number) =>
  log.read(from, max).map(({ offset }) => offset);

test('takes records with the next offset only', () => {
  expect(() => logOf(2).append(eventRecord({ offset: 3 }))).toThrow('The next offset is 2, not 3.');
});

test('is read from any offset, across its segments', () => {
  const log = logOf(3 * SEGMENT_RECORDS);

  expect(offsets(log, SEGMENT_RECORDS - 1, 3)).toEqual([
    SEGMENT_RECORDS - 1,
    SEGMENT_RECORDS,
    SEGMENT_RECORDS + 1,
  ]);
  expect(offsets(log, 0, 10 * SEGMENT_RECORDS)).toHaveLength(3 * SEGMENT_RECORDS);
  expect(offsets(log, log.endOffset, 1)).toEqual([]);
});

describe('When the oldest records are dropped', () => {
  test.each([
    [0, 0],
    [SEGMENT_RECORDS - 1, 0],
    [SEGMENT_RECORDS, SEGMENT_RECORDS],
    [2 * SEGMENT_RECORDS + 5, 2 * SEGMENT_RECORDS],
  ])('before %d, it begins at %d', (before, start) => {
    const log = logOf(2 * SEGMENT_RECORDS + 10);

    const bytes = log.dropBefore(before);

    expect(log.startOffset).toBe(start);
    expect(bytes > 0).toBe(start > 0);
    expect(log.endOffset).toBe(2 * SEGMENT_RECORDS + 10);
    expect(offsets(log, 0, 1)).toEqual([start]);
    expect(offsets(log, log.endOffset - 1, 5)).toEqual([log.endOffset - 1]);
  });

  test('a segment that is not full stays, so that there is always somewhere to go on', () => {
    const log = logOf(SEGMENT_RECORDS);
    log.dropBefore(SEGMENT_RECORDS);

    expect(log.startOffset).toBe(SEGMENT_RECORDS);

    log.append(eventRecord({ offset: SEGMENT_RECORDS }));
    expect(log.dropBefore(SEGMENT_RECORDS + 1)).toBe(0);
    expect(offsets(log, 0, 2)).toEqual([SEGMENT_RECORDS]);
  });
});

test.each([
  [0, 0],
  [1_001, 1],
  [1_001 + SEGMENT_RECORDS, SEGMENT_RECORDS + 1],
  [1_000_000, SEGMENT_RECORDS + 2],
])('the first record of the time %d or later is at %d', (timestampMs, offset) => {
  expect(logOf(SEGMENT_RECORDS + 2).offsetAt(timestampMs)).toBe(offset);
});
