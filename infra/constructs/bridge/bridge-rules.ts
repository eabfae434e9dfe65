import { Token } from 'aws-cdk-lib';
import type { Configuration } from '../../../shared/configuration/configuration.ts';
import { takesPartialResponses } from '../kafka/partial-responses.ts';
import { provisionedPollers } from '../kafka/pollers.ts';
import { keyProblem } from '../key-arn.ts';
import type { BridgeOptions } from './bridge-options.ts';
import { type BridgeRule, isWithin, ofArn } from './bridge-plan.ts';
import { FORMAT_RULES } from './format-rules.ts';
import { FUNCTION_RULES } from './function-rules.ts';
import { PUBLISHING_RULES } from './publishing-rules.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/kafka-scaling-modes.html */
const MAX_POLLERS_OF_A_GROUP = 2_000;

/** What must hold between the options of a bridge. */
export const BRIDGE_RULES: readonly BridgeRule[] = [
  ({ options: { name } }) =>
    /^[a-z][a-z0-9-]{0,39}$/.test(name)
      ? undefined
      : `name is "${name}"; it starts with a lower-case letter and holds up to 40 lower-case letters, digits and hyphens.`,
  ({ options: { topics } }) =>
    topics.length > 0 && new Set(topics).size === topics.length
      ? undefined
      : 'topics needs at least one topic, and each once.',
  ({ options: { deadLetters } }) =>
    isWithin(deadLetters?.retentionDays, 1, Number.POSITIVE_INFINITY)
      ? undefined
      : `deadLetters.retentionDays is ${deadLetters?.retentionDays}; give whole days, 1 or more.`,
  ({ options: { encryptionKeyArn } }) => keyProblem('encryptionKeyArn is', encryptionKeyArn),
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
  ({ options: { topics, mapping } }) => {
    const { maximum = 0 } = provisionedPollers(mapping?.polling) ?? {};
    const ofGroup = topics.length * maximum;
    return topics.length < 2 || ofGroup <= MAX_POLLERS_OF_A_GROUP
      ? undefined
      : `mapping.polling.maximumPollers is ${maximum} for each of ${topics.length} topics, which is ${ofGroup} together; a poller group takes ${MAX_POLLERS_OF_A_GROUP}. Lower it, or make several bridges.`;
  },
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
  ...FUNCTION_RULES,
  ...FORMAT_RULES,
  ...PUBLISHING_RULES,
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
