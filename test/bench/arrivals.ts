import { entrySizeBytes } from '../../functions/bridge/entry-size.ts';
import { type BatchPlan, goodOffsets } from './workloads/batch.ts';

interface ArrivedEntry {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  readonly Resources?: readonly string[];
}

/** Whether the requests of one batch hold each good record once, and nothing else. */
export interface Arrivals {
  readonly entries: number;
  /** By EventBridge's formula. */
  readonly entryBytes: number;
  /** What is wrong; undefined when nothing is. */
  readonly fault: string | undefined;
}

/** @param bodies of PutEvents requests. */
export function readArrivals(bodies: readonly string[], plan: BatchPlan): Arrivals {
  const entries = bodies.flatMap((body): ArrivedEntry[] => JSON.parse(body).Entries);
  const arrived = entries.map(({ Detail }): number => JSON.parse(Detail).offset).toSorted((a, b) => a - b);
  const expected = goodOffsets(plan);
  const isAll = arrived.length === expected.length && arrived.every((offset, at) => offset === expected[at]);
  return {
    entries: entries.length,
    entryBytes: entries.reduce((sum, entry) => sum + entrySizeBytes(entry), 0),
    fault: isAll ? undefined : describeFault(arrived, expected),
  };
}

function describeFault(arrived: readonly number[], expected: readonly number[]): string {
  const [lost] = expected.filter((offset) => !arrived.includes(offset));
  const what =
    lost === undefined ? 'some more than once, or not expected' : `the record at offset ${lost} is missing`;
  return `${arrived.length} of ${expected.length} records arrived; ${what}.`;
}
