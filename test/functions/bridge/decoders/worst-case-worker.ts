import { parentPort } from 'node:worker_threads';
import { RecordError } from '../../../../functions/bridge/errors.ts';
import { JsonWriter } from '../../../../functions/bridge/json/json-writer.ts';
import { WORST_CASES } from './worst-cases.ts';

/** What became of a worst case. */
export interface WorstCaseResult {
  readonly name: string;
  /** Bytes of JSON, or the code of a RecordError; any other error with its message. */
  readonly outcome: string;
  readonly isExpected: boolean;
  readonly milliseconds: number;
  /** Of this thread, after the case. */
  readonly heapBytes: number;
}

/** Carries out the worst cases that it is told, one after another, in a thread with a bounded heap. */
parentPort?.on('message', (name: string) => {
  const run = WORST_CASES[name]?.prepare();
  const out = new JsonWriter();
  const startMs = performance.now();
  let isExpected = true;
  let outcome: string;
  try {
    run?.(out);
    outcome = `${out.length} bytes`;
  } catch (error) {
    isExpected = error instanceof RecordError;
    outcome = error instanceof RecordError ? error.code : String(error);
  }
  const milliseconds = performance.now() - startMs;
  const { heapUsed: heapBytes } = process.memoryUsage();
  const result: WorstCaseResult = { name, outcome, isExpected, milliseconds, heapBytes };
  parentPort?.postMessage(result);
});
