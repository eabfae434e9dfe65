import { checkAvro } from './avro.ts';
import { checkBatching } from './batching.ts';
import { checkConfigurations } from './config.ts';
import { checkConfluentFrames } from './confluent-frames.ts';
import { checkDelivery } from './delivery.ts';
import { checkDetailTypes } from './detail-type.ts';
import { checkEntrySizes } from './entry-size.ts';
import { checkEnvelopes } from './envelope.ts';
import { checkGlueFrames } from './glue-frames.ts';
import { checkHeaders } from './headers.ts';
import { checkOffloading } from './offloading.ts';
import { checkPlain } from './plain.ts';
import { checkProtobuf } from './protobuf.ts';
import type { ConformanceResult } from './result.ts';

/** Compares one golden file. */
export type Check = () => ConformanceResult | Promise<ConformanceResult>;

/** The comparisons that need nothing but the golden files. */
export const CHECKS: readonly Check[] = [
  checkAvro,
  checkGlueFrames,
  checkConfluentFrames,
  checkProtobuf,
  checkPlain,
  checkHeaders,
  checkEnvelopes,
  checkDetailTypes,
  checkEntrySizes,
  checkBatching,
  checkDelivery,
  checkOffloading,
  checkConfigurations,
];

/** All comparisons, in that order. */
export async function runChecks(): Promise<ConformanceResult[]> {
  const results: ConformanceResult[] = [];
  for (const check of CHECKS) results.push(await check());
  return results;
}

/** Fewer matched cases than this mean that golden files are missing or are no longer read, not that all is well. */
export const MIN_MATCHED_CASES = 480;

/** Cases matched over all files. */
export function countMatched(results: readonly ConformanceResult[]): number {
  return results.reduce((sum, { matched }) => sum + matched, 0);
}

/** Whether the project does what it says: no case fails, and enough were compared. */
export function isConformant(results: readonly ConformanceResult[]): boolean {
  return results.every(({ failures }) => failures.length === 0) && countMatched(results) >= MIN_MATCHED_CASES;
}
