import { describe, expect, test } from 'vitest';
import { mskEvent } from '../../../../infra/local/demo/event-builder.ts';
import { recordsOf } from '../../../../infra/local/mapping/event-records.ts';
import { recordName } from '../../../../infra/local/mapping/record-book.ts';
import { type ResponseReading, recordsToRepeat } from '../../../../infra/local/mapping/records-to-repeat.ts';

const EVENT = mskEvent(
  [
    ['orders', 0, 5],
    ['orders', 0, 6],
    ['orders', 0, 7],
    ['orders-1', 0, 5],
    ['orders-1', 0, 6],
  ].map(([topic, partition, offset]) => ({
    topic: String(topic),
    partition: Number(partition),
    offset: Number(offset),
    timestamp: 1,
    key: null,
    value: '{}',
  })),
);
const ALL = recordsOf(EVENT).map(recordName);

function response(...failures: readonly (readonly [string, number])[]): object {
  return {
    batchItemFailures: failures.map(([partition, offset]) => ({ itemIdentifier: { partition, offset } })),
  };
}

function repeated(answer: unknown, reading: ResponseReading): string[] {
  const event = recordsToRepeat(EVENT, answer, reading);
  return event === undefined ? [] : recordsOf(event).map(recordName);
}

describe('what comes again', () => {
  test.each([
    ['nothing for an empty list', response(), 'listed', []],
    ['nothing for null', null, 'listed', []],
    ['nothing for an object with nothing in it', {}, 'listed', []],
    [
      'the listed records',
      response(['orders-0', 7], ['orders-0', 5]),
      'listed',
      ['orders-0@5', 'orders-0@7'],
    ],
    ['of partitions of like names, the listed one', response(['orders-1-0', 5]), 'listed', ['orders-1-0@5']],
    [
      'everything from the lowest failed record of its partition on',
      response(['orders-0', 7], ['orders-0', 6]),
      'rewind',
      ['orders-0@6', 'orders-0@7'],
    ],
    ['nothing when partial responses are not taken', response(['orders-0', 5]), 'ignored', []],
    ['all for a record that was not delivered', response(['orders-0', 5], ['orders-0', 99]), 'listed', ALL],
    ['all for a partition that was not delivered', response(['orders-9', 5]), 'rewind', ALL],
    ['all for a flat identifier', { batchItemFailures: [{ itemIdentifier: 'orders-0-5' }] }, 'listed', ALL],
    ['all for failures that are no list', { batchItemFailures: 'orders-0' }, 'listed', ALL],
    ['all for a response that is no object', 'done', 'listed', ALL],
  ] as const)('is %s', (_, answer, reading, names) => {
    expect(repeated(answer, reading)).toEqual(names);
  });
});
