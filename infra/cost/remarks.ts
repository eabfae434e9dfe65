import type { Load } from './load.ts';
import { plural, short } from './number-text.ts';
import type { RegionPrices } from './prices.ts';
import type { Usage } from './usage.ts';

/** What the sum does not show: a load that the set-up cannot carry, and what costs more than it has to. */
export function remarks(load: Load, { polling, ...used }: Usage, region: RegionPrices): readonly string[] {
  const { putEventsPerSecondAtPeak } = used;
  const found: string[] = [];
  if (polling !== undefined && polling.peak.needed > polling.peak.running) {
    found.push(
      `At ${short(load.peakRecordsPerSecond)} records/s ${plural(polling.peak.needed, 'poller')} are needed and ${short(polling.peak.running)} can run: records pile up meanwhile. Raise --max-pollers, or the partitions.`,
    );
  }
  if (putEventsPerSecondAtPeak > region.putEventsPerSecond) {
    found.push(
      `${short(putEventsPerSecondAtPeak)} PutEvents requests/s at the peak exceed the ${short(region.putEventsPerSecond)} that an account has here at first. Ask AWS for more.`,
    );
  }
  return found;
}
