import { DEFAULT_LOAD, type Load } from '../../../infra/cost/load.ts';
import { REGIONS, type RegionPrices } from '../../../infra/cost/prices.ts';

/** The default load at some rate, with its peak at the average, unless said otherwise. */
export function loadOf(changes: Partial<Load> = {}): Load {
  const recordsPerSecond = changes.recordsPerSecond ?? DEFAULT_LOAD.recordsPerSecond;
  return { ...DEFAULT_LOAD, peakRecordsPerSecond: recordsPerSecond, ...changes };
}

export function usEast1(): RegionPrices {
  const region = REGIONS.get('us-east-1');
  if (region === undefined) throw new Error('There are no prices of us-east-1.');
  return region;
}
