import { describe, expect, it } from 'vitest';
import { duration, wrap } from '../../../infra/command-line/text.ts';
import { describePlan } from '../../../infra/redrive/describe-plan.ts';
import { describeResult } from '../../../infra/redrive/describe-result.ts';
import type { Plan } from '../../../infra/redrive/plan.ts';
import type { RedriveResult } from '../../../infra/redrive/result.ts';
import { remedyOf } from '../../../infra/redrive/staying.ts';

const RESULT: RedriveResult = {
  sent: 1_250,
  alreadySent: 0,
  leftOut: 0,
  documents: { settled: 1_250, leftOut: 0, staying: 0 },
  staying: [],
  stopped: undefined,
  failedSources: [],
  remarks: [],
  durationMs: 12_345,
};
const STAYING = {
  code: 'PAYLOAD_INVALID',
  counts: 'records',
  count: 7,
  places: 7,
  examples: ['orders-0@12', 'orders-1@99'],
  message: 'The value is not JSON: there is something else at byte 17.',
  remedy: remedyOf('PAYLOAD_INVALID'),
} as const;

function plain(text: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters.
  return text.replaceAll(/\u001b\[\d+m/g, '').split('\n');
}
const lines = (result: Partial<RedriveResult>, columns = 80) =>
  plain(describeResult({ ...RESULT, ...result }, '.local/redrive/payments.jsonl', columns));

describe('the end of a redrive', () => {
  it('is short when everything is done', () => {
    expect(lines({})).toEqual([
      'Redrive',
      '  1,250 records sent in 12.3 s',
      '  1,250 documents done',
      '',
      'Journal: .local/redrive/payments.jsonl',
    ]);
  });

  it('tells what stays, why, and what to do, on lines of 80 columns', () => {
    const told = lines({
      alreadySent: 1,
      leftOut: 40,
      documents: { settled: 1, leftOut: 3, staying: 2 },
      staying: [STAYING],
      remarks: [
        'About 4 messages of the queue dead-letters are in flight: another consumer has them, or a run that was killed.',
      ],
      failedSources: [{ name: 'bucket letters', message: 'AccessDenied: no.' }],
    });

    expect(told).toEqual([
      'Redrive',
      '  1,250 records sent in 12.3 s',
      '  1 record sent by an earlier run already',
      '  40 records left out by the filters',
      '  1 document done',
      '  3 documents left, as not everything in them was meant',
      '  2 documents left, as not everything in them was sent',
      '',
      'What stays, why, and what to do',
      '  PAYLOAD_INVALID  7 records',
      '    orders-0@12, orders-1@99, …',
      '    The value is not JSON: there is something else at byte 17.',
      '    The bytes do not follow the configured format or the registered schema.',
      '    Check the converter setting and the producer.',
      '',
      '  The bucket letters could not be read to its end: AccessDenied: no.',
      '',
      '  ! About 4 messages of the queue dead-letters are in flight: another consumer',
      '  has them, or a run that was killed.',
      '',
      'Journal: .local/redrive/payments.jsonl',
      'The same command goes on from here: what the journal knows is not sent twice.',
    ]);
    for (const line of told) expect(line.length).toBeLessThanOrEqual(80);
  });

  it.each<[RedriveResult['stopped'], string]>([
    [{ kind: 'interrupted' }, '  Interrupted: what was under way is done, the rest was not looked at.'],
    [{ kind: 'limit' }, '  The limit is reached; there is more.'],
    [
      { kind: 'refused', code: 'PUT_EVENTS_DENIED' },
      '  Ended early: nothing got through any more (PUT_EVENTS_DENIED), and the rest',
    ],
    [
      { kind: 'journal', message: 'ENOSPC' },
      '  Ended early: the journal could not be written (ENOSPC), without which records',
    ],
  ])('says why it came early: %j', (stopped, line) => {
    expect(lines({ stopped })).toContain(line);
  });
});

const PLAN: Plan = {
  records: 1_253,
  fromKafka: 500,
  alreadySent: 2,
  leftOut: 3,
  documents: 1_244,
  byTopic: [
    { name: 'orders', records: 1_000 },
    { name: 'refunds', records: 253 },
  ],
  byCode: Array.from({ length: 12 }, (_, index) => ({ name: `CODE_${index}`, records: 12 - index })),
  byDocument: [{ name: 'dead letter of the bridge', records: 1_253 }],
  oldest: '2026-11-20T08:00:00.000Z',
  newest: '2026-11-21T08:00:00.000Z',
  staying: [],
  isLimitReached: false,
  isInterrupted: false,
  failedSources: [],
  remarks: [],
};

describe('a dry run', () => {
  it('shows what would be redriven, by topic, code and document', () => {
    expect(plain(describePlan(PLAN, 80))).toEqual([
      'Dry run: nothing was sent or deleted',
      '  1,253 records would be redriven, in 1,244 documents looked at',
      '  500 of them read back from Kafka, as far as it still has them',
      '  2 records sent by an earlier run already',
      '  3 records left out by the filters',
      '  given up from 2026-11-20T08:00:00.000Z to 2026-11-21T08:00:00.000Z',
      '',
      'By topic',
      '  1,000  orders',
      '    253  refunds',
      '',
      'By code',
      ...Array.from({ length: 10 }, (_, index) => `  ${String(12 - index).padStart(2)}  CODE_${index}`),
      '   3  2 others',
      '',
      'By document',
      '  1,253  dead letter of the bridge',
      '',
      'Leave --dry-run out to redrive them.',
    ]);
  });

  it('names the time once when it is one', () => {
    expect(plain(describePlan({ ...PLAN, newest: PLAN.oldest }, 80))).toContain(
      '  given up at 2026-11-20T08:00:00.000Z',
    );
  });

  it('says when there is nothing', () => {
    const nothing = { records: 0, fromKafka: 0, alreadySent: 0, leftOut: 0, documents: 0, oldest: undefined };
    expect(plain(describePlan({ ...PLAN, ...nothing, byTopic: [], byCode: [], byDocument: [] }, 80))).toEqual(
      ['Dry run: nothing was sent or deleted', '  There is nothing to redrive, in 0 documents looked at'],
    );
  });

  it('says when there may be more', () => {
    expect(plain(describePlan({ ...PLAN, isLimitReached: true }, 80))).toContain(
      '  The limit is reached; there may be more.',
    );
    expect(plain(describePlan({ ...PLAN, isInterrupted: true }, 80))).toContain(
      '  Interrupted: there may be more.',
    );
  });
});

it.each([
  [4_449, '4.4 s'],
  [119_900, '119.9 s'],
  [720_000, '12 min'],
  [11_520_000, '3.2 h'],
])('%d ms are %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

it('leaves a word whole that is longer than the line', () => {
  expect(wrap('an address-that-is-quite-long here', 12, '  ')).toEqual([
    '  an',
    '  address-that-is-quite-long',
    '  here',
  ]);
});
