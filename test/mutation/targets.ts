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
  'requests.ts',
  'settle.ts',
].map((file) => `${FOLDER}/${file}`);

/**
 * The tests that have to notice a mutation: those that mirror the targets. The tests of the whole line would notice more,
 * but nobody could tell from them what went wrong.
 */
export const TARGET_TESTS: readonly string[] = TARGETS.map(
  (file) => `test/${file.replace(/\.ts$/, '.test.ts')}`,
).filter((file) => existsSync(file));
