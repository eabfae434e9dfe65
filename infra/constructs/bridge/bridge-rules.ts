import { Token } from 'aws-cdk-lib';
import type { Configuration } from '../../../shared/configuration/configuration.ts';
import type { Rule } from '../contradictions.ts';
import { takesPartialResponses } from '../kafka/partial-responses.ts';
import type { BridgeOptions } from './bridge-options.ts';

/** Lambda's limit for functions with a Kafka source. https://docs.aws.amazon.com/lambda/latest/dg/with-msk-configure.html */
const MAX_TIMEOUT_SECONDS = 840;

export interface BridgePlan {
  readonly options: BridgeOptions;
  readonly configuration: Configuration;
}

/** What must hold between the options of a bridge. */
export const BRIDGE_RULES: readonly Rule<BridgePlan>[] = [
  ({ options: { name } }) =>
    /^[a-z][a-z0-9-]{0,39}$/.test(name)
      ? undefined
      : `name is "${name}"; it starts with a lower-case letter and holds up to 40 lower-case letters, digits and hyphens.`,
  ({ options: { topics } }) =>
    topics.length > 0 && new Set(topics).size === topics.length
      ? undefined
      : 'topics needs at least one topic, and each once.',
  ({ options: { function: { timeoutSeconds } = {} } }) =>
    isWithin(timeoutSeconds, 1, MAX_TIMEOUT_SECONDS)
      ? undefined
      : `function.timeoutSeconds is ${timeoutSeconds}; with a Kafka source it is 1 to ${MAX_TIMEOUT_SECONDS} (14 minutes).`,
  ({ options: { function: { memoryMb } = {} } }) =>
    isWithin(memoryMb, 128, 10_240)
      ? undefined
      : `function.memoryMb is ${memoryMb}; Lambda has 128 to 10240.`,
  ({ options: { function: { reservedConcurrency } = {} } }) =>
    isWithin(reservedConcurrency, 1, Number.POSITIVE_INFINITY)
      ? undefined
      : `function.reservedConcurrency is ${reservedConcurrency}; with less than 1 the function never runs. To stop a bridge, set mapping.enabled to false.`,
  ({ options: { deadLetters } }) =>
    isWithin(deadLetters?.retentionDays, 1, Number.POSITIVE_INFINITY)
      ? undefined
      : `deadLetters.retentionDays is ${deadLetters?.retentionDays}; give whole days, 1 or more.`,
  ofArn('encryptionKeyArn', 'kms', ({ encryptionKeyArn }) => encryptionKeyArn),
  ofArn('monitoring.alarmTopicArn', 'sns', ({ monitoring }) => monitoring?.alarmTopicArn),
  ofArn('onFailure.topicArn', 'sns', ({ onFailure }) =>
    onFailure?.type === 'sns' ? onFailure.topicArn : undefined,
  ),
  ofArn('onFailure.queueArn', 'sqs', ({ onFailure }) =>
    onFailure?.type === 'sqs' ? onFailure.queueArn : undefined,
  ),
  ofArn('onFailure.bucketArn', 's3', ({ onFailure }) =>
    onFailure?.type === 's3' ? onFailure.bucketArn : undefined,
  ),
  ({ options: { onFailure } }) =>
    onFailure !== undefined && 'queueArn' in onFailure && onFailure.queueArn?.endsWith('.fifo')
      ? 'onFailure.queueArn is a FIFO queue; Lambda writes failures to standard queues only. Give another queue.'
      : undefined,
  ({ options: { onFailure } }) =>
    onFailure?.type === 'sns' && onFailure.topicArn.endsWith('.fifo')
      ? 'onFailure.topicArn is a FIFO topic; Lambda publishes failures to standard topics only. Give another topic.'
      : undefined,
  ({ options: { topics } }) =>
    topics.some((topic) => Token.isUnresolved(topic))
      ? 'topics would be known at deployment only; mappings and permissions are made for them. Write the names of the topics.'
      : undefined,
  ({ options: { mapping: { filters = [], schemaRegistry } = {} }, configuration: { value } }) =>
    filters.length > 0 && !['json', 'string'].includes(value.converter) && schemaRegistry === undefined
      ? `mapping.filters look at values before the bridge decodes them, and value.converter is "${value.converter}": nothing would match, and Lambda would skip every record. Remove mapping.filters, or let mapping.schemaRegistry decode.`
      : undefined,
  ({ options: { createEventBus, eventBusArn, configuration } }) =>
    createEventBus !== undefined &&
    (eventBusArn !== undefined || configuration?.['aws.eventbridge.eventbus.arn'] !== undefined)
      ? 'createEventBus makes a bus, and another one is named. Remove one of the two.'
      : undefined,
  ({ options: { deadLetters, onFailure } }) =>
    deadLetters?.queue === false && deadLetters.redrive === true && !hasNotices(onFailure)
      ? 'deadLetters.redrive reads the dead-letter queue or the notices of onFailure. Set one of them, or remove deadLetters.redrive.'
      : undefined,
  ({ options, configuration }) =>
    mayDeadLetter(options, configuration) || takesPartialResponses(options.mapping ?? {})
      ? undefined
      : 'Without dead letters and without partial batch responses one bad record stops its partition. Set deadLetters, or use provisioned pollers.',
  ({ options, configuration }) =>
    mayDeadLetter(options, configuration) || options.onFailure?.type !== 'none'
      ? undefined
      : 'Without dead letters and without onFailure bad records are repeated until Kafka drops them. Set one of them.',
  ({ options }) =>
    options.mapping?.schemaRegistry?.recordFormat === 'SOURCE'
      ? 'mapping.schemaRegistry.recordFormat "SOURCE" takes the schema id out of the record, and this version of the bridge cannot decode without it. Use "JSON", or remove schemaRegistry and let the bridge decode.'
      : undefined,
  ...(['key', 'value'] as const).map(
    (side): Rule<BridgePlan> =>
      ({ options, configuration }) => {
        const registry = options.mapping?.schemaRegistry;
        const attribute = side === 'key' ? 'KEY' : 'VALUE';
        const isDecoded = registry !== undefined && (registry.attributes ?? ['VALUE']).includes(attribute);
        return isDecoded && configuration[side].converter !== 'json'
          ? `mapping.schemaRegistry hands ${side}s over as JSON. Set ${side}.converter to "json", or take ${attribute} out of mapping.schemaRegistry.attributes.`
          : undefined;
      },
  ),
];

/** Whether a queue tells of the batches that Lambda puts into a bucket. */
function hasNotices(onFailure: BridgeOptions['onFailure']): boolean {
  return (
    onFailure === undefined ||
    (onFailure.type === 's3' && onFailure.bucketArn === undefined && onFailure.notice !== false)
  );
}

/** Whether the bridge writes bad records away itself. */
export function mayDeadLetter({ deadLetters }: BridgeOptions, { errorsTolerance }: Configuration): boolean {
  return errorsTolerance === 'all' && (deadLetters?.queue !== false || deadLetters.bucket !== false);
}

function isWithin(value: number | undefined, minimum: number, maximum: number): boolean {
  return value === undefined || (Number.isInteger(value) && value >= minimum && value <= maximum);
}

function ofArn(
  name: string,
  service: string,
  read: (options: BridgeOptions) => string | undefined,
): Rule<BridgePlan> {
  const form = new RegExp(`^arn:[\\w-]+:${service}:`);
  return ({ options }) => {
    const arn = read(options);
    if (arn === undefined || Token.isUnresolved(arn) || form.test(arn)) return undefined;
    return `${name} is "${arn}". Give an ARN, which starts with arn:aws:${service}:.`;
  };
}
