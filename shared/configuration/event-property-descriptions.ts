import {
  DETAIL_TYPE_MAPPER_CLASS_NAMES,
  DETAIL_TYPE_MAPPERS,
  TIME_MAPPER_CLASS_NAMES,
  TIME_MAPPERS,
} from './mapper-names.ts';
import type { PropertyDescription } from './property-description.ts';

/** What events look like. */
export const EVENT_PROPERTY_DESCRIPTIONS: readonly PropertyDescription[] = [
  {
    name: 'aws.eventbridge.source',
    description:
      'Source of events, in which `${connector.id}` and `${topic}` stand for the connector id and the topic; at most 256 characters, and not beginning with `aws.`.',
    kind: 'text',
    isRequired: false,
    isConnectors: false,
    defaultText: 'kafka-connect.${connector.id}',
  },
  {
    name: 'aws.eventbridge.detail.types',
    description:
      'One detail type for all topics, or a list `topic:type,topic:type`, in which `orders.*` stands for all topics that begin so; `${topic}` stands for the topic, and `${$.path}` for a text of the value. A topic that the list does not name, or a record without that text, gets the default.',
    kind: 'list',
    isRequired: false,
    isConnectors: true,
    defaultText: 'kafka-connect-${topic}',
  },
  {
    name: 'aws.eventbridge.detail.types.mapper.class',
    description:
      'Where detail types come from: `default`, from `aws.eventbridge.detail.types`; `jsonpath`, from a text of the value.',
    kind: 'text',
    isRequired: false,
    isConnectors: true,
    defaultText: 'default',
    values: DETAIL_TYPE_MAPPERS,
    otherSpellings: [...DETAIL_TYPE_MAPPER_CLASS_NAMES, ''],
  },
  {
    name: 'aws.eventbridge.detail.types.jsonpathmapper.fieldref',
    description:
      'With `jsonpath`: path of the detail type in the value, such as `$.order.type`; a record without a text there gets the name of its topic.',
    kind: 'text',
    isRequired: false,
    isConnectors: true,
    defaultText: '',
    defaultMeaning: 'none',
  },
  {
    name: 'aws.eventbridge.time.mapper.class',
    description:
      'Time of events: `none`, when EventBridge takes them; `record-timestamp`, that of the record; `jsonpath`, one in the value.',
    kind: 'text',
    isRequired: false,
    isConnectors: true,
    defaultText: 'none',
    values: TIME_MAPPERS,
    otherSpellings: [...TIME_MAPPER_CLASS_NAMES, ''],
  },
  {
    name: 'aws.eventbridge.time.jsonpathmapper.fieldref',
    description:
      'With `jsonpath`: path of the time in the value, an ISO 8601 text with a zone or a number since 1970; without one there, EventBridge sets the time.',
    kind: 'text',
    isRequired: false,
    isConnectors: false,
    defaultText: '',
    defaultMeaning: 'none',
  },
  {
    name: 'aws.eventbridge.eventbus.resources',
    description:
      'Resources of every event, separated by commas; `${topic}` stands for the topic and `${$.path}` for a text of the value, without which the resource is left out.',
    kind: 'list',
    isRequired: false,
    isConnectors: true,
    defaultText: '',
    defaultMeaning: 'none',
  },
  {
    name: 'aws.eventbridge.detail.shape',
    description: '[What the detail looks like](#shapes-of-the-detail).',
    kind: 'text',
    isRequired: false,
    isConnectors: false,
    defaultText: 'connector',
    values: ['connector', 'value', 'cloudevents'],
    isAnyCase: true,
  },
  {
    name: 'aws.eventbridge.detail.metadata.member',
    description: 'With the shape `value`: the member that holds everything but the value.',
    kind: 'text',
    isRequired: false,
    isConnectors: false,
    defaultText: '_kafka',
    pattern: '^[A-Za-z_][\\w-]{0,63}$',
  },
  {
    name: 'aws.eventbridge.tombstone.marker',
    description:
      'With the shape `connector`: adds `"tombstone":true` to a record without a value; the other shapes always mark it.',
    kind: 'flag',
    isRequired: false,
    isConnectors: false,
    defaultText: 'false',
  },
];
