import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from './bench-context.ts';
import { LAMBDA_ARGUMENTS } from './node-arguments.ts';
import type { FirstResponse } from './single-runs/first-response.ts';
import { runOnce } from './single-runs/run-once.ts';
import { batchEvent } from './workloads/batch.ts';
import type { WorkloadName } from './workloads/workloads.ts';

export interface FirstBatch {
  readonly modulePath: string;
  readonly workload: WorkloadName;
  readonly records: number;
  /** Looking for the files that are loaded takes time. @default false */
  readonly isListingFiles?: boolean;
}

/**
 * Starts a handler in a new process, for one batch.
 *
 * @returns its figures, and the milliseconds from the start of the process until they were there.
 */
export async function firstResponseOf(
  { folder, bundles, environment }: Bench,
  { modulePath, workload, records, isListingFiles = false }: FirstBatch,
): Promise<{ readonly wallMs: number; readonly response: FirstResponse }> {
  const event = join(folder, `first-${records}-${workload}.json`);
  writeFileSync(event, JSON.stringify(batchEvent({ workload, records, partitions: 1 })));
  const run = [bundles.path('first-response'), modulePath, event, ...(isListingFiles ? ['--files'] : [])];
  const { wallMs, told } = await runOnce({
    args: [...LAMBDA_ARGUMENTS, ...run],
    environment: environment(workload),
  });
  return { wallMs, response: JSON.parse(told) };
}
