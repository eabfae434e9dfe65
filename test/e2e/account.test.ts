import { describe, expect, test } from 'vitest';
import { payloadChecksum } from '../../infra/local/mapping/audit.ts';
import type { KafkaEventRecord } from '../../shared/kafka-event.ts';
import { accountFor, type Evidence, type Guarantees, type Violation } from './account.ts';
import type { AcknowledgedRecord } from './java-producer.ts';

const TOPIC = 'orders';
const POISON = Buffer.from('poison');

/** Two partitions: tombstones, and one poisoned record at the end of the second. */
const ACKNOWLEDGED: readonly AcknowledgedRecord[] = [
  tombstone(0, 0),
  tombstone(0, 1),
  tombstone(0, 2),
  tombstone(1, 0),
  { ...tombstone(1, 1), content: { kind: 'poison', bytes: POISON, code: 'FRAME_INVALID' } },
];

const POISON_LETTER = {
  record: { topic: TOPIC, partition: 1, offset: 1 },
  code: 'FRAME_INVALID',
  payloadChecksum: payloadChecksum(base64('card'), POISON.toString('base64')),
};

/** All is well. */
const EVIDENCE: Evidence = {
  topic: TOPIC,
  acknowledged: ACKNOWLEDGED,
  unacknowledged: [],
  details: [detail(0, 0), detail(1, 0), detail(0, 1), detail(0, 2)],
  letters: [POISON_LETTER],
  givenUp: [],
  committed: new Map([
    [0, 3],
    [1, 2],
  ]),
  problems: [],
};

interface Case {
  readonly what: string;
  readonly evidence: Partial<Evidence>;
  readonly guarantees?: Guarantees;
  readonly found: Partial<Record<Violation, readonly string[]>>;
}

const WRONG: readonly Case[] = [
  {
    what: 'a record that is nowhere',
    evidence: { details: EVIDENCE.details.slice(0, 3) },
    found: { lost: ['orders-0@2'] },
  },
  {
    what: 'poison that is nowhere',
    evidence: { letters: [] },
    found: { lost: ['orders-1@1'] },
  },
  {
    what: 'an event of a record that nobody wrote',
    evidence: { details: [...EVIDENCE.details, detail(0, 9)] },
    found: { invented: ['orders-0@9'] },
  },
  {
    what: 'an event with another content',
    evidence: { details: [...EVIDENCE.details.slice(0, 3), detail(0, 2).replace('null', 'true')] },
    found: { altered: ['orders-0@2'] },
  },
  {
    what: 'a dead letter of a good record',
    evidence: {
      letters: [POISON_LETTER, { ...POISON_LETTER, record: { topic: TOPIC, partition: 0, offset: 0 } }],
    },
    found: { condemned: ['orders-0@0 FRAME_INVALID'], altered: ['orders-0@0'] },
  },
  {
    what: 'a dead letter where the bridge may write none',
    evidence: {},
    guarantees: { isDeadLettering: false },
    found: { condemned: ['orders-1@1 FRAME_INVALID'] },
  },
  {
    what: 'a good record that the mapping gave up',
    evidence: { details: EVIDENCE.details.slice(0, 3), givenUp: [record(0, 2)] },
    guarantees: { mayGiveUp: 'poison' },
    found: { 'given-up': ['orders-0@2'] },
  },
  {
    what: 'poison that the mapping gave up although it is for the dead letters',
    evidence: { letters: [], givenUp: [record(1, 1, POISON)] },
    found: { 'given-up': ['orders-1@1'] },
  },
  {
    what: 'a given-up record with another content',
    evidence: { letters: [], givenUp: [record(1, 1, Buffer.from('other'))] },
    guarantees: { mayGiveUp: 'poison' },
    found: { altered: ['orders-1@1'] },
  },
  {
    what: 'a given-up record that nobody wrote',
    evidence: { givenUp: [record(1, 7)] },
    found: { invented: ['orders-1@7'] },
  },
  {
    what: 'a record that was sent twice though nothing had failed',
    evidence: { details: [...EVIDENCE.details, detail(0, 0)] },
    found: { 'sent-again': ['1 events'] },
  },
  {
    what: 'records of a partition the wrong way round',
    evidence: { details: [detail(0, 1), detail(0, 0), detail(1, 0), detail(0, 2)] },
    guarantees: { isOrdered: true },
    found: { 'out-of-order': ['orders-0@0'] },
  },
  {
    what: 'a record that the producer could not write',
    evidence: { unacknowledged: [{ ...tombstone(0, 3), error: 'TimeoutException' }] },
    found: { unacknowledged: ['TimeoutException'] },
  },
  {
    what: 'a commit that stops short',
    evidence: { committed: new Map([[0, 2]]) },
    found: { uncommitted: ['orders-0: 2 of 3', 'orders-1: nothing of 2'] },
  },
  {
    what: 'a commit beyond the end',
    evidence: { committed: new Map([...EVIDENCE.committed, [1, 9]]) },
    found: { uncommitted: ['orders-1: 9 of 2'] },
  },
  {
    what: 'a mapping that dropped something',
    evidence: {
      problems: [
        { kind: 'polling', message: 'The broker is away.' },
        { kind: 'dropped', message: '1 record' },
      ],
    },
    found: { dropped: ['1 record'] },
  },
];

