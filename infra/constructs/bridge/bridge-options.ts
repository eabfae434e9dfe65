import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { BridgeEventBusProps } from '../event-bus/event-bus-options.ts';
import type { MappingOptions } from '../kafka/mapping-options.ts';
import type { KafkaSource } from '../kafka/source.ts';
import type { NetworkPlacement } from '../network-placement.ts';
import type { BridgeMonitoringProps } from '../observability/bridge-monitoring.ts';
import type { MonitoredBridge } from '../observability/monitored-bridge.ts';
import type { FailureDestinationOptions } from './failure-destination-options.ts';

/**
 * One bridge as plain data: topics of one cluster to one event bus. A file of `bridges/` has these members, and the
 * construct takes them as props.
 */
export interface BridgeOptions {
  /** Lower-case letters, digits and hyphens; names the bridge in metrics, alarms, parameters and consumer groups. */
  readonly name: string;
  readonly source: KafkaSource;
  /** One event source mapping each. */
  readonly topics: readonly string[];
  /**
   * ARN of the bus; its account and Region may be others than the bridge's.
   * @default - `aws.eventbridge.eventbus.arn` of the configuration, or the bus of `createEventBus`
   */
  readonly eventBusArn?: string;
  /** Creates a bus for the bridge instead. @default - the bus exists */
  readonly createEventBus?: Omit<BridgeEventBusProps, 'removalPolicy'>;
  /**
   * Properties of the connector, as in its `config` object. Connector id, Region and bus may be left out: they are the
   * bridge's name, the Region of the bus, and `eventBusArn`.
   * @default - JSON values and text keys
   */
  readonly configuration?: ConfigurationMembers;
  /**
   * Consumer group; with several topics each gets the topic as a suffix. It cannot be changed later: a change replaces
   * the mapping, which starts again at the starting position. So does a second topic beside the one that has the group as it
   * stands here; give that topic a bridge of its own.
   * @default - `kafka-eventbridge-<name>-<topic>`, which further topics leave as it is
   */
  readonly consumerGroupId?: string;
  /** How Lambda reads the topics. @default - see MappingOptions */
  readonly mapping?: MappingOptions;
  /** Where batches go whose retries ended. @default - a new bucket, with a notice in a queue */
  readonly onFailure?: FailureDestinationOptions;
  /** Where the bridge puts records that no repetition helps. @default - a new queue and a new bucket, and a redrive function */
  readonly deadLetters?: DeadLetterOptions;
  /** @default - see FunctionOptions */
  readonly function?: FunctionOptions;
  /** @default - dashboard, alarms and queries; alarms notify nobody */
  readonly monitoring?: MonitoringOptions;
  /**
   * Customer managed KMS key for queues and buckets that are created; the pollers may use it for a destination that
   * `onFailure` names, too. Without it they cannot write to one with a key of yours, and its batches are dropped.
   * @default - keys of SQS and S3
   */
  readonly encryptionKeyArn?: string;
}

type PropertyValue = string | number | boolean;

/** Properties, and in `topics` those in which single topics differ. */
export type ConfigurationMembers = Readonly<
  Record<string, PropertyValue | Readonly<Record<string, Readonly<Record<string, PropertyValue>>>>>
>;

export interface DeadLetterOptions {
  /** @default true */
  readonly queue?: boolean;
  /**
   * Takes the whole letters; the queue then holds notices of them. Without it, a record above about 780 kB fits into no
   * message.
   * @default true
   */
  readonly bucket?: boolean;
  /** The function that carries dead letters and failed batches again, once an operator switches it on. @default - true with a queue of either */
  readonly redrive?: boolean;
  /** Days that objects stay in the bucket, their old versions 30 more; messages stay for 14. @default 90 */
  readonly retentionDays?: number;
}

/** All but timeout and concurrency holds for the redrive function too, which decodes as the bridge does. */
export interface FunctionOptions {
  /** @default 512 */
  readonly memoryMb?: number;
  /** At most 840: Lambda's limit for Kafka sources. @default 60 */
  readonly timeoutSeconds?: number;
  /** Invocations at once at most, taken out of the account's pool. @default - the account's pool */
  readonly reservedConcurrency?: number;
  /** One of the retentions that CloudWatch Logs has. @default 30 */
  readonly logRetentionDays?: RetentionDays;
  /** @default 'INFO' */
  readonly logLevel?: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
  /**
   * For a schema registry that is reached only inside a VPC. The function then has no other way out than that network's:
   * NAT, or interface endpoints for `events`, `ssm` and `sqs`, for `glue`, `sts` and `secretsmanager` where it uses them,
   * and the gateway endpoint of S3.
   * @default - in no VPC
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
   */
  readonly network?: NetworkPlacement;
  /**
   * Customer managed KMS keys of the secrets of schema registries, in the secrets' Regions; other accounts' secrets always
   * have one. The policy of the key has to allow the roles, or their account, to decrypt.
   * @default - the AWS managed key
   */
  readonly registrySecretKeyArns?: readonly string[];
}

export type MonitoringOptions = Omit<BridgeMonitoringProps, keyof MonitoredBridge>;
