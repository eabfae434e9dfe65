import type { Spread } from './statistics.ts';

/** What a figure counts, and so how it is written. */
export type Unit = 'records/s' | 'ms' | 'µs' | 'MB' | 'kB' | '×' | 'count' | 'per 1,000';

/** A figure with its spread, a figure that has none, or nothing in this row. */
export type Cell = Spread | number | undefined;

export interface Column {
  readonly title: string;
  readonly unit: Unit;
}

/** Figures that belong together, for people and machines alike. */
export interface Table {
  readonly title: string;
  /** What was done, and how it is to be read. */
  readonly about: string;
  readonly columns: readonly Column[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly Cell[] }[];
}
