import { type Connector, propertyText } from '../connector.ts';
import { carriedOver, changed, notNeeded } from '../decision.ts';
import { byName, type PropertyRule } from './property-rule.ts';

const REPEATED =
  'What may pass is repeated anyway: by the bridge (aws.eventbridge.retries.max), then by Lambda (mapping.retry).';

/** What becomes of records that cannot be converted or sent. */
export const errorRule: PropertyRule = byName({
  'errors.tolerance': (property) => {
    const isDefault =
      property.origin === 'Kafka Connect' ? 'Not written: none in Kafka Connect, all here. ' : '';
    return carriedOver(property, { why: isDefault + (property.value === 'all' ? ALL : NONE) });
  },
  'errors.deadletterqueue.topic.name': (property, { connector }) =>
    property.value === ''
      ? notNeeded(property, 'It names no dead-letter topic.')
      : changed(
          property,
          isTolerant(connector) ? 'dead-letter queue and bucket' : 'onFailure of the bridge (S3)',
          `No topic is written to. ${isTolerant(connector) ? 'Bad records go to SQS and S3' : 'Failed records go to S3'}, whole and with the reason; npm run redrive sends them again.`,
        ),
  'errors.deadletterqueue.topic.replication.factor': (property) =>
    notNeeded(property, 'There is no dead-letter topic.'),
  'errors.deadletterqueue.context.headers.enable': (property) =>
    notNeeded(property, 'Dead letters always tell the reason and where the record was.'),
  'errors.retry.timeout': (property) => notNeeded(property, REPEATED),
  'errors.retry.delay.max.ms': (property) => notNeeded(property, REPEATED),
  'errors.log.enable': (property) => notNeeded(property, 'Failures are always logged.'),
  'errors.log.include.messages': (property) =>
    property.value === 'true'
      ? changed(property, 'dead letters', 'Contents of records are never logged; the dead letters have them.')
      : notNeeded(property, 'Contents of records are never logged.'),
});

const ALL = 'Bad records go to the dead-letter queue and bucket, and the others go on.';

const NONE =
  'In Kafka Connect a record that cannot be read stops the task. Here it is reported as failed: Lambda repeats it, then hands it to onFailure, and its partition goes on. With all it would be a dead letter at once.';

/** Where the tolerance is left out, the bridge has its own default. */
function isTolerant(connector: Connector): boolean {
  return (propertyText(connector, 'errors.tolerance') ?? 'all') === 'all';
}
