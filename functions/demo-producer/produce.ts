import type { SendRecords } from '../../shared/demo/kafka-sender.ts';
import { DEMO_TOPICS } from '../../shared/demo/topics.ts';
import type { EncodeTransaction } from './encode.ts';
import type { ProducerSettings } from './settings.ts';
import type { Transaction } from './transaction.ts';

/** Kept free at the end of an invocation for the last record. Milliseconds. */
export const DEADLINE_MARGIN_MS = 5_000;

export interface ProducePorts {
  readonly makeTransaction: () => Transaction;
  readonly encode: EncodeTransaction;
  readonly uuid: () => string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly send: SendRecords;
  /** Told how many transactions the brokers acknowledged, each time. */
  readonly onProduced: (transactions: number) => void;
}

/**
 * Produces one transaction, or as many as the settings say, each interval, until the time is up or the deadline of the invocation is near. Times are kept
 * by the clock, so that slow brokers make some of them late and not the whole row.
 *
 * @param remainingMs time left in the invocation.
 * @throws whatever `send` rejects with; the next invocation goes on.
 */
export async function produceTransactions(
  ports: ProducePorts,
  {
    produceForMs,
    intervalMs,
    transactionsAtATime,
  }: Pick<ProducerSettings, 'produceForMs' | 'intervalMs' | 'transactionsAtATime'>,
  remainingMs: number,
): Promise<void> {
  const startMs = ports.now();
  const endMs = startMs + Math.min(produceForMs, remainingMs - DEADLINE_MARGIN_MS);
  for (let dueMs = startMs; dueMs < endMs; dueMs = nextDueMs(dueMs, intervalMs, ports.now())) {
    const waitMs = dueMs - ports.now();
    if (waitMs > 0) await ports.sleep(waitMs);
    await ports.send(
      Array.from({ length: transactionsAtATime }, () => ({
        topic: DEMO_TOPICS.events,
        key: ports.uuid(),
        value: ports.encode(ports.makeTransaction()),
      })),
    );
    ports.onProduced(transactionsAtATime);
  }
}

/** Turns that have passed while brokers were slow are left out, not made up for. */
function nextDueMs(dueMs: number, intervalMs: number, nowMs: number): number {
  const missed = Math.max(0, Math.ceil((nowMs - dueMs) / intervalMs) - 1);
  return dueMs + (missed + 1) * intervalMs;
}
