import { type BenchOptions, startBench } from './bench-context.ts';
import type { Group } from './group.ts';
import { describeMachine, type Machine } from './machine.ts';
import type { Table } from './table.ts';
import type { Target } from './target.ts';

export interface BenchResult {
  readonly machine: Machine;
  readonly samples: number;
  readonly isSmoke: boolean;
  readonly tables: readonly Table[];
  readonly targets: readonly Target[];
  readonly milliseconds: number;
}

/** @throws Error when a result is wrong: records that are lost, requests that fail. */
export async function bench(groups: readonly Group[], options: BenchOptions): Promise<BenchResult> {
  const startMs = performance.now();
  const context = await startBench(options);
  const tables: Table[] = [];
  const targets: Target[] = [];
  try {
    for (const group of groups) {
      const result = await group.run(context);
      tables.push(...result.tables);
      targets.push(...result.targets);
    }
  } finally {
    await context.close();
  }
  return {
    machine: describeMachine(new Date()),
    samples: context.sampling.samples,
    isSmoke: options.isSmoke,
    tables,
    targets,
    milliseconds: performance.now() - startMs,
  };
}
