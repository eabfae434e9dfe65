import type { Spread } from './statistics.ts';

/** A bound that a figure is to keep. Missing it is told, and is no failure: machines differ. */
export interface Target {
  readonly name: string;
  readonly bound: 'at most' | 'at least';
  readonly limit: number;
  /** How limit and figure are written. */
  readonly unit: '×' | 'kB';
  readonly measured: Spread | number;
}

export function isMet({ bound, limit, measured }: Target): boolean {
  const value = typeof measured === 'number' ? measured : measured.median;
  return bound === 'at most' ? value <= limit : value >= limit;
}
