/**
 * Unit prices, in one place, each with its date. List prices in US dollars: first tier, no free tier, no discounts. The
 * next tiers begin at 7.5 billion GB-seconds, 10 TB of logs and 10,000 metrics a month.
 */
export interface Price {
  readonly usd: number;
  /** Units for that many dollars. */
  readonly per: number;
  /** In the plural. */
  readonly unit: string;
  /** Page on which AWS shows the price. */
  readonly source: string;
  /** ISO date of that knowledge. */
  readonly asOf: string;
  /**
   * `listed`: a copy of AWS's price list or page of that date has it. `reported`: on that date others said so, and
   * AWS's own page was not seen. `given`: from the command line.
   */
  readonly sure: 'listed' | 'reported' | 'given';
}

export type PriceName = keyof typeof US_EAST_1;
export type Prices = Readonly<Record<PriceName, Price>>;

export interface RegionPrices {
  readonly prices: Prices;
  /** PutEvents requests a second that an account has at first. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
  readonly putEventsPerSecond: number;
}

const MILLION = 1_000_000;
const LAMBDA = 'https://aws.amazon.com/lambda/pricing/';
const EVENTBRIDGE = 'https://aws.amazon.com/eventbridge/pricing/';
const CLOUDWATCH = 'https://aws.amazon.com/cloudwatch/pricing/';
const SQS = 'https://aws.amazon.com/sqs/pricing/';
const S3 = 'https://aws.amazon.com/s3/pricing/';
const MSK = 'https://aws.amazon.com/msk/pricing/';
const PRIVATELINK = 'https://aws.amazon.com/privatelink/pricing/';
const PARAMETER_TIERS =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html';

const US_EAST_1 = {
  /** Up to 20 MB/s and ten pollers each. */
  pollerUnit: listed(0.185, 1, 'EPU-h', LAMBDA, '2026-09-28'),
  invocation: listed(0.2, MILLION, 'requests', LAMBDA, '2026-09-28'),
  /** arm64. */
  computation: listed(0.0000133334, 1, 'GB-s', LAMBDA, '2026-09-28'),
  /** Each 64 KB of an entry count as one. */
  event: listed(1, MILLION, 'events', EVENTBRIDGE, '2026-10-08'),
  archiveIngestion: listed(0.1, 1, 'GB', EVENTBRIDGE, '2025-10-28'),
  archiveStorage: listed(0.023, 1, 'GB-months', EVENTBRIDGE, '2025-10-28'),
  /** Logs of Lambda functions. */
  logIngestion: listed(0.5, 1, 'GB', CLOUDWATCH, '2026-09-21'),
  logStorage: listed(0.03, 1, 'GB-months', CLOUDWATCH, '2025-10-28'),
  metric: listed(0.3, 1, 'metrics', CLOUDWATCH, '2026-09-21'),
  /** Of a standard alarm, each metric that it watches. */
  alarm: listed(0.1, 1, 'alarms', CLOUDWATCH, '2026-09-21'),
  dashboard: reported(3, 1, 'dashboards', CLOUDWATCH, '2026-06-13'),
  /** Each 64 KB of a message count as one. */
  queueRequest: listed(0.4, MILLION, 'requests', SQS, '2026-10-08'),
  objectWrite: listed(0.005, 1_000, 'requests', S3, '2026-10-08'),
  objectStorage: listed(0.023, 1, 'GB-months', S3, '2026-10-08'),
  /** A standard parameter, read at standard throughput. */
  parameter: listed(0, 1, 'parameters', PARAMETER_TIERS, '2026-11-21'),
  /** In one availability zone; 0.01 a GB comes on top. */
  interfaceEndpoint: reported(0.01, 1, 'h', PRIVATELINK, '2026-10-06'),
  /** kafka.m7g.large. */
  broker: reported(0.204, 1, 'broker-h', MSK, '2026-11-21'),
  brokerStorage: reported(0.1, 1, 'GB-months', MSK, '2026-11-21'),
  /** One vCPU with 4 GiB. */
  connectUnit: reported(0.11, 1, 'MCU-h', MSK, '2026-11-21'),
} satisfies Record<string, Price>;

/** Other Regions are added when all their prices are known; event poller units are the ones that are hard to find. */
export const REGIONS: ReadonlyMap<string, RegionPrices> = new Map([
  ['us-east-1', { prices: US_EAST_1, putEventsPerSecond: 10_000 }],
]);

export const DEFAULT_REGION = 'us-east-1';

/** @returns dollars for a quantity. */
export function cost(quantity: number, { usd, per }: Price): number {
  return (quantity / per) * usd;
}

function listed(usd: number, per: number, unit: string, source: string, asOf: string): Price {
  return { usd, per, unit, source, asOf, sure: 'listed' };
}

function reported(usd: number, per: number, unit: string, source: string, asOf: string): Price {
  return { usd, per, unit, source, asOf, sure: 'reported' };
}
