import type { LineItem } from './line-item.ts';
import type { Load } from './load.ts';
import { plural, short } from './number-text.ts';
import { cost, type PriceName, type Prices } from './prices.ts';
import { HOURS_PER_MONTH, type Usage, usage } from './usage.ts';

/** Another way to carry the same load. */
export interface Alternative {
  readonly what: string;
  readonly monthlyUsd: number;
  readonly usdPerMillionRecords: number;
  readonly formula: string;
  /** What the price does not show. */
  readonly remark: string;
}

/**
 * A task of the Kafka Connect sink fetches 500 records at most and then sleeps 200 ms (`aws.eventbridge.retries.delay`).
 * https://github.com/aws/eventbridge-kafka-connector
 */
const RECORDS_PER_SECOND_OF_A_TASK = 500 / 0.2;

/** What events cost, whoever sends them. */
const SAME_FOR_ALL = ['event', 'archiveIngestion', 'archiveStorage'] as const;

/** As many as share one Event Poller Unit with a poller each. */
const EXAMPLE_GROUP = 10;

/** The same load with shared pollers, with on-demand pollers, and through the Kafka Connect sink. The demo has none. */
export function alternatives(
  load: Load,
  { records }: Usage,
  items: readonly LineItem[],
  prices: Prices,
): readonly Alternative[] {
  if (load.hasDemo) return [];
  const found = [
    ...(load.pollers === undefined ? [] : [...grouped(load, items, prices), onDemand(items)]),
    connect(load, items, prices),
  ];
  return found.map((alternative) => ({
    ...alternative,
    usdPerMillionRecords: (alternative.monthlyUsd / records) * 1e6,
  }));
}

type Unrated = Omit<Alternative, 'usdPerMillionRecords'>;

function grouped(load: Load, items: readonly LineItem[], prices: Prices): Unrated[] {
  const { polling } = usage({ ...load, bridgesInGroup: EXAMPLE_GROUP });
  if (load.bridgesInGroup > 1 || polling === undefined) return [];
  return [
    {
      what: `One of ${EXAMPLE_GROUP} such bridges in a poller group`,
      monthlyUsd: withoutPollers(items) + cost(polling.unitHours, prices.pollerUnit),
      formula: `${short(polling.unitHours)} EPU-h of its own`,
      remark: 'for clusters of one VPC',
    },
  ];
}

function onDemand(items: readonly LineItem[]): Unrated {
  return {
    what: 'On-demand pollers',
    monthlyUsd: withoutPollers(items),
    formula: 'without event poller units',
    remark:
      'a batch that fails is repeated until it succeeds; clusters in private subnets need NAT or interface endpoints',
  };
}

function connect(
  { peakRecordsPerSecond }: Load,
  items: readonly LineItem[],
  { connectUnit }: Prices,
): Unrated {
  const workers = Math.max(1, Math.ceil(peakRecordsPerSecond / RECORDS_PER_SECOND_OF_A_TASK));
  const units = cost(workers * HOURS_PER_MONTH, connectUnit);
  return {
    what: 'Kafka Connect sink on MSK Connect',
    monthlyUsd: units + sumOf(items, ...SAME_FOR_ALL),
    formula: `${plural(workers, 'worker')} × 1 MCU × ${HOURS_PER_MONTH} h × $${connectUnit.usd}${connectUnit.sure === 'listed' ? '' : '~'} + the same events`,
    remark: 'its logs, metrics and dead-letter topic come on top',
  };
}

function withoutPollers(items: readonly LineItem[]): number {
  return items.reduce((sum, { price, monthlyUsd }) => (price === 'pollerUnit' ? sum : sum + monthlyUsd), 0);
}

function sumOf(items: readonly LineItem[], ...names: readonly PriceName[]): number {
  return items.reduce((sum, { price, monthlyUsd }) => (names.includes(price) ? sum + monthlyUsd : sum), 0);
}
