import type { KafkaBatchResponse, KafkaEvent, KafkaItemIdentifier } from '../../../shared/kafka-event.ts';
import { FunctionError, type LocalFunction } from '../lambda/function-host.ts';

/** What became of one batch. */
export interface Delivery {
  readonly invocations: number;
  /** Records still failing after the last attempt; a mapping would give them to its failure destination. */
  readonly exhausted: readonly KafkaItemIdentifier[];
  /** What the function threw at the last attempt. */
  readonly error: FunctionError | undefined;
}

/**
 * Delivers a batch as an event source mapping with partial batch responses does: what the function reports is delivered
 * again, alone; a batch that the function throws on is delivered again as a whole.
 */
export async function deliver(
  fn: Pick<LocalFunction, 'invoke'>,
  event: KafkaEvent,
  maxRetries: number,
): Promise<Delivery> {
  let pending = event;
  for (let attempt = 0; ; attempt++) {
    const answer = await invoke(fn, pending);
    const failed = answer instanceof FunctionError ? identifiers(pending) : answer;
    if (failed.length === 0 || attempt >= maxRetries) {
      const error = answer instanceof FunctionError ? answer : undefined;
      return { invocations: attempt + 1, exhausted: failed, error };
    }
    pending = onlyRecords(pending, failed);
  }
}

async function invoke(
  fn: Pick<LocalFunction, 'invoke'>,
  event: KafkaEvent,
): Promise<KafkaItemIdentifier[] | FunctionError> {
  try {
    const response = (await fn.invoke(event)) as KafkaBatchResponse | null;
    return (response?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  } catch (error) {
    if (error instanceof FunctionError) return error;
    throw error;
  }
}

function identifiers(event: KafkaEvent): KafkaItemIdentifier[] {
  return Object.entries(event.records).flatMap(([partition, records]) =>
    records.map(({ offset }) => ({ partition, offset })),
  );
}

function onlyRecords(event: KafkaEvent, wanted: readonly KafkaItemIdentifier[]): KafkaEvent {
  const offsets = Map.groupBy(wanted, ({ partition }) => partition);
  return {
    ...event,
    records: Object.fromEntries(
      Array.from(offsets, ([partition, group]) => {
        const wantedOffsets = new Set(group.map(({ offset }) => offset));
        return [
          partition,
          (event.records[partition] ?? []).filter(({ offset }) => wantedOffsets.has(offset)),
        ];
      }),
    ),
  };
}
