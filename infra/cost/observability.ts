import { METRICS, OFFLOADING_METRICS } from '../../shared/metrics.ts';
import { type Quantity, used } from './line-item.ts';
import type { Load } from './load.ts';
import { plural, short } from './number-text.ts';
import { BYTES_PER_GB, DAYS_PER_MONTH, type Usage } from './usage.ts';

/** Powertools emits it beside the bridge's own, for cold starts. */
const COLD_START_METRICS = 1;

/** What `infra/constructs/observability` makes, with the default queues. */
export const ALARMS = { ofBridge: 12, ofTopic: 4 } as const;

export function logs(
  { logRetentionDays }: Load,
  { logBytes, invocations, logBytesPerInvocation, deadLetters }: Usage,
): Quantity[] {
  const gigabytes = logBytes / BYTES_PER_GB;
  const failures = deadLetters > 0 ? ' + dead letters' : '';
  return [
    {
      what: 'Log ingestion',
      price: 'logIngestion',
      quantity: gigabytes,
      formula: `${short(invocations)} × ${short(logBytesPerInvocation)} bytes${failures}`,
    },
    {
      what: 'Log storage',
      price: 'logStorage',
      quantity: gigabytes * (logRetentionDays / DAYS_PER_MONTH),
      formula: `kept ${plural(logRetentionDays, 'day')}, counted uncompressed`,
    },
  ];
}

export function observability({ topics, hasAlarms, hasDashboard, deadLetterShare }: Load): Quantity[] {
  const { ofBridge, ofTopic } = ALARMS;
  return used([
    {
      what: 'CloudWatch metrics',
      price: 'metric',
      quantity: customMetrics(deadLetterShare > 0),
      formula: "the bridge's own; those of Lambda are free",
    },
    {
      what: 'CloudWatch alarms',
      price: 'alarm',
      quantity: hasAlarms ? ofBridge + ofTopic * topics : 0,
      formula: `${ofBridge} + ${ofTopic} × ${plural(topics, 'topic')}`,
    },
    {
      what: 'CloudWatch dashboard',
      price: 'dashboard',
      quantity: hasDashboard ? 1 : 0,
      formula: 'one a bridge',
    },
  ]);
}

/**
 * Metrics that CloudWatch bills: each name with each set of dimension values. Dead letters have one of their reason. The
 * bridge is one that offloads nothing.
 */
export function customMetrics(hasDeadLetters: boolean): number {
  const own = Object.keys(METRICS).length - OFFLOADING_METRICS.length;
  return own + COLD_START_METRICS + (hasDeadLetters ? 1 : 0);
}
