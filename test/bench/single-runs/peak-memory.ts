import { subscribe } from 'node:diagnostics_channel';
import { readFileSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { lambdaContext } from '../contestants/lambda-context.ts';

/**
 * `node --expose-gc peak-memory.mjs <handler> <small event> <small batches> <event> <batches>`: how far the memory of a process grows over
 * what it has when it is idle, to descriptor 3. As on Lambda, the event comes as text and is parsed in the same process.
 */

export interface PeakMemory {
  /** Resident, after small batches and a collection. */
  readonly idleBytes: number;
  /** The most that was resident by the end of the first batch, the start of the process included. */
  readonly firstPeakBytes: number;
  /** By the end of the last batch. */
  readonly peakBytes: number;
  /** The most that was left by a collection in the middle of a batch, over what is left when idle. */
  readonly liveBytes: number;
}

const SETTLING_MS = 100;
const KIBIBYTE = 1_024;

/** Requests between two collections: each takes a while. */
const COLLECTION_INTERVAL = 50;

const [handlerPath = '', smallEventPath = '', smallBatches = '1', eventPath = '', batches = '1'] =
  process.argv.slice(2);
const { handler } = await import(pathToFileURL(handlerPath).href);

async function invoke(path: string): Promise<void> {
  const { batchItemFailures } = await handler(JSON.parse(readFileSync(path, 'utf8')), lambdaContext());
  if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} records failed.`);
}

function peakBytes(): number {
  return process.resourceUsage().maxRSS * KIBIBYTE;
}

/** What a collection leaves. */
function keptBytes(): number {
  // What the first one frees outside of the heap is only counted as free by the second.
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

async function mostKeptBytes(path: string): Promise<number> {
  let [requests, most] = [0, 0];
  subscribe('http.client.request.start', () => {
    if (requests++ % COLLECTION_INTERVAL === 0) most = Math.max(most, keptBytes());
  });
  await invoke(path);
  return most;
}

for (let batch = 0; batch < Number(smallBatches); batch++) await invoke(smallEventPath);
await sleep(SETTLING_MS);
const idleKeptBytes = keptBytes();
const idleBytes = process.memoryUsage.rss();
await invoke(eventPath);
const firstPeakBytes = peakBytes();
for (let batch = 1; batch < Number(batches); batch++) await invoke(eventPath);
const lastPeakBytes = peakBytes();
const peak: PeakMemory = {
  idleBytes,
  firstPeakBytes,
  peakBytes: lastPeakBytes,
  liveBytes: Math.max(0, (await mostKeptBytes(eventPath)) - idleKeptBytes),
};
writeSync(3, JSON.stringify(peak));
process.exit();
