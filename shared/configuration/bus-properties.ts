import { EXTERNAL_ID, ROLE_ARN } from './assumed-role.ts';
import { MAX_REQUEST_BYTES, MIN_REQUEST_BYTES } from './limits.ts';
import {
  choice,
  optional,
  optionalPattern,
  optionalUri,
  pattern,
  property,
  wholeNumber,
} from './property.ts';
import { REGION } from './region.ts';

/** Where events go, as whom, and how requests are sent and repeated. */
export const BUS_PROPERTIES = {
  'aws.eventbridge.connector.id': property(
    'Give the connector id, up to 242 characters; events get the source "kafka-connect.<connector id>".',
    pattern(/^\S.{0,241}$/),
  ),
  'aws.eventbridge.region': property('Give the Region of the event bus, such as eu-west-1.', pattern(REGION)),
  'aws.eventbridge.eventbus.arn': property(
    'Give the ARN of the event bus, such as arn:aws:events:eu-west-1:123456789012:event-bus/orders.',
    pattern(/^arn:aws[\w-]*:events:\w+(?:-\w+)+:\d{12}:event-bus\/[/.\-_A-Za-z0-9]+$/),
  ),
  'aws.eventbridge.endpoint.uri': optionalUri(
    'Give an http or https address, or leave it out for the endpoint of the Region.',
  ),
  'aws.eventbridge.eventbus.global.endpoint.id': optionalPattern(
    'Give the id of a global endpoint, such as abcde.veo, without the address around it.',
    /^[A-Za-z0-9-]+\.[A-Za-z0-9-]+$/,
  ),
  'aws.eventbridge.iam.role.arn': optionalPattern(
    'Give the ARN of a role that may put events, such as arn:aws:iam::123456789012:role/events, or leave it out for the execution role.',
    ROLE_ARN,
  ),
  'aws.eventbridge.iam.external.id': optionalPattern(
    'Give the external id that the trust policy of the role asks for.',
    EXTERNAL_ID,
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
  'errors.tolerance': optional(
    property(
      'Give "all" to dead-letter bad records, or "none" to report them to the event source mapping as failed.',
      choice((text) => (['all', 'none'] as const).find((known) => known === text)),
    ),
    'all',
  ),
};
