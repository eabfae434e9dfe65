import type { StartingPosition } from '../../kafka/record-source.ts';
import { type FilterCriteria, readFilters } from './filter-criteria.ts';
import type { EventSourceMappingSettings, PollingMode, ProvisionedMode } from './mapping-settings.ts';
import type { RetrySettings } from './pending-batch.ts';

/** The settings of a mapping with every default in place. */
export interface CheckedSettings {
  readonly topic: string;
  readonly consumerGroupId: string;
  readonly startingPosition: StartingPosition;
  readonly batchSize: number;
  readonly batchWindowMs: number;
  readonly filters: FilterCriteria | undefined;
  readonly pollers: number;
  /** Of one poller at a time. */
  readonly invocations: number;
  readonly retry: RetrySettings;
  /** Undefined when no record is too old. */
  readonly maxRecordAgeMs: number | undefined;
}

/** The mapping would not be one that Lambda creates. All that is wrong is in the message, a line each. */
export class InvalidMappingSettingsError extends Error {
  override readonly name = 'InvalidMappingSettingsError';

  constructor(topic: string, problems: readonly string[]) {
    super([`The event source mapping of topic '${topic}' is not possible:`, ...problems].join('\n- '));
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-msk-configure.html */
const MAX_BATCH_SIZE = 10_000;
const MAX_WINDOW_MS = 300_000;
const MAX_RETRY_ATTEMPTS = 10_000;
const MIN_RECORD_AGE_SECONDS = 60;
const MAX_RECORD_AGE_SECONDS = 604_800;

/** https://docs.aws.amazon.com/lambda/latest/api/API_ProvisionedPollerConfig.html */
const MAX_POLLERS = 2_000;
/** https://docs.aws.amazon.com/lambda/latest/dg/kafka-scaling-modes.html */
const MAX_INVOCATIONS_PER_POLLER = 5;
const DEFAULT_INVOCATIONS_PER_POLLER = MAX_INVOCATIONS_PER_POLLER;

/** https://docs.aws.amazon.com/lambda/latest/api/API_AmazonManagedKafkaEventSourceConfig.html */
const CONSUMER_GROUP_ID = /^[a-zA-Z0-9-/*:_+=.@]{1,200}$/;

/** Retries when they are endless and there is a failure destination. https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html */
const MAX_RETRIES_TO_DESTINATION = 10;

/** Lambda's own wait is not known. Short enough for somebody who watches. */
const RETRY_WAIT_MS = 100;

const KAFKA_DESTINATION = 'kafka://';

/**
 * Checks the settings as Lambda does when a mapping is created.
 *
 * @param destinationArn of the failure destination, if there is one.
 * @throws InvalidMappingSettingsError
 */
export function checkSettings(
  settings: EventSourceMappingSettings,
  destinationArn: string | undefined,
): CheckedSettings {
  const { topic, consumerGroupId, polling, batchSize = 100, batchWindowMs = 500 } = settings;
  const { startingPosition = 'TRIM_HORIZON' } = settings;
  const problems: string[] = [];
  const check = (isRight: boolean, problem: string) => {
    if (!isRight) problems.push(problem);
  };
  check(topic !== '', 'topic is empty. Give the topic that the mapping reads.');
  check(
    CONSUMER_GROUP_ID.test(consumerGroupId),
    `consumerGroupId '${consumerGroupId}' must have 1 to 200 of the characters a-z A-Z 0-9 - / * : _ + = . @`,
  );
  check(
    typeof startingPosition === 'string' ||
      isWithin(startingPosition.timestampMs, 0, Number.MAX_SAFE_INTEGER),
    'startingPosition must be TRIM_HORIZON, LATEST or a time in milliseconds since 1970.',
  );
  check(isWithin(batchSize, 1, MAX_BATCH_SIZE), range('batchSize', batchSize, 1, MAX_BATCH_SIZE));
  check(isWithin(batchWindowMs, 0, MAX_WINDOW_MS), range('batchWindowMs', batchWindowMs, 0, MAX_WINDOW_MS));
  const filters = settings.filters && readFilters(settings.filters);
  problems.push(...(filters?.problems ?? []), ...pollingProblems(polling));
  if (destinationArn?.startsWith(KAFKA_DESTINATION)) {
    check(
      polling.mode === 'provisioned',
      `the failure destination ${destinationArn} is a Kafka topic, which needs provisioned pollers.`,
    );
    check(
      destinationArn !== `${KAFKA_DESTINATION}${topic}`,
      `the failure destination ${destinationArn} is the topic that the mapping reads. Give another topic.`,
    );
  }
  if (problems.length > 0) throw new InvalidMappingSettingsError(topic, problems);
  return {
    topic,
    consumerGroupId,
    startingPosition,
    batchSize,
    batchWindowMs,
    filters: filters?.criteria,
    ...pollingSettings(polling, destinationArn !== undefined),
  };
}

function pollingProblems(polling: PollingMode): string[] {
  const { pollers = 1 } = polling;
  const problems = isWithin(pollers, 1, MAX_POLLERS) ? [] : [range('pollers', pollers, 1, MAX_POLLERS)];
  if (polling.mode === 'on-demand') return problems;
  const {
    invocationsPerPoller = DEFAULT_INVOCATIONS_PER_POLLER,
    maximumRetryAttempts = -1,
    maximumRecordAgeSeconds = -1,
  } = polling;
  if (!isWithin(invocationsPerPoller, 1, MAX_INVOCATIONS_PER_POLLER)) {
    problems.push(range('invocationsPerPoller', invocationsPerPoller, 1, MAX_INVOCATIONS_PER_POLLER));
  }
  if (!isWithin(maximumRetryAttempts, -1, MAX_RETRY_ATTEMPTS)) {
    problems.push(range('maximumRetryAttempts', maximumRetryAttempts, -1, MAX_RETRY_ATTEMPTS));
  }
  if (
    maximumRecordAgeSeconds !== -1 &&
    !isWithin(maximumRecordAgeSeconds, MIN_RECORD_AGE_SECONDS, MAX_RECORD_AGE_SECONDS)
  ) {
    const age = range(
      'maximumRecordAgeSeconds',
      maximumRecordAgeSeconds,
      MIN_RECORD_AGE_SECONDS,
      MAX_RECORD_AGE_SECONDS,
    );
    problems.push(`${age} Or -1, when no record is too old.`);
  }
  return problems;
}

function pollingSettings(
  polling: PollingMode,
  hasDestination: boolean,
): Pick<CheckedSettings, 'pollers' | 'invocations' | 'retry' | 'maxRecordAgeMs'> {
  const { pollers = 1 } = polling;
  if (polling.mode === 'on-demand') {
    const retry = {
      reading: 'ignored',
      maxRetries: Number.POSITIVE_INFINITY,
      retryWaitMs: RETRY_WAIT_MS,
    } as const;
    return { pollers, invocations: 1, retry, maxRecordAgeMs: undefined };
  }
  const { invocationsPerPoller = DEFAULT_INVOCATIONS_PER_POLLER, maximumRecordAgeSeconds = -1 } = polling;
  return {
    pollers,
    invocations: invocationsPerPoller,
    retry: {
      reading: polling.responseReading ?? 'ignored',
      maxRetries: maxRetries(polling, hasDestination),
      isBisecting: polling.bisectBatchOnFunctionError ?? false,
      retryWaitMs: RETRY_WAIT_MS,
    },
    maxRecordAgeMs: maximumRecordAgeSeconds === -1 ? undefined : maximumRecordAgeSeconds * 1_000,
  };
}

function maxRetries({ maximumRetryAttempts = -1 }: ProvisionedMode, hasDestination: boolean): number {
  if (maximumRetryAttempts >= 0) return maximumRetryAttempts;
  return hasDestination ? MAX_RETRIES_TO_DESTINATION : Number.POSITIVE_INFINITY;
}

function isWithin(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

function range(name: string, value: number, min: number, max: number): string {
  const format = (limit: number) => limit.toLocaleString('en-US');
  return `${name} is ${value} and must be a whole number from ${format(min)} to ${format(max)}.`;
}
