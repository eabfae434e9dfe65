import * as z from 'zod/mini';
import {
  CONVERTER_NAMES,
  converterName,
  DEFAULT_CONVERTERS,
  HEADER_CONVERTER_NAMES,
  headerConverterName,
} from './converter-names.ts';
import { DEFAULT_DETAIL_TYPE, type DetailTypeRule, parseDetailTypeRule } from './detail-type-rule.ts';
import { MAX_REQUEST_BYTES, MIN_REQUEST_BYTES } from './limits.ts';
import {
  choice,
  listItems,
  optional,
  type Parsed,
  pattern,
  property,
  REFUSED,
  wholeNumber,
} from './property.ts';

/** The name of a Region of any partition. */
export const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d+$/;

/**
 * The configuration document: one JSON object whose members are the connector's own property names, so that the
 * `config` of a Kafka Connect connector can be pasted. Closed: an unknown member is an error.
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
  'key.converter': optional(converter(), DEFAULT_CONVERTERS.key),
  'key.converter.schemas.enable': optional(flag(), 'false'),
  'key.converter.enhanced.avro.schema.support': optional(flag(), 'false'),
  'key.converter.region': optional(registryRegion(), ''),
  'value.converter': optional(converter(), DEFAULT_CONVERTERS.value),
  'value.converter.schemas.enable': optional(flag(), 'false'),
  'value.converter.enhanced.avro.schema.support': optional(flag(), 'false'),
  'value.converter.region': optional(registryRegion(), ''),
  'header.converter': optional(
    property(
      `Give one of ${HEADER_CONVERTER_NAMES.join(', ')} or the Java class of such a Kafka Connect converter. There is none that guesses types, as SimpleHeaderConverter does.`,
      choice(headerConverterName),
    ),
    'string',
  ),
  'errors.tolerance': optional(
    property(
      'Give "all" to dead-letter bad records, or "none" to report them to the event source mapping as failed.',
      choice((text) => (['all', 'none'] as const).find((known) => known === text)),
    ),
    'all',
  ),
});

export type ConfigurationProperties = z.output<typeof configurationDocument>;

function converter() {
  return property(
    `Give one of ${CONVERTER_NAMES.join(', ')} or the Java class of such a converter.`,
    choice(converterName),
  );
}

function flag() {
  return property(
    'Give true or false.',
    choice((text) => ({ true: true, false: false })[text]),
  );
}

/** The registry's Region; it has to be the bridge's own, which {@link parseConfiguration} checks. */
function registryRegion() {
  return property('Leave it out: schemas are read in aws.eventbridge.region.', (text) => ({ value: text }));
}

function optionalUri(text: string): Parsed<string> {
  return text === '' || (URL.canParse(text) && /^https?:\/\//.test(text)) ? { value: text } : REFUSED;
}

function detailTypes(text: string): Parsed<DetailTypeRule> {
  const result = parseDetailTypeRule(text === '' ? [] : listItems(text));
  return 'rule' in result ? { value: result.rule } : { ...REFUSED, problem: result.problem };
}
