import { expect, test } from 'vitest';
import { deliver } from '../../../../infra/local/demo/delivery.ts';
import { mskEvent } from '../../../../infra/local/demo/event-builder.ts';
import { FunctionError, type LocalFunction } from '../../../../infra/local/lambda/function-host.ts';
import type { KafkaEvent } from '../../../../shared/kafka-event.ts';

const EVENT = mskEvent(
  [1, 2, 3].map((offset) => ({ topic: 'orders', offset, timestamp: 1, key: null, value: '{}' })),
);

function scripted(...answers: (readonly number[] | Error)[]) {
  const seen: number[][] = [];
  const fn = {
    invoke: async (event: KafkaEvent) => {
      seen.push(Object.values(event.records).flatMap((list) => list.map(({ offset }) => offset)));
      const answer = answers[seen.length - 1] ?? [];
      if (answer instanceof Error) throw answer;
      return {
        batchItemFailures: answer.map((offset) => ({ itemIdentifier: { partition: 'orders-0', offset } })),
      };
    },
  } satisfies Pick<LocalFunction, 'invoke'>;
  return { fn, seen };
}

test('delivers again exactly what the function reports', async () => {
  const { fn, seen } = scripted([2, 3], [3]);
  const delivery = await deliver(fn, EVENT, 5);
  expect(seen).toEqual([[1, 2, 3], [2, 3], [3]]);
  expect(delivery).toEqual({ invocations: 3, exhausted: [], error: undefined });
});

test('delivers a batch again as a whole when the function throws', async () => {
  const { fn, seen } = scripted(new FunctionError('Error', 'no'));
  await deliver(fn, EVENT, 5);
  expect(seen).toEqual([
    [1, 2, 3],
    [1, 2, 3],
  ]);
});

test('gives up after the last attempt and names the records', async () => {
  const { fn } = scripted([2], [2], [2]);
  const { exhausted } = await deliver(fn, EVENT, 2);
  expect(exhausted).toEqual([{ partition: 'orders-0', offset: 2 }]);
});
