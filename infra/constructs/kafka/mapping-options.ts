import type { SecretReference } from './source.ts';

/**
 * How Lambda reads a topic, as plain data: the same words in `bridges/*.json` and in TypeScript.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
 */
export interface MappingOptions {
  /** @default - provisioned pollers, 1 to 10 */
  readonly polling?: Polling;
  /** Records in one invocation at most, 1 to 10,000; the 6 MB of an invocation may end a batch earlier. @default 500 */
  readonly batchSize?: number;
  /**
   * How long Lambda gathers a batch, 0 to 300 whole seconds. Once set, it cannot go back to the default.
   * @default - 500 ms
   */
  readonly batchWindowSeconds?: number;
  /** @default - 10 attempts and bisection with provisioned pollers, none (endless) with on-demand pollers */
  readonly retry?: RetryControls;
  /**
   * Whether only failed records are delivered again (`ReportBatchItemFailures`). A deployment changes the function before the
   * mapping, which ignores reports until then: stop the mapping (`enabled`) before this becomes true, by the polling mode too.
   * @default - true with provisioned pollers; on-demand pollers cannot
   */
  readonly partialResponses?: boolean;
  /** Where a new consumer group starts. @default 'TRIM_HORIZON' */
  readonly startingPosition?: 'TRIM_HORIZON' | 'LATEST' | { readonly timestampSeconds: number };
  /**
   * EventBridge patterns over `value` (a JSON document); a record that matches none is skipped. Up to 10.
   * @default - every record
   * @see https://docs.aws.amazon.com/lambda/latest/dg/kafka-filtering.html
   */
  readonly filters?: readonly EventPattern[];
  /** Lambda decodes the records by a schema registry, before the bridge sees them. @default - the bridge decodes */
  readonly schemaRegistry?: SchemaRegistry;
  /** Log lines of the pollers, next to the function's own; provisioned pollers only. @default 'WARN' */
  readonly logLevel?: 'DEBUG' | 'INFO' | 'WARN';
  /** @default true */
  readonly enabled?: boolean;
}

export type EventPattern = Readonly<Record<string, unknown>>;

/**
 * Who fetches the records.
 *
 * Provisioned pollers cost per Event Poller Unit and hour, and bring retry controls, partial responses, schema
 * registries, Kafka destinations and poller logs. On-demand pollers cost nothing and have none of these: a batch that
 * fails is repeated until it succeeds or its records expire, and its partition stands still meanwhile.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kafka-scaling-modes.html
 */
export type Polling = ProvisionedPolling | OnDemandPolling;

export interface ProvisionedPolling {
  readonly mode: 'provisioned';
  /** 1 to 200. @default 1 */
  readonly minimumPollers?: number;
  /** Up to 2,000; more than the partitions of the topic have no effect. @default 10 */
  readonly maximumPollers?: number;
  /**
   * Mappings of one VPC with the same group share Event Poller Units.
   * @default - `kafka-eventbridge-<name>` when the bridge has several topics, otherwise none
   */
  readonly pollerGroup?: string;
}

export interface OnDemandPolling {
  readonly mode: 'on-demand';
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html */
export interface RetryControls {
  /** Deliveries after the first, 0 to 10,000; -1 is endless, which Lambda caps at 10 with a destination. @default 10 */
  readonly attempts?: number;
  /** Records older than this go to the destination, 60 to 604,800 seconds; -1 is never. @default -1 */
  readonly maximumRecordAgeSeconds?: number;
  /** A batch whose invocation fails is halved, so that one record cannot take the others with it. @default true */
  readonly bisect?: boolean;
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-consume-kafka-events.html */
export interface SchemaRegistry {
  /** ARN of a Glue registry of this account and Region, or `https://` address of a Confluent registry. */
  readonly uri: string;
  /** `JSON`: records arrive as JSON. `SOURCE`: as they were, without the frame that names their schema. */
  readonly recordFormat: 'JSON' | 'SOURCE';
  /** What is decoded. @default ['VALUE'] */
  readonly attributes?: readonly ('KEY' | 'VALUE')[];
  /** Credentials for a Confluent registry. @default - none */
  readonly access?: readonly RegistryAccess[];
}

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_KafkaSchemaRegistryAccessConfig.html */
export interface RegistryAccess extends SecretReference {
  readonly type:
    | 'BASIC_AUTH'
    | 'CLIENT_CERTIFICATE_TLS_AUTH'
    | 'OAUTHBEARER_AUTH'
    | 'SERVER_ROOT_CA_CERTIFICATE';
}
