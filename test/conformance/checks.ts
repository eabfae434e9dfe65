import { checkAvro } from './avro.ts';
import { checkBatching } from './batching.ts';
import { checkDetailTypes } from './detail-type.ts';
import { checkEntrySizes } from './entry-size.ts';
import { checkEnvelopes } from './envelope.ts';
import { checkGlueFrames } from './glue-frames.ts';
import { checkPlain } from './plain.ts';
import type { ConformanceResult } from './result.ts';

/** The comparisons that need nothing but the golden files. */
export const CHECKS: readonly (() => ConformanceResult)[] = [
  checkAvro,
  checkGlueFrames,
  checkPlain,
  checkEnvelopes,
  checkDetailTypes,
  checkEntrySizes,
  checkBatching,
];

/** Fewer matched cases than this mean that golden files are missing or are no longer read, not that all is well. */
export const MIN_MATCHED_CASES = 300;

/** Cases matched over all files. */
export function countMatched(results: readonly ConformanceResult[]): number {
  return results.reduce((sum, { matched }) => sum + matched, 0);
}

/** Whether the project does what it says: no case fails, and enough were compared. */
export function isConformant(results: readonly ConformanceResult[]): boolean {
  return results.every(({ failures }) => failures.length === 0) && countMatched(results) >= MIN_MATCHED_CASES;
}
