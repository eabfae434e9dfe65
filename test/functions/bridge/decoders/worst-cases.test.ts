import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import type { WorstCaseResult } from './worst-case-worker.ts';
import { WORST_CASES } from './worst-cases.ts';

/**
 * What a case may take: far more than it does, and less than a function has. What it really takes is printed at the end.
 */
const MAX_MS = 20_000;
const MAX_HEAP_MB = 400;

/** So many are shown. */
const SHOWN = 8;

const results: WorstCaseResult[] = [];
let worker: Worker | undefined;

function startWorker(): Worker {
  return new Worker(new URL('./worst-case-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
  });
}

/** How a case ended; a case that does not end, or that takes too much memory, ends its thread. */
async function outcomeOf(name: string): Promise<Pick<WorstCaseResult, 'outcome' | 'isExpected'>> {
  worker ??= startWorker();
  const running = worker;
  const timer = new AbortController();
  running.postMessage(name);
  try {
    const result: WorstCaseResult | undefined = await Promise.race([
      once(running, 'message').then(([message]) => message),
      sleep(MAX_MS, undefined, { signal: timer.signal }),
    ]);
    if (result === undefined) throw new Error(`did not end within ${MAX_MS} ms`);
    results.push(result);
    return result;
  } catch (error) {
    worker = undefined;
    void running.terminate();
    return { outcome: String(error), isExpected: false };
  } finally {
    timer.abort();
  }
}

afterAll(async () => {
  await worker?.terminate();
  const slowest = results.toSorted((a, b) => b.milliseconds - a.milliseconds).slice(0, SHOWN);
  const lines = slowest.map(
    ({ name, outcome, milliseconds, heapBytes }) =>
      `${milliseconds.toFixed(0).padStart(6)} ms ${(heapBytes / 2 ** 20).toFixed(0).padStart(5)} MB  ${name}: ${outcome}`,
  );
  console.info(`Of ${results.length} worst cases the slowest:\n${lines.join('\n')}`);
});

describe('the worst that one record or schema can do', () => {
  it.each(Object.keys(WORST_CASES))('takes bounded time and memory: %s', async (name) => {
    expect(await outcomeOf(name)).toMatchObject({ isExpected: true });
  });
});
