import { type Alternative, alternatives } from './alternatives.ts';
import { type LineItem, lineItem } from './line-item.ts';
import { checkLoad, type Load } from './load.ts';
import type { RegionPrices } from './prices.ts';
import { quantities } from './quantities.ts';
import { remarks } from './remarks.ts';
import { type Usage, usage } from './usage.ts';

/** Monthly dollars of one bridge, and how they come about. */
export interface Estimate {
  readonly load: Load;
  readonly usage: Usage;
  readonly items: readonly LineItem[];
  readonly totalUsd: number;
  readonly usdPerMillionRecords: number;
  /** The same load carried otherwise. */
  readonly alternatives: readonly Alternative[];
  /** What the sum does not show about this load. */
  readonly remarks: readonly string[];
}

/**
 * The monthly cost of one bridge for a load, line by line. No input, no output, no clock.
 *
 * @throws Error when the load contradicts itself.
 */
export function estimate(load: Load, region: RegionPrices): Estimate {
  checkLoad(load);
  const used = usage(load);
  const items = quantities(load, used).map((quantity) => lineItem(quantity, region.prices));
  const totalUsd = items.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0);
  return {
    load,
    usage: used,
    items,
    totalUsd,
    usdPerMillionRecords: (totalUsd / used.records) * 1e6,
    alternatives: alternatives(load, used, items, region.prices),
    remarks: remarks(load, used, region),
  };
}
