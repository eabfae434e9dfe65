import { describe, expect, test } from 'vitest';
import { mskEvent } from '../../../../infra/local/demo/event-builder.ts';
import { FunctionError, type LocalFunction } from '../../../../infra/local/lambda/function-host.ts';
import { deliver } from '../../../../infra/local/mapping/delivery.ts';
import { recordsOf } from '../../../../infra/local/mapping/event-records.ts';
import type { KafkaEvent } from '../../../../shared/kafka-event.ts';

const EVENT = mskEvent(
  [1, 2, 3, 4].map((offset) => ({ topic: 'orders', offset, timestamp: 1, key: null, value: '{}' })),
);
const FAILURE = new FunctionError('Error', 'no');

function offsets(event: KafkaEvent): number[] {
  return recordsOf(event).map(({ offset }) => offset);
}

/** Reports the offsets of each answer as failed, or throws it; succeeds when there is none left. */
function scripted(...answers: (readonly number[] | Error)[]) {
  const seen: number[][] = [];
  const fn = {
    invoke: async (event: KafkaEvent) => {
      seen.push(offsets(event));
      const answer = answers[seen.length - 1] ?? [];
      if (answer instanceof Error) throw answer;
      return {
        batchItemFailures: answer.map((offset) => ({ itemIdentifier: { partition: 'orders-0', offset } })),
      };
    },
  } satisfies Pick<LocalFunction, 'invoke'>;
  return { fn, seen };
}

describe('a batch', () => {
  test('is delivered again as far as the function reports it', async () => {
    const { fn, seen } = scripted([2, 3], [3]);
    const delivery = await deliver(fn, EVENT, { reading: 'listed', maxRetries: 5 });
    expect(seen).toEqual([[1, 2, 3, 4], [2, 3], [3]]);
    expect(delivery).toEqual({ invocations: 3, exhausted: [], error: undefined });
  });

  test('is delivered again from its lowest failed record on, when the mapping rewinds', async () => {
    const { fn, seen } = scripted([2], [3]);
    await deliver(fn, EVENT, { reading: 'rewind', maxRetries: 5 });
    expect(seen).toEqual([
      [1, 2, 3, 4],
      [2, 3, 4],
      [3, 4],
    ]);
  });

  test('is delivered again as a whole when the function throws', async () => {
    const { fn, seen } = scripted([2, 3], FAILURE);
    await deliver(fn, EVENT, { reading: 'listed', maxRetries: 5 });
    expect(seen).toEqual([
      [1, 2, 3, 4],
      [2, 3],
      [2, 3],
    ]);
  });

  test('counts as processed whatever the function reports, when the mapping takes no partial responses', async () => {
    const { fn, seen } = scripted([2, 3]);
    await deliver(fn, EVENT, { reading: 'ignored', maxRetries: 5 });
    expect(seen).toEqual([[1, 2, 3, 4]]);
  });

  test('is given up after the last attempt, with the records still failing', async () => {
    const { fn } = scripted([2], [2], [2], [2]);
    const { exhausted, invocations } = await deliver(fn, EVENT, { reading: 'listed', maxRetries: 2 });
    expect(invocations).toBe(3);
    expect(exhausted.map(offsets)).toEqual([[2]]);
  });

  test('is given up with the last error of the function', async () => {
    const { fn } = scripted(FAILURE, FAILURE);
    const { exhausted, error } = await deliver(fn, EVENT, { reading: 'ignored', maxRetries: 1 });
    expect(exhausted).toEqual([EVENT]);
    expect(error).toBe(FAILURE);
  });

  test('is halved when the function throws, down to the record to blame', async () => {
    const seen: number[][] = [];
    const fn = {
      invoke: async (event: KafkaEvent) => {
        seen.push(offsets(event));
        if (offsets(event).includes(3)) throw FAILURE;
        return null;
      },
    };
    const delivery = await deliver(fn, EVENT, { reading: 'ignored', maxRetries: 1, isBisecting: true });
    expect(seen).toEqual([[1, 2, 3, 4], [1, 2], [3, 4], [3], [3], [4]]);
    expect(delivery.invocations).toBe(6);
    expect(delivery.exhausted.map(offsets)).toEqual([[3]]);
  });

  test('lets through what is no failure of the function', async () => {
    const fn = {
      invoke: async () => {
        throw new RangeError('a defect of the host');
      },
    };
    await expect(deliver(fn, EVENT, { reading: 'listed', maxRetries: 1 })).rejects.toThrow(RangeError);
  });
});
