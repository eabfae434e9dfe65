import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { accountFor } from './account.ts';
import { describeAll, describeOutcome, isGood } from './describe-outcome.ts';
import type { Outcome } from './play.ts';

/** One tombstone, on the bus or nowhere. */
function outcome(details: readonly string[]): Outcome {
  const account = accountFor({
    topic: 'orders',
    acknowledged: [
      { partition: 0, offset: 0, timestamp: 7, key: null, headers: [], content: { kind: 'tombstone' } },
    ],
    unacknowledged: [],
    details,
    letters: [],
    givenUp: [],
    committed: new Map([[0, 1]]),
    problems: [],
  });
  return {
    scenario: 'plain',
    account,
    error: undefined,
    remark: '1 batch',
    bridgedMs: 2_000,
    putEventsRequests: 1,
    faults: { throttle: 3 },
  };
}

const DETAIL =
  '{"topic":"orders","partition":0,"offset":0,"timestamp":7,"timestampType":"CreateTime","headers":[],"key":null,"value":null}';

test('a good scenario is a line of figures, and what happened', () => {
  const good = outcome([DETAIL]);

  expect(isGood(good)).toBe(true);
  expect(plain(describeOutcome(good))).toEqual([
    '✓ plain            1 records = 1 sent, 0 lost, 0 sent again, 1 requests, 1 records/s (2.0 s)',
    '    1 batch',
    '    faults: 3 throttle',
  ]);
});

test('what is wrong is named', () => {
  const bad = outcome([]);

  expect(isGood(bad)).toBe(false);
  expect(plain(describeOutcome(bad))).toContain('    1 acknowledged records that are nowhere: orders-0@0');
  expect(plain(describeAll([bad, outcome([DETAIL])], 5_000))).toEqual([
    '2 scenarios, 2 records, 1 lost: 1 went wrong, in 5.0 s',
  ]);
});

test('a scenario that did not come to its end is not good, and says what it waited for', () => {
  const ended = { ...outcome([DETAIL]), account: undefined, error: 'Waited 60 s for rain, in vain.' };

  expect(isGood(ended)).toBe(false);
  expect(plain(describeOutcome(ended))).toEqual([
    '✗ plain            Waited 60 s for rain, in vain. (2.0 s)',
  ]);
});

function plain(text: string): string[] {
  return stripVTControlCharacters(text).split('\n');
}
