import { pathToFileURL } from 'node:url';
import type { KafkaBatchResponse } from '../../../shared/kafka-event.ts';
import type { Contestant } from '../contestant.ts';
import { type BatchPlan, batchEvent, partsOf } from '../workloads/batch.ts';
import { lambdaContext } from './lambda-context.ts';

type Handler = (event: unknown, context: object) => Promise<KafkaBatchResponse>;

/** A Lambda handler; its units are batches. Lambda's runtime has parsed the event before: that is not measured. */
export async function start(modulePath = ''): Promise<Contestant> {
  const { handler }: { readonly handler: Handler } = await import(pathToFileURL(modulePath).href);
  const textOf = rememberingLast((plan: BatchPlan) => JSON.stringify(batchEvent(plan)));
  return async ({ plan, units }, stopwatch) => {
    const text = textOf(plan);
    for (let batch = 0; batch < units; batch++) {
      const parts = partsOf(JSON.parse(text), plan);
      const responses = await stopwatch.measure(() => inTurn(parts, handler));
      const failures = responses.flatMap(({ batchItemFailures }) => batchItemFailures).length;
      if (failures > 0) throw new Error(`${failures} of ${plan.records} records were reported as failed.`);
    }
  };
}

async function inTurn(events: readonly unknown[], handler: Handler): Promise<KafkaBatchResponse[]> {
  const responses: KafkaBatchResponse[] = [];
  for (const event of events) responses.push(await handler(event, lambdaContext()));
  return responses;
}

function rememberingLast(make: (plan: BatchPlan) => string): (plan: BatchPlan) => string {
  let last: { readonly key: string; readonly text: string } | undefined;
  return (plan) => {
    const key = JSON.stringify(plan);
    if (last?.key !== key) last = { key, text: make(plan) };
    return last.text;
  };
}
