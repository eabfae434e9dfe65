import * as z from 'zod/mini';
import { DEFAULT_DETAIL_TYPE, type DetailTypeRule, parseDetailTypeRule } from './detail-type-rule.ts';
import { MAX_REQUEST_BYTES, MIN_REQUEST_BYTES } from './limits.ts';
import {
  choice,
  flag,
  listItems,
  oneOf,
  optional,
  type Parsed,
  pattern,
  property,
  REFUSED,
  wholeNumber,
} from './property.ts';
import { REGION } from './region.ts';

/** What the detail of an event looks like. */
const DETAIL_SHAPES = ['connector', 'value', 'cloudevents'] as const;
export type DetailShapeName = (typeof DETAIL_SHAPES)[number];

/**
 * The configuration document, less the formats of records (`format-properties.ts`): one JSON object whose members are the
 * connector's own property names, so that the `config` of a Kafka Connect connector can be pasted. Closed: an unknown
 * member is an error.
 */
export const configurationDocument = z.strictObject({
  'aws.eventbridge.connector.id': property(
    'Give the connector id, up to 242 characters; events get the source "kafka-connect.<connector id>".',
    pattern(/^\S.{0,241}$/),
  ),
  'aws.eventbridge.region': property('Give the Region of the event bus, such as eu-west-1.', pattern(REGION)),
  'aws.eventbridge.eventbus.arn': property(
    'Give the ARN of the event bus, such as arn:aws:events:eu-west-1:123456789012:event-bus/orders.',
    pattern(/^arn:aws[\w-]*:events:\w+(?:-\w+)+:\d{12}:event-bus\/[/.\-_A-Za-z0-9]+$/),
  ),
  'aws.eventbridge.endpoint.uri': optional(
    property('Give an http or https address, or leave it out for the endpoint of the Region.', optionalUri),
    '',
  ),
  'aws.eventbridge.eventbus.resources': optional(
    property('Give ARNs, separated by commas.', (text) => ({ value: listItems(text) })),
    '',
  ),
  'aws.eventbridge.detail.types': optional(
    property(
      'Give one detail type for all topics, in which ${topic} stands for the topic, or a list topic:detailType,topic:detailType.',
      detailTypes,
    ),
    DEFAULT_DETAIL_TYPE,
  ),
  'aws.eventbridge.retries.max': optional(
    property('Give a whole number from 0 to 10.', wholeNumber(0, 10)),
    '2',
  ),
  'aws.eventbridge.retries.delay': optional(
    property('Give milliseconds, a whole number from 0 to 10000.', wholeNumber(0, 10_000)),
    '200',
  ),
  'aws.eventbridge.request.max.bytes': optional(
    property(
      `Give bytes, a whole number from ${MIN_REQUEST_BYTES} to ${MAX_REQUEST_BYTES}.`,
      wholeNumber(MIN_REQUEST_BYTES, MAX_REQUEST_BYTES),
    ),
    String(MAX_REQUEST_BYTES),
  ),
  'aws.eventbridge.request.max.concurrency': optional(
    property('Give a whole number of requests from 1 to 128.', wholeNumber(1, 128)),
    '16',
  ),
  'aws.eventbridge.request.max.rate': optional(
    property(
      'Give requests a second, a whole number from 1 to 10000, or 0 for no cap.',
      wholeNumber(0, 10_000),
    ),
    '0',
  ),
  'aws.eventbridge.ordering': optional(
    property(
      'Give "none", or "partition" or "key" to send the records of each one after another.',
      choice((text) => (['none', 'partition', 'key'] as const).find((known) => known === text)),
    ),
    'none',
  ),
  'aws.eventbridge.detail.shape': optional(oneOf(DETAIL_SHAPES), 'connector'),
  'aws.eventbridge.detail.metadata.member': optional(
    property(
      'Give a name of up to 64 letters, digits, _ and -, which no value has as a member.',
      pattern(/^[A-Za-z_][\w-]{0,63}$/),
    ),
    '_kafka',
  ),
  'aws.eventbridge.tombstone.marker': optional(flag(), 'false'),
  'errors.tolerance': optional(
    property(
      'Give "all" to dead-letter bad records, or "none" to report them to the event source mapping as failed.',
      choice((text) => (['all', 'none'] as const).find((known) => known === text)),
    ),
    'all',
  ),
});

export type ConfigurationProperties = z.output<typeof configurationDocument>;

function optionalUri(text: string): Parsed<string> {
  return text === '' || (URL.canParse(text) && /^https?:\/\//.test(text)) ? { value: text } : REFUSED;
}

function detailTypes(text: string): Parsed<DetailTypeRule> {
  const result = parseDetailTypeRule(text === '' ? [] : listItems(text));
  return 'rule' in result ? { value: result.rule } : { ...REFUSED, problem: result.problem };
}
