import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaEvent } from '../../../shared/kafka-event.ts';
import type { FunctionError } from '../lambda/function-host.ts';
import type { LambdaFunction } from '../lambda/lambda-function.ts';
import { attempt } from './attempt.ts';
import { PendingBatch, type RetrySettings } from './pending-batch.ts';

export type { RetrySettings } from './pending-batch.ts';

/** What became of one batch. */
export interface Delivery {
  readonly invocations: number;
  /** Records still failing after the last attempt, as they were delivered with it: for the failure destination. */
  readonly exhausted: readonly KafkaEvent[];
  /** What the function threw at the last attempt, of records that are exhausted. */
  readonly error: FunctionError | undefined;
}

/**
 * Delivers a batch as an event source mapping does: again and again, as a whole or what is left of it, until nothing of
 * it fails or the retries are used up.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html
 */
export async function deliver(
  fn: Pick<LambdaFunction, 'invoke'>,
  event: KafkaEvent,
  settings: RetrySettings,
): Promise<Delivery> {
  const pending = new PendingBatch(event, settings);
  const exhausted: KafkaEvent[] = [];
  let error: FunctionError | undefined;
  for (let part = pending.next(); part !== undefined; part = pending.next()) {
    const waitMs = part.notBeforeMs - Date.now();
    if (waitMs > 0) await sleep(waitMs);
    const ending = await attempt(fn, part.event);
    const result = pending.apply(part, ending, Date.now());
    if (result.exhausted === undefined) continue;
    exhausted.push(result.exhausted);
    if (ending.kind === 'failed') error = ending.error;
  }
  return { invocations: pending.invocations, exhausted, error };
}
