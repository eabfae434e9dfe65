import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../../infra/local/mapping/clock.ts';
import type { Pipeline } from '../../../../infra/local/pipeline/pipeline.ts';
import {
  isDelivered,
  type RunPipelineOptions,
  runPipeline,
} from '../../../../infra/local/pipeline/run-pipeline.ts';
import { TopicAudit } from '../../../../infra/local/pipeline/topic-audit.ts';

/** Between two snapshots. */
const TICK_MS = 100;

const NEVER = new AbortController().signal;

/** A pipeline whose records are finished one by one, and what was asked of it. */
function fakePipeline({ pending = [0], ...overrides }: Partial<Pipeline> & { pending?: number[] } = {}) {
  const calls: string[] = [];
  const left = [...pending];
  const pipeline: Pipeline = {
    requestedRecords: undefined,
    snapshot: () => ({
      source: 'nothing',
      faults: undefined,
      producedRecords: undefined,
      mappings: [],
      bus: { name: 'bus', putEventsRequests: 0, events: 0, unmatchedEvents: 0 },
      rules: [],
      failures: { injectedFaults: 0, deadLetters: 0, latest: [] },
    }),
    production: Promise.resolve(),
    endProduction: async () => void calls.push('end'),
    pendingRecords: async () => {
      const [now = 0] = left;
      if (left.length > 1) left.shift();
      calls.push(`pending ${now}`);
      return now;
    },
    finish: async () => {
      calls.push('finish');
      return new TopicAudit().result();
    },
    exampleEvent: () => 'an event',
    close: async () => void calls.push('close'),
    ...overrides,
  };
  return { pipeline, calls };
}

/** Runs it by a clock that only its waits move, each of which takes a turn of the event loop. */
async function run(pipeline: Pipeline, options: Partial<RunPipelineOptions> = {}) {
  let nowMs = 0;
  const clock: Clock = {
    nowMs: () => nowMs,
    sleep: async (ms) => {
      const untilMs = nowMs + ms;
      do await setImmediate();
      while (untilMs > nowMs && ms > TICK_MS);
      nowMs = Math.max(nowMs, untilMs);
    },
  };
  return await runPipeline(pipeline, {
    durationMs: 1_000,
    onSnapshot: () => undefined,
    signal: NEVER,
    clock,
    ...options,
  });
}

describe('a run of the pipeline', () => {
  it('ends production, waits for what is pending, and audits', async () => {
    const { pipeline, calls } = fakePipeline({ pending: [5, 2, 0] });

    const summary = await run(pipeline);

    expect(calls).toEqual(['end', 'pending 5', 'pending 2', 'pending 0', 'finish', 'close']);
    expect(summary).toMatchObject({ pendingRecords: 0, exampleEvent: 'an event' });
    expect(isDelivered(summary)).toBe(true);
  });

  it('shows about ten snapshots a second, and the last one', async () => {
    const seen: number[] = [];

    const summary = await run(fakePipeline({ pending: [3, 2, 1, 0] }).pipeline, {
      onSnapshot: ({ elapsedMs }) => void seen.push(elapsedMs),
    });

    expect(seen.slice(0, 3)).toEqual([0, 100, 200]);
    expect(seen.at(-1)).toBe(summary.last.elapsedMs);
  });

  it('ends early on a signal, and finishes all the same', async () => {
    const { pipeline, calls } = fakePipeline({ production: new Promise(() => undefined) });

    await run(pipeline, { durationMs: undefined, signal: AbortSignal.abort() });

    expect(calls).toEqual(['end', 'pending 0', 'finish', 'close']);
  });

  it('gives up what nobody finishes, and says so', async () => {
    const { pipeline } = fakePipeline({ pending: [9, 4] });

    const summary = await run(pipeline);

    expect(summary.pendingRecords).toBe(4);
    expect(isDelivered(summary)).toBe(false);
  });

  it('fails with the producer, and closes everything', async () => {
    const { pipeline, calls } = fakePipeline({ production: Promise.reject(new Error('no broker')) });

    await expect(run(pipeline)).rejects.toThrow('no broker');
    expect(calls).toEqual(['close']);
  });
});
