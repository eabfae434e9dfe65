import { type RemovalPolicy, Token } from 'aws-cdk-lib';
import type { IncludeDetail, Level } from 'aws-cdk-lib/aws-events';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Rule } from '../contradictions.ts';

export interface BridgeEventBusProps {
  /** Shown in the EventBridge console, up to 512 characters. @default 'Records of Kafka topics' */
  readonly description?: string;
  /**
   * Keeps a copy of every event, from which it can be replayed to the rules of this bus.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html
   * @default true
   */
  readonly archive?: boolean;
  /** Days that the archive keeps an event; 0 keeps it for ever. @default 30 */
  readonly archiveRetentionDays?: number;
  /**
   * Writes a schema of each kind of event into the registry `discovered-schemas`. Not with a customer managed key.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-schema.html
   * @default false
   */
  readonly schemaDiscovery?: boolean;
  /**
   * Which steps of an event's way are logged. `INFO` is the first level that shows an event for which no rule waits.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-logs.html
   * @default 'ERROR'
   */
  readonly logLevel?: `${Level}`;
  /** `FULL` puts the contents of the events, and so of the Kafka records, into the log. @default 'NONE' */
  readonly logDetail?: `${IncludeDetail}`;
  /** @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
  /**
   * Other accounts that may put events on the bus, 12 digits each.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html
   * @default - none
   */
  readonly putEventsAccountIds?: readonly string[];
  /** What `source` may be in events of those accounts. @default - anything */
  readonly allowedSources?: readonly string[];
  /**
   * Customer managed KMS key of the bus and its archive. This stack does not touch its policy, which has to let
   * `events.amazonaws.com` use the key for both and, with a log, `delivery.logs.amazonaws.com` as well.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-cmkey.html
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/encryption-archives.html
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/encryption-bus-logs.html
   * @default - a key that AWS owns
   */
  readonly encryptionKeyArn?: string;
  /**
   * What becomes of the bus and what belongs to it with the stack. Bus and archive share one fate: an archive is replayed
   * to its own bus only, and its managed rule there keeps the bus from being deleted.
   *
   * @default RemovalPolicy.DESTROY, as Kafka has the records; RETAIN for the queue of events that the key failed
   */
  readonly removalPolicy?: RemovalPolicy;
}

const ACCOUNT_ID = /^\d{12}$/;

export const EVENT_BUS_RULES: readonly Rule<BridgeEventBusProps>[] = [
  ({ schemaDiscovery, encryptionKeyArn }) =>
    schemaDiscovery === true && encryptionKeyArn !== undefined
      ? 'EventBridge discovers no schemas on a bus with a customer managed key: leave out "schemaDiscovery" or "encryptionKeyArn".'
      : undefined,
  ({ archiveRetentionDays: days }) =>
    days !== undefined && !Token.isUnresolved(days) && (!Number.isInteger(days) || days < 0)
      ? `"archiveRetentionDays" is ${days}: give whole days, or 0 for ever.`
      : undefined,
  ({ archive, archiveRetentionDays }) =>
    archive === false && archiveRetentionDays !== undefined
      ? '"archiveRetentionDays" has no archive to apply to: leave it out, or leave out "archive": false.'
      : undefined,
  ({ putEventsAccountIds = [] }) => {
    const wrong = putEventsAccountIds.filter((id) => !Token.isUnresolved(id) && !ACCOUNT_ID.test(id));
    return wrong.length > 0
      ? `"putEventsAccountIds" has ${wrong.map((id) => `"${id}"`).join(', ')}: an account id has 12 digits.`
      : undefined;
  },
  ({ putEventsAccountIds = [], allowedSources }) =>
    allowedSources !== undefined && putEventsAccountIds.length === 0
      ? '"allowedSources" limits other accounts, and none may put events: name them in "putEventsAccountIds", or leave it out.'
      : undefined,
  ({ allowedSources }) =>
    allowedSources?.length === 0
      ? '"allowedSources" is empty: name at least one source, or leave it out to allow any.'
      : undefined,
];
