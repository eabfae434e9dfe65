import { provisionedPollers } from '../pollers.ts';
import { type MappingRule, ofForm, withinRange } from './mapping-plan.ts';

/** Raised quota; five without a quota request. https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html */
const MAX_FILTERS = 10;

/** Kafka allows one character and a leading dot as well; a mapping does not. */
const TOPIC = /^[a-zA-Z0-9_-][a-zA-Z0-9._-]{1,248}$/;

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */
export const RANGE_RULES: readonly MappingRule[] = [
  ofForm('topics', ({ topic }) => topic, TOPIC),
  ofForm(
    'onFailure.topic',
    ({ onFailure }) => (onFailure.type === 'kafka' ? onFailure.topic : undefined),
    TOPIC,
  ),
  withinRange(
    'startingPosition.timestampSeconds',
    ({ startingPosition }) =>
      typeof startingPosition === 'object' ? startingPosition.timestampSeconds : undefined,
    [0, Number.MAX_SAFE_INTEGER],
  ),
  ofForm('consumerGroupId', ({ consumerGroupId }) => consumerGroupId, /^[a-zA-Z0-9-/*:_+=.@]{1,200}$/),
  withinRange('batchSize', ({ batchSize }) => batchSize, [1, 10_000]),
  withinRange('batchWindowSeconds', ({ batchWindowSeconds }) => batchWindowSeconds, [0, 300]),
  withinRange('retry.attempts', ({ retry }) => retry?.attempts, [-1, 10_000]),
  withinRange(
    'retry.maximumRecordAgeSeconds',
    ({ retry }) => finite(retry?.maximumRecordAgeSeconds),
    [60, 604_800],
  ),
  withinRange('polling.minimumPollers', ({ polling }) => provisionedPollers(polling)?.minimum, [1, 200]),
  withinRange('polling.maximumPollers', ({ polling }) => provisionedPollers(polling)?.maximum, [1, 2_000]),
  ofForm(
    'polling.pollerGroup',
    ({ polling }) => provisionedPollers(polling)?.group,
    /^[a-zA-Z0-9_-]{1,128}$/,
  ),
  ({ polling }) => {
    const { minimum = 1, maximum = 1 } = provisionedPollers(polling) ?? {};
    return minimum > maximum
      ? `polling.minimumPollers is ${minimum}, above polling.maximumPollers, which is ${maximum}. Raise the maximum.`
      : undefined;
  },
  ({ filters = [] }) =>
    filters.length > MAX_FILTERS
      ? `There are ${filters.length} filters; a mapping takes ${MAX_FILTERS}. Join them with $or.`
      : undefined,
  ({ filters = [] }) =>
    filters.some((filter) => Object.keys(filter).join() !== 'value')
      ? 'A filter of a Kafka mapping looks at the value alone: {"value": {…}}. Move the pattern there.'
      : undefined,
  ({ filters = [] }) => {
    const [leaf] = filters.flatMap((filter) => leavesOf(filter, 'filters'));
    if (leaf === undefined) return undefined;
    const value = JSON.stringify(leaf.value);
    return `${leaf.path} is ${value}; a pattern has lists: [${value}].`;
  },
];

/** Values of a pattern that stand alone; what is inside a list is for EventBridge to judge. */
function leavesOf(pattern: unknown, path: string): { path: string; value: unknown }[] {
  if (Array.isArray(pattern)) return [];
  if (typeof pattern !== 'object' || pattern === null) return [{ path, value: pattern }];
  return Object.entries(pattern).flatMap(([name, value]) => leavesOf(value, `${path}.${name}`));
}

/** -1 stands for no limit. */
function finite(ageSeconds: number | undefined): number | undefined {
  return ageSeconds === -1 ? undefined : ageSeconds;
}
