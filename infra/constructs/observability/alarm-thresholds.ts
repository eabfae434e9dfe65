import { type Rule, refuseContradictions } from '../contradictions.ts';

/**
 * What the alarms of a bridge tolerate, as plain data: an alarm goes off when a value is above its threshold. Losses
 * have no threshold: one is too many.
 */
export interface AlarmThresholds {
  /** Records that may wait in one partition. @default 10000 */
  readonly offsetLagRecords?: number;
  /** Whole minutes that more may wait, 1 to 1440: bursts and deployments pass. @default 15 */
  readonly offsetLagMinutes?: number;
  /** Age at which the slowest hundredth of batches may arrive, over 15 minutes. @default 300 */
  readonly recordAgeP99Seconds?: number;
  /** Records that may become dead letters in 5 minutes. @default 0 */
  readonly recordsDeadLettered?: number;
  /** Dead letters that may wait in the queue. @default 0 */
  readonly deadLettersWaiting?: number;
  /** Age of the oldest dead letter in the queue; SQS deletes it after 14 days. 0 to 13. @default 10 */
  readonly deadLetterAgeDays?: number;
  /** Records that may be reported for a retry in each of three times 5 minutes. @default 0 */
  readonly recordsRetried?: number;
  /** Requests and entries that may be throttled in each of three times 5 minutes. @default 0 */
  readonly putEventsThrottled?: number;
  /** Invocations that may fail in 5 minutes. @default 0 */
  readonly functionErrors?: number;
  /** Invocations that may be throttled in each of three times 5 minutes. @default 0 */
  readonly functionThrottles?: number;
  /** Share of the timeout that the slowest hundredth of invocations may take, over 15 minutes. 1 to 100. @default 80 */
  readonly durationTimeoutPercent?: number;
  /** Errors of reading the topic that may come in each of three times 5 minutes. @default 0 */
  readonly pollingErrors?: number;
}

export const DEFAULT_THRESHOLDS: Required<AlarmThresholds> = {
  offsetLagRecords: 10_000,
  offsetLagMinutes: 15,
  recordAgeP99Seconds: 300,
  recordsDeadLettered: 0,
  deadLettersWaiting: 0,
  deadLetterAgeDays: 10,
  recordsRetried: 0,
  putEventsThrottled: 0,
  functionErrors: 0,
  functionThrottles: 0,
  durationTimeoutPercent: 80,
  pollingErrors: 0,
};

/** Lowest and highest value of those that are not simply 0 or more. */
const RANGES: Partial<Record<keyof AlarmThresholds, readonly [number, number]>> = {
  // CloudWatch looks back one day at most. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
  offsetLagMinutes: [1, 1_440],
  deadLetterAgeDays: [0, 13],
  durationTimeoutPercent: [1, 100],
};

const RULES: readonly Rule<Required<AlarmThresholds>>[] = [
  (thresholds) => {
    const wrong = Object.entries(thresholds).filter(([, value]) => !Number.isFinite(value) || value < 0);
    return wrong.length === 0
      ? undefined
      : `${wrong.map(([name, value]) => `${name} is ${value}`).join(', ')}; thresholds are numbers from 0.`;
  },
  ({ offsetLagMinutes }) =>
    Number.isInteger(offsetLagMinutes)
      ? undefined
      : `offsetLagMinutes is ${offsetLagMinutes}; CloudWatch takes whole minutes.`,
  ...(['offsetLagMinutes', 'deadLetterAgeDays', 'durationTimeoutPercent'] as const).map(
    (name): Rule<Required<AlarmThresholds>> =>
      (thresholds) => {
        const [lowest, highest] = RANGES[name] ?? [0, Number.POSITIVE_INFINITY];
        const value = thresholds[name];
        return value >= lowest && value <= highest
          ? undefined
          : `${name} is ${value}; it goes from ${lowest} to ${highest}.`;
      },
  ),
];

/** @throws Error with one line for each threshold that cannot be. */
export function completeThresholds(thresholds: AlarmThresholds = {}): Required<AlarmThresholds> {
  const complete = { ...DEFAULT_THRESHOLDS, ...thresholds };
  refuseContradictions('The alarms', complete, RULES);
  return complete;
}
