import { existsSync } from 'node:fs';

const FOLDER = 'functions/bridge';

/** The files on which it depends whether a record is lost: packing, publishing and settlement. */
export const TARGETS: readonly string[] = [
  'backoff.ts',
  'batch-requests.ts',
  'classify.ts',
  'deadline.ts',
  'deliver.ts',
  'entry-size.ts',
  'lanes.ts',
  'ledger.ts',
  'offload/classify-upload.ts',
  'offload/uploads.ts',
  'ordered-requests.ts',
  'outcome.ts',
  'pace/circuit.ts',
  'pace/concurrency-limit.ts',
  'pace/latency-estimate.ts',
  'pace/pace.ts',
  'pace/request-rate.ts',
  'pack.ts',
  'publish-report.ts',
  'publish.ts',
  'rejections.ts',
  'request-room.ts',
  'requests.ts',
  'settle.ts',
  'wrap/detail-slabs.ts',
].map((file) => `${FOLDER}/${file}`);

/**
 * The tests that have to notice a mutation: those that mirror the targets. The tests of the whole line would notice more,
 * but nobody could tell from them what went wrong.
 */
export const TARGET_TESTS: readonly string[] = TARGETS.flatMap((file) => {
  const test = `test/${file.replace(/\.ts$/, '')}`;
  return [`${test}.test.ts`, `${test}-offloaded.test.ts`];
}).filter((file) => existsSync(file));
