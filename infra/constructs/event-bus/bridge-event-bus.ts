import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Archive, EventBus, IncludeDetail, Level, Match } from 'aws-cdk-lib/aws-events';
import { CfnDiscoverer } from 'aws-cdk-lib/aws-eventschemas';
import { AccountPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { refuseContradictions } from '../contradictions.ts';
import { RecordQueue } from '../storage/record-queue.ts';
import { BusLogDelivery } from './bus-log-delivery.ts';
import { type BridgeEventBusProps, EVENT_BUS_RULES } from './event-bus-options.ts';

const ARCHIVE_RETENTION_DAYS = 30;

/**
 * A custom bus (the classic kind, with rules and targets) for the events of bridges: archived, with a log of what went
 * wrong, closed to other accounts.
 *
 * @throws Error if options contradict each other.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus.html
 */
export class BridgeEventBus extends Construct {
  readonly eventBus: EventBus;
  /** Where the bus logs. Undefined at level `OFF`. */
  readonly logGroup: LogGroup | undefined;
  /** Events that the customer managed key did not encrypt or decrypt; an alarm watches it. Undefined without a key. */
  readonly encryptionFailures: IQueue | undefined;

  constructor(scope: Construct, id: string, props: BridgeEventBusProps = {}) {
    super(scope, id);
    refuseContradictions('The event bus', props, EVENT_BUS_RULES);
    const { logLevel = 'ERROR', logDetail = 'NONE', encryptionKeyArn, logRetention } = props;
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.DESTROY;
    const key =
      encryptionKeyArn === undefined ? {} : { kmsKey: Key.fromKeyArn(this, 'Key', encryptionKeyArn) };
    this.encryptionFailures = key.kmsKey === undefined ? undefined : this.#failureQueue(props);

    this.eventBus = new EventBus(this, 'Bus', {
      description: props.description ?? 'Records of Kafka topics',
      logConfig: { level: Level[logLevel], includeDetail: IncludeDetail[logDetail] },
      ...key,
      ...(this.encryptionFailures === undefined ? {} : { deadLetterQueue: this.encryptionFailures }),
    });
    this.eventBus.applyRemovalPolicy(removalPolicy);
    this.#letBusWriteFailures();
    this.#admitAccounts(props);
    if (props.archive !== false) {
      // Not with `eventBus.archive()`, which drops the key.
      new Archive(this, 'Archive', {
        sourceEventBus: this.eventBus,
        description: 'Every event of the bus',
        eventPattern: { source: Match.prefix('') },
        retention: Duration.days(props.archiveRetentionDays ?? ARCHIVE_RETENTION_DAYS),
        ...key,
      }).applyRemovalPolicy(removalPolicy);
    }
    if (props.schemaDiscovery === true) this.#discoverSchemas();
    this.logGroup =
      logLevel === 'OFF'
        ? undefined
        : new BusLogDelivery(this, 'Log', {
            eventBus: this.eventBus,
            level: logLevel,
            removalPolicy,
            ...(logRetention === undefined ? {} : { retention: logRetention }),
          }).logGroup;
  }

  /** With keys of SQS, so that it takes events while the bus's own key is out of use. */
  #failureQueue({ removalPolicy }: BridgeEventBusProps): IQueue {
    return new RecordQueue(this, 'EncryptionFailures', {
      ...(removalPolicy === undefined ? {} : { removalPolicy }),
    }).queue;
  }

  #discoverSchemas(): void {
    new CfnDiscoverer(this, 'Discoverer', {
      sourceArn: this.eventBus.eventBusArn,
      description: 'Schemas of the events of the bus',
      crossAccount: false,
    });
  }

  #letBusWriteFailures(): void {
    this.encryptionFailures?.addToResourcePolicy(
      new PolicyStatement({
        sid: 'BusWritesEncryptionFailures',
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [this.encryptionFailures.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': this.eventBus.eventBusArn } },
      }),
    );
  }

  #admitAccounts({ putEventsAccountIds = [], allowedSources }: BridgeEventBusProps): void {
    if (putEventsAccountIds.length === 0) return;
    this.eventBus.addToResourcePolicy(
      new PolicyStatement({
        sid: 'OtherAccountsPutEvents',
        principals: putEventsAccountIds.map((accountId) => new AccountPrincipal(accountId)),
        actions: ['events:PutEvents'],
        resources: [this.eventBus.eventBusArn],
        ...(allowedSources === undefined
          ? {}
          : // A request has several entries, so the key has several values; all of them have to be allowed.
            { conditions: { 'ForAllValues:StringEquals': { 'events:source': allowedSources } } }),
      }),
    );
  }
}
