import { MAX_REQUEST_ENTRIES } from '../../shared/configuration/limits.ts';
import { type Load, MAX_EVENT_BYTES } from './load.ts';
import { ASSUMED } from './measured.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const MB_PER_PROCESSOR = 1_769;

/** Lambda's limit for an invocation, which carries records in base64. */
const MAX_INVOCATION_BYTES = 6_000_000;
export const BASE64 = 4 / 3;

/** PutEvents requests under way at once by default (`aws.eventbridge.request.max.concurrency`). */
const CONCURRENT_REQUESTS = 16;

/** How much a batch holds and how long an invocation takes with it. */
export interface Batch {
  /** Average; below the batch size when records come slowly. */
  readonly records: number;
  /** Milliseconds of one whole processor. */
  readonly cpuMs: number;
  /** Share of a processor that the memory brings, up to 1: the bridge computes in one thread. */
  readonly processors: number;
  /** PutEvents requests. */
  readonly requests: number;
  /** PutEvents requests that the batch waits for one after the other. */
  readonly putEventsTurns: number;
  /** Computing and waiting one after the other; as they overlap, an invocation takes less. Milliseconds. */
  readonly durationMs: number;
}

/** @param pollers each of which gathers batches of its own. */
export function batchAt(load: Load, recordsPerSecond: number, pollers: number): Batch {
  const records = recordsAt(load, recordsPerSecond / pollers);
  const { msPerBatch, msPerRecord, msPerKilobyte, recordBytes, memoryMb, putEventsMs } = load;
  const cpuMs = msPerBatch + records * (msPerRecord + (recordBytes / 1_000) * msPerKilobyte);
  const processors = Math.min(1, memoryMb / MB_PER_PROCESSOR);
  const requests = Math.max(1, records / entriesPerRequest(load));
  const putEventsTurns = Math.max(1, requests / CONCURRENT_REQUESTS);
  return {
    records,
    cpuMs,
    processors,
    requests,
    putEventsTurns,
    durationMs: cpuMs / processors + putEventsTurns * putEventsMs,
  };
}

/** Records that gather within the batch window, up to the batch size and the 6 MB of an invocation. */
function recordsAt({ recordBytes, batchWindowSeconds, batchSize }: Load, recordsPerSecond: number): number {
  const fitting = MAX_INVOCATION_BYTES / (recordBytes * BASE64 + ASSUMED.recordFrameBytes);
  return Math.max(1, Math.min(batchSize, fitting, recordsPerSecond * batchWindowSeconds));
}

function entriesPerRequest({ recordBytes, eventOverheadBytes }: Load): number {
  const fitting = Math.floor(MAX_EVENT_BYTES / (recordBytes + eventOverheadBytes));
  return Math.max(1, Math.min(MAX_REQUEST_ENTRIES, fitting));
}