const RIGHT: readonly (Omit<Case, 'found'> & { readonly counts: object })[] = [
  { what: 'everything where it belongs', evidence: {}, counts: { sent: 4, deadLettered: 1, givenUp: 0 } },
  {
    what: 'a repetition after a failure',
    evidence: { details: [...EVIDENCE.details, detail(0, 0)] },
    guarantees: { mayRepeat: true, isOrdered: true },
    counts: { sent: 4, duplicates: 1 },
  },
  {
    what: 'partitions that overtake each other',
    evidence: {},
    guarantees: { isOrdered: true },
    counts: { sent: 4 },
  },
  {
    what: 'poison at the failure destination, whole as it was',
    evidence: { letters: [], givenUp: [record(1, 1, POISON)] },
    guarantees: { isDeadLettering: false, mayGiveUp: 'poison' },
    counts: { sent: 4, deadLettered: 0, givenUp: 1 },
  },
  {
    what: 'records of an outage at the failure destination',
    evidence: { details: EVIDENCE.details.slice(0, 3), givenUp: [record(0, 2)] },
    guarantees: { mayGiveUp: 'any' },
    counts: { sent: 3, deadLettered: 1, givenUp: 1 },
  },
];

describe('an account of what was written', () => {
  test.each(WRONG)('finds $what', ({ evidence, guarantees, found }) => {
    const { violations } = accountFor({ ...EVIDENCE, ...evidence }, guarantees);

    const kinds = Object.entries(violations).filter(([, names]) => names.length > 0);
    expect(Object.fromEntries(kinds)).toEqual(found);
  });

  test.each(RIGHT)('takes no offence at $what', ({ evidence, guarantees, counts }) => {
    const { violations, ...account } = accountFor({ ...EVIDENCE, ...evidence }, guarantees);

    expect(Object.values(violations).flat()).toEqual([]);
    expect(account).toMatchObject({ records: 5, ...counts });
  });
});

function tombstone(partition: number, offset: number): AcknowledgedRecord {
  return {
    partition,
    offset,
    timestamp: 7,
    key: 'card',
    headers: [['trace', 'x']],
    content: { kind: 'tombstone' },
  };
}

function detail(partition: number, offset: number): string {
  return `{"topic":"orders","partition":${partition},"offset":${offset},"timestamp":7,"timestampType":"CreateTime","headers":[{"trace":"x"}],"key":"card","value":null}`;
}

function record(partition: number, offset: number, value?: Buffer): KafkaEventRecord {
  return {
    topic: TOPIC,
    partition,
    offset,
    key: base64('card'),
    ...(value !== undefined && { value: value.toString('base64') }),
  };
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
