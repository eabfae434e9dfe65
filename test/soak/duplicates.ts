import type { Audit } from '../../infra/local/mapping/audit.ts';
import type { ResponseReading } from '../../infra/local/mapping/records-to-repeat.ts';
import type { Invocation } from './invocations.ts';

/** Why a record may be on the bus more than once. */
export const DUPLICATE_CAUSES = {
  'answer-lost': 'the first answer never reached the bridge, or after it had given up waiting',
  'arrived-late': 'the stand-in processed an earlier request after a later one',
  killed: 'the function was killed before it could answer the mapping',
  'timed-out': 'the function ran out of time before it could answer the mapping',
  'batch-repeated': 'the mapping takes no partial responses, so all records came again with the failed ones',
  rewound: 'the mapping went back to an earlier record of the partition',
} as const;

export type DuplicateCause = keyof typeof DUPLICATE_CAUSES;

export interface Duplicates {
  readonly explained: Readonly<Record<DuplicateCause, number>>;
  /** Records that were sent again although the bridge knew that the bus had them. */
  readonly unexplained: readonly string[];
}

/** What is known of the requests and invocations that events came with. */
export interface Evidence {
  readonly isAnswerRead: (request: number, untilMs: number) => boolean;
  readonly invocation: (number: number) => Invocation | undefined;
  readonly reading: ResponseReading;
}

interface Acceptance {
  readonly request: number;
  readonly invocation: number;
}

/** Explains every event beyond the first of its record, or tells that nothing explains it. */
export function explainDuplicates(audit: Audit, evidence: Evidence): Duplicates {
  const explained = {
    'answer-lost': 0,
    'arrived-late': 0,
    killed: 0,
    'timed-out': 0,
    'batch-repeated': 0,
    rewound: 0,
  };
  const unexplained: string[] = [];
  for (const [number, acceptances] of repeated(audit)) {
    const name = audit.book.name(number);
    for (const [position, acceptance] of acceptances.entries()) {
      if (position === 0) continue;
      const cause = causeOf(acceptance, acceptances.slice(0, position), name, evidence);
      if (cause === undefined) unexplained.push(name);
      else explained[cause]++;
    }
  }
  return { explained, unexplained };
}

/** The acceptances of each record that has several, in their order. */
function repeated({ book, acceptances }: Audit): Map<number, Acceptance[]> {
  const times = new Uint16Array(book.size);
  for (const number of acceptances.records) times[number] = Math.min(2, (times[number] ?? 0) + 1);
  const found = new Map<number, Acceptance[]>();
  for (const [position, number] of acceptances.records.entries()) {
    if ((times[number] ?? 0) < 2) continue;
    const acceptance = {
      request: acceptances.requests[position] ?? 0,
      invocation: acceptances.invocations[position] ?? 0,
    };
    const list = found.get(number);
    if (list === undefined) found.set(number, [acceptance]);
    else list.push(acceptance);
  }
  return found;
}

/** A bridge may send again what it cannot know to be accepted, and what the mapping gives it again. */
function causeOf(
  { request, invocation }: Acceptance,
  earlier: readonly Acceptance[],
  name: string,
  evidence: Evidence,
): DuplicateCause | undefined {
  if (earlier.some((before) => before.request > request)) return 'arrived-late';
  let cause: DuplicateCause = 'answer-lost';
  for (const before of earlier) {
    const ended = evidence.invocation(before.invocation);
    const isAgain = before.invocation === invocation;
    const redelivered =
      ended === undefined || isAgain ? undefined : redeliveryCause(ended, name, evidence.reading);
    const isKnown = evidence.isAnswerRead(before.request, ended?.endedAtMs ?? Number.POSITIVE_INFINITY);
    if (isKnown && redelivered === undefined) return undefined;
    cause = redelivered ?? 'answer-lost';
  }
  return cause;
}

/** Why a mapping delivers a record again that the function knew to be accepted. */
function redeliveryCause(
  { ending, reported }: Invocation,
  name: string,
  reading: ResponseReading,
): DuplicateCause | undefined {
  switch (ending) {
    case 'killed':
      return 'killed';
    case 'timed out':
      return 'timed-out';
    case 'threw':
      return reading === 'ignored' ? 'batch-repeated' : undefined;
    case 'returned':
      return reading === 'rewind' && reported.size > 0 && !reported.has(name) ? 'rewound' : undefined;
    case 'crashed':
    case 'under way':
      return undefined;
  }
}
