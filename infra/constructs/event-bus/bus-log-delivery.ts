import { Names, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IEventBusRef, Level } from 'aws-cdk-lib/aws-events';
import {
  CfnDelivery,
  CfnDeliveryDestination,
  CfnDeliverySource,
  LogGroup,
  RetentionDays,
} from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { allowLogWrites } from './log-write-policy.ts';

export interface BusLogDeliveryProps {
  readonly eventBus: IEventBusRef;
  /** Level of the bus. */
  readonly level: Exclude<`${Level}`, 'OFF'>;
  /** @default RetentionDays.ONE_MONTH */
  readonly retention?: RetentionDays;
  /** What becomes of the log group with the stack. @default RemovalPolicy.DESTROY */
  readonly removalPolicy?: RemovalPolicy;
}

/** Kinds of log records of a bus, the most urgent first. A bus at one level writes its kind and those before it. */
const LOG_KINDS = ['Error', 'Info', 'Trace'] as const;

/** Delivery names have 60 characters; the rest is for the kind. */
const NAME_LENGTH = 48;

/**
 * Brings the log of a bus to a log group. The log level of a bus alone sends nothing: each kind of record is a delivery
 * source, to be paired with a destination.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-CloudWatchLogs.html
 */
export class BusLogDelivery extends Construct {
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: BusLogDeliveryProps) {
    super(scope, id);
    const name = Names.uniqueResourceName(this, { maxLength: NAME_LENGTH, separator: '-' });
    this.logGroup = new LogGroup(this, 'LogGroup', {
      // Under the prefix that log delivery expects. The name is derived from the stack's, so stacks do not clash.
      logGroupName: `/aws/vendedlogs/events/event-bus/${name}`,
      retention: props.retention ?? RetentionDays.ONE_MONTH,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.DESTROY,
    });
    const destination = new CfnDeliveryDestination(this, 'Destination', {
      name,
      deliveryDestinationType: 'CWL',
      destinationResourceArn: this.logGroup.logGroupArn,
      outputFormat: 'json',
    });
    const last = LOG_KINDS.findIndex((kind) => kind.toUpperCase() === props.level);
    const sources = LOG_KINDS.slice(0, last + 1).map((kind) => ({
      kind,
      source: this.#source(kind, name, props.eventBus),
    }));
    const writable = allowLogWrites(this.logGroup, {
      services: ['delivery.logs.amazonaws.com'],
      conditions: {
        StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
        ArnEquals: { 'aws:SourceArn': sources.map(({ source }) => source.attrArn) },
      },
    });

    let previous: CfnDelivery | undefined;
    for (const { kind, source } of sources) {
      const delivery = new CfnDelivery(this, `${kind}Delivery`, {
        deliverySourceName: source.ref,
        deliveryDestinationArn: destination.attrArn,
      });
      delivery.node.addDependency(writable);
      // One destination takes one delivery at a time, and answers others with a conflict.
      if (previous !== undefined) delivery.addResourceDependency(previous);
      previous = delivery;
    }
  }

  #source(kind: string, name: string, eventBus: IEventBusRef): CfnDeliverySource {
    return new CfnDeliverySource(this, `${kind}Source`, {
      name: `${name}-${kind.toLowerCase()}`,
      logType: `${kind.toUpperCase()}_LOGS`,
      resourceArn: eventBus.eventBusRef.eventBusArn,
    });
  }
}
