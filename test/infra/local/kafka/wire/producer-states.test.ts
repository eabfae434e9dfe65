import type { RecordsBatch } from '@platformatic/kafka';
import { describe, expect, test } from 'vitest';
import { Decompressor } from '../../../../../infra/local/kafka/wire/decompress.ts';
import { ProducerStates } from '../../../../../infra/local/kafka/wire/producer-states.ts';
import { readBatch } from '../../../../../infra/local/kafka/wire/read-batch.ts';
import { batchBytes } from './batches.ts';

const LAST_SEQUENCE = 2 ** 31 - 1;

/** A batch with so many records of the producer 7. */
function batch(firstSequence: number, count = 1, overrides: Partial<RecordsBatch> = {}): RecordsBatch {
  const bytes = batchBytes(Array(count).fill({}));
  return {
    ...readBatch(bytes, new Decompressor()),
    producerId: 7n,
    producerEpoch: 0,
    firstSequence,
    ...overrides,
  };
}

/** What a producer has written, one batch after the other, each at the offset of its sequence number. */
function statesAfter(...batches: readonly RecordsBatch[]): ProducerStates {
  const states = new ProducerStates();
  for (const written of batches) {
    expect(states.writtenAt(written)).toBeUndefined();
    states.written(written, 100 + written.firstSequence);
  }
  return states;
}

describe('A batch of an idempotent producer is written', () => {
  test.each([
    ['the first', [], batch(0)],
    ['the next', [batch(0, 3)], batch(3)],
    ['the first after the largest number', [batch(LAST_SEQUENCE - 1, 2)], batch(0)],
    ['the first of a new epoch', [batch(0), batch(1)], batch(0, 1, { producerEpoch: 1 })],
    [
      'the second of a new epoch',
      [batch(0), batch(1), batch(0, 1, { producerEpoch: 1 })],
      batch(1, 1, { producerEpoch: 1 }),
    ],
    ['the first that is known of a producer, wherever it is', [], batch(50)],
    ['that of another producer', [batch(0)], batch(0, 1, { producerId: 8n })],
  ])('%s', (_, before, next) => {
    expect(statesAfter(...before).writtenAt(next)).toBeUndefined();
  });

  test('always, when the producer is not idempotent', () => {
    const plain = batch(-1, 1, { producerId: -1n, producerEpoch: -1 });

    expect(statesAfter(plain, plain).writtenAt(plain)).toBeUndefined();
  });
});

describe('A batch that comes again', () => {
  test('is not written again, and has its old offset', () => {
    const states = statesAfter(batch(0, 2), batch(2, 2), batch(4));

    expect(states.writtenAt(batch(2, 2))).toBe(102);
    expect(states.writtenAt(batch(4))).toBe(104);
  });

  test('across the largest number too', () => {
    expect(statesAfter(batch(LAST_SEQUENCE, 3)).writtenAt(batch(LAST_SEQUENCE, 3))).toBe(100 + LAST_SEQUENCE);
  });

  test('is refused when five others came after it, as it cannot be told from a new one', () => {
    const states = statesAfter(...[0, 1, 2, 3, 4, 5].map((sequence) => batch(sequence)));

    expect(states.writtenAt(batch(1))).toBe(101);
    expect(() => states.writtenAt(batch(0))).toThrow('The batch has the sequence number 0; 6 is next.');
  });
});

describe('A batch is refused', () => {
  test.each([
    ['when one is missing before it', [batch(0)], batch(2), 'OUT_OF_ORDER_SEQUENCE_NUMBER'],
    ['when it has other records', [batch(0, 2)], batch(0, 1), 'OUT_OF_ORDER_SEQUENCE_NUMBER'],
    [
      'when a new epoch does not begin at 0',
      [batch(0)],
      batch(1, 1, { producerEpoch: 1 }),
      'OUT_OF_ORDER_SEQUENCE_NUMBER',
    ],
    [
      'when its producer has been replaced',
      [batch(0, 1, { producerEpoch: 2 })],
      batch(1, 1, { producerEpoch: 1 }),
      'INVALID_PRODUCER_EPOCH',
    ],
    ['when it has no number', [], batch(-1), 'INVALID_RECORD'],
    ['when it has no epoch', [], batch(0, 1, { producerEpoch: -1 }), 'INVALID_RECORD'],
  ])('%s', (_, before, next, code) => {
    expect(() => statesAfter(...before).writtenAt(next)).toThrow(expect.objectContaining({ code }));
  });
});

test('Of very many producers, those that wrote last are remembered', () => {
  const states = statesAfter(batch(0, 1, { producerId: 1n }), batch(0, 1, { producerId: 2n }));
  states.written(batch(1, 1, { producerId: 1n }), 5);
  for (let id = 10n; id < 10n + 9_999n; id++) states.written(batchOf(id), 9);

  expect(states.writtenAt(batch(1, 1, { producerId: 1n }))).toBe(5);
  expect(states.writtenAt(batch(5, 1, { producerId: 2n }))).toBeUndefined();
});

const ONE = batch(0);

function batchOf(producerId: bigint): RecordsBatch {
  return { ...ONE, producerId };
}
