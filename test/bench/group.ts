import type { Bench } from './bench-context.ts';
import type { Table } from './table.ts';
import type { Target } from './target.ts';

/** What a group has measured. */
export interface GroupResult {
  readonly tables: readonly Table[];
  readonly targets: readonly Target[];
}

/** A part of the benchmark that can be run by itself. */
export interface Group {
  readonly name: string;
  readonly about: string;
  /** @throws Error when a result is wrong: records that are lost, requests that fail. */
  readonly run: (bench: Bench) => Promise<GroupResult>;
}
