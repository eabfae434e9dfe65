import { afterAll, describe, expect, test } from 'vitest';
import type { GroupMember } from '../../infra/kafka/record-source.ts';
import { copyArtefact } from '../soak/artefact.ts';
import { type Account, hasViolations, type Violation } from './account.ts';
import { embeddedSetting, type Sabotage } from './embedded-setting.ts';
import { PARTITIONS, Pipeline } from './pipeline.ts';
import { planRecords } from './planned-record.ts';

/** An audit that cannot fail proves nothing: here it meets sources that do what it has to find. */

const bridge = copyArtefact();
afterAll(() => bridge.remove());

const RECORDS = 120;
const POISON_SHARE = 0.05;

/** Of the first version of the schema, which the stand-in of Glue knows without a serializer. */
const PLAN = planRecords({ records: 2 * RECORDS, poisonShare: POISON_SHARE, seed: 3 }).slice(0, RECORDS);
const TARGET = { partition: 2, offset: 7 };

interface Sabotaged {
  readonly what: string;
  readonly sabotage: Sabotage;
  readonly found: readonly Violation[];
}

const SABOTAGES: readonly Sabotaged[] = [
  {
    what: 'passes over a record',
    sabotage: (member) => ({
      read: async (limits) => (await member.read(limits)).filter((record) => !isTarget(record)),
    }),
    found: ['lost'],
  },
  {
    what: 'commits what was not read',
    sabotage: commitsAhead,
    found: ['lost'],
  },
  {
    what: 'gives out a record twice',
    sabotage: (member) => ({
      read: async (limits) =>
        (await member.read(limits)).flatMap((record) => (isTarget(record) ? [record, record] : [record])),
    }),
    found: ['sent-again'],
  },
  {
    what: 'changes the time of a record',
    sabotage: (member) => ({
      read: async (limits) =>
        (await member.read(limits)).map((record) =>
          isTarget(record) ? { ...record, timestamp: (record.timestamp ?? 0) + 1 } : record,
        ),
    }),
    found: ['altered'],
  },
  {
    what: 'makes up a record',
    sabotage: (member) => ({
      read: async (limits) =>
        (await member.read(limits)).flatMap((record) =>
          isTarget(record) ? [record, { ...record, offset: record.offset + 1_000 }] : [record],
        ),
    }),
    found: ['invented'],
  },
  {
    what: 'damages a good record',
    sabotage: (member) => ({
      read: async (limits) =>
        (await member.read(limits)).map((record) =>
          isTarget(record) ? { ...record, value: Buffer.from('?').toString('base64') } : record,
        ),
    }),
    found: ['altered', 'condemned'],
  },
];

describe('the audit of the end-to-end runs finds a source that', () => {
  test.each(SABOTAGES)('$what', async ({ sabotage, found }) => {
    const account = await bridged(sabotage);

    const kinds = Object.entries(account.violations).filter(([, names]) => names.length > 0);
    expect(kinds.map(([kind]) => kind).toSorted()).toEqual([...found].toSorted());
  });

  test('does nothing of that, and finds nothing', async () => {
    const account = await bridged(() => ({}));

    const poison = PLAN.filter(({ content }) => content.kind === 'poison').length;
    expect(poison).toBeGreaterThan(0);
    expect(account).toMatchObject({
      records: RECORDS,
      sent: RECORDS - poison,
      deadLettered: poison,
      givenUp: 0,
      duplicates: 0,
    });
    expect(hasViolations(account)).toBe(false);
  });
});

async function bridged(sabotage: Sabotage): Promise<Account> {
  const setting = embeddedSetting(bridge.module, sabotage);
  const pipeline = await Pipeline.start(setting, {
    topic: 'transactions',
    polling: { pollers: 1, invocationsPerPoller: 1 },
  });
  try {
    pipeline.production.write(PLAN);
    await pipeline.startMapping();
    await pipeline.drained();
    return await pipeline.account({});
  } finally {
    await pipeline.close();
    await setting.close();
  }
}

function isTarget({ partition, offset }: { readonly partition: number; readonly offset: number }): boolean {
  return partition === TARGET.partition && offset === TARGET.offset;
}

/** Hides the last records of a partition, and commits as if they had been delivered. */
function commitsAhead(member: GroupMember): Partial<GroupMember> {
  const isHidden = (partition: number, offset: number) =>
    partition === TARGET.partition && offset >= TARGET.offset;
  const end = RECORDS / PARTITIONS;
  return {
    read: async (limits) =>
      (await member.read(limits)).filter(({ partition, offset }) => !isHidden(partition, offset)),
    commit: async (offsets) =>
      await member.commit(
        new Map(
          Array.from(offsets, ([partition, offset]) => [
            partition,
            isHidden(partition, offset) ? end : offset,
          ]),
        ),
      ),
  };
}
