import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaEvent } from '../../../shared/kafka-event.ts';
import { FunctionError, type LocalFunction } from '../lambda/function-host.ts';
import { recordCount, splitRecords } from './event-records.ts';
import { type ResponseReading, recordsToRepeat } from './records-to-repeat.ts';

/** How a mapping deals with a batch that fails, or part of it. */
export interface MappingSettings {
  readonly reading: ResponseReading;
  /** Deliveries after the first, as `MaximumRetryAttempts`. */
  readonly maxRetries: number;
  /** A batch that the function throws on is halved, as with `BisectBatchOnFunctionError`. @default false */
  readonly isBisecting?: boolean;
  /** Before the first repetition; one more before each next. @default 0 */
  readonly retryWaitMs?: number;
}

/** What became of one batch. */
export interface Delivery {
  readonly invocations: number;
  /** Records still failing after the last attempt, as they were delivered with it: for the failure destination. */
  readonly exhausted: readonly KafkaEvent[];
  /** What the function threw at the last attempt. */
  readonly error: FunctionError | undefined;
}

/**
 * Delivers a batch as an event source mapping does: again and again, as a whole or what is left of it, until nothing of
 * it fails or the retries are used up.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html
 */
export async function deliver(
  fn: Pick<LocalFunction, 'invoke'>,
  event: KafkaEvent,
  settings: MappingSettings,
): Promise<Delivery> {
  const { reading, maxRetries, isBisecting = false, retryWaitMs = 0 } = settings;
  let pending = event;
  for (let attempt = 0; ; attempt++) {
    const answer = await invoke(fn, pending);
    const invocations = attempt + 1;
    const error = answer instanceof FunctionError ? answer : undefined;
    if (error !== undefined && isBisecting && recordCount(pending) > 1) {
      // AWS does not say for Kafka; for Kinesis, a split does not use up a retry.
      return await deliverHalves(fn, pending, { ...settings, maxRetries: maxRetries - attempt }, invocations);
    }
    const failed =
      answer instanceof FunctionError ? pending : recordsToRepeat(pending, answer.response, reading);
    if (failed === undefined) return { invocations, exhausted: [], error: undefined };
    if (attempt >= maxRetries) return { invocations, exhausted: [failed], error };
    if (retryWaitMs > 0) await sleep(retryWaitMs * invocations);
    pending = failed;
  }
}

/** One after the other: the second half holds the later records of each partition. */
async function deliverHalves(
  fn: Pick<LocalFunction, 'invoke'>,
  event: KafkaEvent,
  settings: MappingSettings,
  invocations: number,
): Promise<Delivery> {
  const [earlier, later] = splitRecords(event);
  const first = await deliver(fn, earlier, settings);
  const second = await deliver(fn, later, settings);
  return {
    invocations: invocations + first.invocations + second.invocations,
    exhausted: [...first.exhausted, ...second.exhausted],
    error: second.error ?? first.error,
  };
}

async function invoke(
  fn: Pick<LocalFunction, 'invoke'>,
  event: KafkaEvent,
): Promise<FunctionError | { readonly response: unknown }> {
  try {
    return { response: await fn.invoke(event) };
  } catch (error) {
    if (error instanceof FunctionError) return error;
    throw error;
  }
}
