import type { Quantity } from './line-item.ts';
import { HOURS_PER_MONTH } from './usage.ts';

/** Sizes of `infra/constructs/demo`. */
const BROKERS = 2;
const STORAGE_GB = 10;

/**
 * What the demo has beside its bridge. The analyzer's pollers share the Event Poller Unit of the bridge; producer and
 * analyzer cost a few dollars more.
 */
export const DEMO_QUANTITIES: readonly Quantity[] = [
  {
    what: 'Demo: MSK brokers',
    price: 'broker',
    quantity: BROKERS * HOURS_PER_MONTH,
    formula: `${BROKERS} kafka.m7g.large × ${HOURS_PER_MONTH} h`,
  },
  {
    what: 'Demo: MSK storage',
    price: 'brokerStorage',
    quantity: BROKERS * STORAGE_GB,
    formula: `${BROKERS} brokers × ${STORAGE_GB} GB`,
  },
  {
    what: 'Demo: interface endpoint',
    price: 'interfaceEndpoint',
    quantity: HOURS_PER_MONTH,
    formula: `Glue in one zone × ${HOURS_PER_MONTH} h`,
  },
];
