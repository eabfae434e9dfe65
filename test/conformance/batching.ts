import { packEntries } from '../../functions/bridge/pack.ts';
import { compareCases, type GoldenCase } from './golden-cases.ts';
import { readGoldenCases } from './golden-file.ts';
import type { ConformanceResult } from './result.ts';

const FILE = 'batching.json';

interface BatchingCase extends Omit<GoldenCase, 'expect'> {
  readonly maxBytes: number;
  readonly maxEntries: number;
  readonly entrySizes: readonly number[];
  readonly expect: { readonly batches: readonly (readonly number[])[] };
}

/** Sizes of entries to the requests that they are sent in. */
export function checkBatching(): ConformanceResult {
  const golden = readGoldenCases<BatchingCase>(FILE).map(({ expect, ...batching }) => ({
    ...batching,
    expect: { json: JSON.stringify(expect.batches) },
  }));
  return compareCases(FILE, golden, {}, render);
}

function render({ entrySizes, maxEntries, maxBytes }: Omit<BatchingCase, 'expect'>): string {
  const entries = entrySizes.map((sizeBytes, index) => ({ index, sizeBytes }));
  const requests = [...packEntries(entries, { maxEntries, maxBytes })];
  return JSON.stringify(requests.map((request) => request.map(({ index }) => index)));
}
