import { describe, expect, it } from 'vitest';
import { DEADLINE_MARGIN_MS, produceTransactions } from '../../../functions/demo-producer/produce.ts';
import { transactionMaker } from '../../../functions/demo-producer/transaction.ts';
import type { OutgoingRecord } from '../../../shared/demo/kafka-sender.ts';

const SETTINGS = { produceForMs: 50_000, intervalMs: 800 };
const AMPLE_MS = 75_000;

interface Run {
  readonly remainingMs?: number;
  /** How long each transaction takes the brokers, by its number. */
  readonly sendMs?: (number: number) => number;
  readonly transactionsAtATime?: number;
}

/** What a run produces on a clock that only its waits and its brokers move. */
async function run({ remainingMs = AMPLE_MS, sendMs = () => 0, transactionsAtATime = 1 }: Run) {
  let nowMs = 1_000_000;
  const sent: { readonly record: OutgoingRecord; readonly atMs: number }[] = [];
  let produced = 0;
  const outcome = await produceTransactions(
    {
      makeTransaction: transactionMaker({ random: () => 0.5, uuid: () => 'id' }),
      encode: ({ total }) => Buffer.from(total),
      uuid: () => `key-${sent.length}`,
      now: () => nowMs,
      sleep: async (ms) => {
        nowMs += ms;
      },
      send: async (records) => {
        for (const record of records) sent.push({ record, atMs: nowMs - 1_000_000 });
        nowMs += sendMs(sent.length);
      },
      onProduced: (transactions) => {
        produced += transactions;
      },
    },
    { ...SETTINGS, transactionsAtATime },
    remainingMs,
  ).then(
    () => 'done',
    (error: Error) => error.message,
  );
  return { sent, produced, outcome };
}

describe('a run of the producer', () => {
  it('produces one transaction per interval until its time is up', async () => {
    const { sent, produced } = await run({});

    expect(produced).toBe(63);
    expect(sent.map(({ atMs }) => atMs)).toEqual(Array.from({ length: 63 }, (_, turn) => turn * 800));
    expect(sent[0]?.record).toEqual({ topic: 'events', key: 'key-0', value: Buffer.from('150.01') });
  });

  it('produces several transactions at a time', async () => {
    const { sent, produced } = await run({ transactionsAtATime: 3, remainingMs: DEADLINE_MARGIN_MS + 801 });

    expect(produced).toBe(6);
    expect(sent.map(({ atMs }) => atMs)).toEqual([0, 0, 0, 800, 800, 800]);
  });

  it('stops in time before the deadline of the invocation', async () => {
    const { sent } = await run({ remainingMs: 10_000 });

    expect(sent.at(-1)?.atMs).toBeLessThan(10_000 - DEADLINE_MARGIN_MS);
    expect(sent).toHaveLength(7);
  });

  it('produces nothing when the deadline is near from the start', async () => {
    expect((await run({ remainingMs: DEADLINE_MARGIN_MS })).sent).toEqual([]);
  });

  it('keeps to the clock when the brokers take a while', async () => {
    const { sent } = await run({ sendMs: () => 300 });

    expect(sent.slice(0, 3).map(({ atMs }) => atMs)).toEqual([0, 800, 1_600]);
  });

  it('leaves out the turns that slow brokers took', async () => {
    const { sent } = await run({ sendMs: (number) => (number === 1 ? 2_000 : 0) });

    expect(sent.slice(0, 3).map(({ atMs }) => atMs)).toEqual([0, 2_400, 3_200]);
  });

  it('counts only what the brokers acknowledged, and fails with them', async () => {
    const { produced, outcome } = await run({
      sendMs: (number) => {
        if (number === 3) throw new Error('no broker');
        return 0;
      },
    });

    expect({ produced, outcome }).toEqual({ produced: 2, outcome: 'no broker' });
  });
});
