import { compareCases, type Deviation } from './golden-cases.ts';
import { readGoldenCases } from './golden-file.ts';
import type { ConformanceResult } from './result.ts';
import { type DeliveryCase, deliver, deliveryText } from './scripted-delivery.ts';

const FILE = 'delivery.json';

const BY_CODE =
  'an entry that fails with `ThrottlingException` or `InternalFailure` is sent again; the connector reports it, or loses it without a dead-letter queue';
const SPLIT =
  'a request that is too large is sent again entry by entry, and only an entry that is refused alone is dead-lettered; the connector reports all of its records';

const DEVIATIONS: Readonly<Record<string, Deviation>> = {
  'sleep-after-success': {
    gives: 'requests [0], reported none, done after 0 ms',
    reason: 'there is no wait when nothing is left to be sent again',
  },
  timeout: {
    gives: 'requests [0] [0], reported none, done',
    reason: 'a request without an answer is given up after 10 s instead of 5 s, and is cancelled then',
  },
  '413-not-retried': { gives: sentOneByOne('done'), reason: SPLIT, isDespiteMatch: true },
  '413-async': { gives: sentOneByOne('done'), reason: SPLIT, isDespiteMatch: true },
  'attempt-413-first-call': {
    gives: sentOneByOne('delivered 0-11, to be retried none'),
    reason: SPLIT,
    isDespiteMatch: true,
  },
  'partial-throttling': { gives: 'requests [0-2] [1], reported none, done', reason: BY_CODE },
  'partial-no-dlq': { gives: 'requests [0-2] [0, 2], reported none, done', reason: BY_CODE },
  'attempt-entry-throttled': {
    gives: 'requests [0-3], reported none, delivered 0, 2, to be retried 1, 3',
    reason: BY_CODE,
  },
  '400-access-denied': {
    gives: 'requests [0], reported none, failed',
    reason:
      'a refusal that no repetition helps, such as access denied, is not repeated within the invocation',
  },
  'offload-partial-panic-lost': {
    gives: 'requests [1], reported none, failed',
    reason:
      'a record whose upload fails is delivered again; the connector loses it when another record of the poll was uploaded',
  },
  'offload-all-fail-mapping-error-lost': {
    gives: 'requests [0], reported 1, done',
    reason:
      'a record that cannot be converted is reported, whatever becomes of uploads; the connector loses it when all uploads fail',
  },
  'runtime-exception-panic': {
    gives: 'requests [0-9] [10-11] [0-9], reported none, done',
    reason: 'an unexpected error of the client is repeated like an answer that did not come',
  },
};

/** Ten records of a request, each alone, after a request of two that was under way at the same time. */
function sentOneByOne(ending: string): string {
  const alone = Array.from({ length: 10 }, (_, offset) => `[${offset}]`);
  return `requests [0-9] [10-11] ${alone.join(' ')}, reported none, ${ending}`;
}

/** Scripted answers of PutEvents to requests, dead letters and what is delivered again. */
export async function checkDelivery(): Promise<ConformanceResult> {
  const cases = readGoldenCases<DeliveryCase>(FILE);
  const texts = new Map<string, string>();
  for (const delivery of cases) texts.set(delivery.id, await deliver(delivery));
  const golden = cases.map(({ id, verdict, expect }) => ({
    id,
    verdict,
    expect: { json: deliveryText(expect) },
  }));
  return compareCases(FILE, golden, DEVIATIONS, ({ id }) => texts.get(id) ?? '');
}
