import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '../../infra/local/mapping/delivery.ts';
import { batchDocument } from '../../infra/local/mapping/failure-document.ts';
import { FAILURE_BUCKET } from './surroundings.ts';

const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:bridge';
const RETRY_WAIT_MS = 20;

/** Puts what is out of retries into the mapping's bucket, however often that takes: Lambda's own failures are not tested here. */
export async function putExhausted(
  standInsUrl: string,
  name: string,
  { exhausted, invocations }: Delivery,
): Promise<void> {
  for (const [index, event] of exhausted.entries()) {
    const given = {
      event,
      condition: 'RetryAttemptsExhausted',
      invocations,
      functionArn: FUNCTION_ARN,
    } as const;
    const document = batchDocument(given, Date.now());
    const url = `${standInsUrl}/${FAILURE_BUCKET}/${name}-${index}.json`;
    while (!(await put(url, JSON.stringify(document)))) await sleep(RETRY_WAIT_MS);
  }
}

async function put(url: string, body: string): Promise<boolean> {
  try {
    const response = await fetch(url, { method: 'PUT', body, signal: AbortSignal.timeout(1_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
