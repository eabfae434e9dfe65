import { setTimeout as sleep } from 'node:timers/promises';
import { KafkaError } from '../../infra/kafka/kafka-error.ts';
import type { OffsetReading } from '../../infra/redrive/kafka/offset-reading.ts';

/** The broker ends transactions and compacts in the background. */
const DONE_WITHIN_MS = 60_000;
const POLL_MS = 100;

/**
 * Reads until the broker has done what it does in the background.
 *
 * @param isDone whether it has, as far as the reading shows; that no transaction is open is waited for anyway.
 * @throws Error if it takes too long.
 */
export async function readUntil(
  read: () => Promise<OffsetReading>,
  isDone: (reading: OffsetReading) => boolean = () => true,
): Promise<OffsetReading> {
  const endMs = performance.now() + DONE_WITHIN_MS;
  while (performance.now() < endMs) {
    const reading = await read().catch(unlessOpen);
    if (reading !== undefined && isDone(reading)) return reading;
    await sleep(POLL_MS);
  }
  throw new Error('The broker has not done it in time.');
}

function unlessOpen(error: unknown): undefined {
  if (error instanceof KafkaError && error.code === 'TRANSACTION_OPEN') return undefined;
  throw error;
}
