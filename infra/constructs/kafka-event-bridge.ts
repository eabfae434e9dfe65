import { Annotations, type RemovalPolicy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../../shared/environment.ts';
import { ArtefactFunction } from './artefact-function.ts';
import type { BridgeOptions } from './bridge/bridge-options.ts';
import { BRIDGE_RULES, mayDeadLetter } from './bridge/bridge-rules.ts';
import { bridgeWarnings } from './bridge/bridge-warnings.ts';
import { type ConfigurationDocument, configurationDocument } from './bridge/configuration-document.ts';
import { ConfigurationParameter } from './bridge/configuration-parameter.ts';
import { consumerGroupId } from './bridge/consumer-group.ts';
import { DeadLetters } from './bridge/dead-letters.ts';
import { FailureDestination } from './bridge/failure-destination.ts';
import type { FailureDestinationOptions } from './bridge/failure-destination-options.ts';
import { functionProps } from './bridge/function-props.ts';
import { grantPublishing } from './bridge/publishing-permissions.ts';
import { REDRIVE_VISIBILITY_TIMEOUT_SECONDS, Redrive } from './bridge/redrive.ts';
import { refuseContradictions } from './contradictions.ts';
import { BridgeEventBus } from './event-bus/bridge-event-bus.ts';
import { EventBusCheck } from './event-bus/event-bus-check.ts';
import { KafkaEventSourceMapping } from './kafka/kafka-event-source-mapping.ts';
import type { MappingOptions } from './kafka/mapping-options.ts';
import { takesPartialResponses } from './kafka/partial-responses.ts';
import { BridgeMonitoring } from './observability/bridge-monitoring.ts';

export interface KafkaEventBridgeProps extends BridgeOptions {
  /** What becomes of buckets and queues that hold records, with the stack. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

const DEFAULT_FAILURE_DESTINATION: FailureDestinationOptions = { type: 's3' };

/**
 * Records of Kafka topics become events on an EventBridge bus: the bridge function with its event source mappings,
 * configuration, dead letters, redrive, permissions, dashboard, alarms and queries.
 *
 * The function is in no VPC, unless `function.network` puts it into one: Lambda's pollers reach the cluster with interfaces of
 * their own.
 *
 * @example
 * new KafkaEventBridge(this, 'Payments', {
 *   name: 'payments',
 *   source: { type: 'msk', clusterArn, authentication: { type: 'iam' } },
 *   topics: ['payments'],
 *   eventBusArn: bus.eventBusArn,
 *   configuration: { 'value.converter': 'glue-avro' },
 * });
 */
export class KafkaEventBridge extends Construct {
  readonly bridge: ArtefactFunction;
  /** Undefined when the bus exists already. */
  readonly eventBus: BridgeEventBus | undefined;
  readonly mappings: readonly KafkaEventSourceMapping[];
  readonly parameter: ConfigurationParameter;
  readonly deadLetters: DeadLetters | undefined;
  readonly redrive: Redrive | undefined;
  readonly failureDestination: FailureDestination;
  readonly monitoring: BridgeMonitoring;

  /** @throws Error that names every contradiction in the options, or every problem of the configuration. */
  constructor(scope: Construct, id: string, props: KafkaEventBridgeProps) {
    super(scope, id);
    this.eventBus = this.#eventBus(props);
    const document = configurationDocument(props, this.eventBus?.eventBus.eventBusArn);
    const { configuration, formats } = document;
    const plan = { options: props, configuration, formats };
    refuseContradictions(`The bridge ${props.name}`, plan, BRIDGE_RULES);
    for (const { id: warning, message } of bridgeWarnings(plan)) {
      Annotations.of(this).addWarningV2(`kafka-event-bridge:${warning}`, message);
    }
    if (this.eventBus === undefined) {
      new EventBusCheck(this, 'EventBusCheck', { bridgeName: props.name, eventBusArn: document.eventBusArn });
    }
    this.parameter = new ConfigurationParameter(this, 'Configuration', {
      bridgeName: props.name,
      members: document.members,
    });
    if (mayDeadLetter(props, configuration)) this.deadLetters = this.#deadLetters(props);
    this.bridge = this.#bridge(props, document);
    this.failureDestination = new FailureDestination(this, 'OnFailure', {
      options: props.onFailure ?? DEFAULT_FAILURE_DESTINATION,
      visibilityTimeoutSeconds: REDRIVE_VISIBILITY_TIMEOUT_SECONDS,
      ...storageProps(props),
    });
    this.mappings = props.topics.map((topic) => this.#mapping(props, topic));
    this.redrive = this.#redrive(props, document);
    this.monitoring = this.#monitoring(props, document);
  }

  #eventBus({ createEventBus, removalPolicy }: KafkaEventBridgeProps): BridgeEventBus | undefined {
    if (createEventBus === undefined) return undefined;
    return new BridgeEventBus(this, 'EventBus', {
      ...createEventBus,
      ...(removalPolicy === undefined ? {} : { removalPolicy }),
    });
  }

  #bridge(props: KafkaEventBridgeProps, document: ConfigurationDocument): ArtefactFunction {
    const bridge = new ArtefactFunction(this, 'Bridge', {
      ...functionProps(props.function),
      artefact: 'bridge',
      description: `Bridges ${props.topics.join(', ')} to EventBridge.`.slice(0, MAX_DESCRIPTION_CHARACTERS),
      serviceName: props.name,
      environment: {
        ...this.parameter.environment,
        ...this.deadLetters?.environment,
        ...(takesPartialResponses(props.mapping ?? {})
          ? { [ENVIRONMENT.reportBatchItemFailures]: 'true' }
          : {}),
      },
    });
    this.parameter.grantRead(bridge.role);
    this.deadLetters?.grantWrite(bridge.role);
    grantPublishing(bridge.role, document, props.function?.registrySecretKeyArns);
    return bridge;
  }

  #deadLetters({ deadLetters = {}, encryptionKeyArn, removalPolicy }: KafkaEventBridgeProps): DeadLetters {
    const hasBucket = deadLetters.bucket ?? true;
    if (!hasBucket) {
      Annotations.of(this).addWarningV2(
        'kafka-event-bridge:no-dead-letter-bucket',
        'Without deadLetters.bucket, a bad record above about 780 kB fits into no message and goes to onFailure instead.',
      );
    }
    return new DeadLetters(this, 'DeadLetters', {
      hasQueue: deadLetters.queue ?? true,
      hasBucket,
      retentionDays: deadLetters.retentionDays,
      visibilityTimeoutSeconds: REDRIVE_VISIBILITY_TIMEOUT_SECONDS,
      encryptionKeyArn,
      removalPolicy,
    });
  }

  #mapping(props: KafkaEventBridgeProps, topic: string): KafkaEventSourceMapping {
    return new KafkaEventSourceMapping(this, `Topic-${topic}`, {
      ...withPollerGroup(props),
      function: this.bridge,
      source: props.source,
      topic,
      consumerGroupId: consumerGroupId(props, topic),
      onFailure: {
        options: props.onFailure ?? DEFAULT_FAILURE_DESTINATION,
        construct: this.failureDestination,
      },
    });
  }

  #redrive(props: KafkaEventBridgeProps, document: ConfigurationDocument): Redrive | undefined {
    const { failedBatches } = this.failureDestination;
    const hasQueue = this.deadLetters?.queue !== undefined || failedBatches !== undefined;
    if (!hasQueue || props.deadLetters?.redrive === false) return undefined;
    const {
      timeoutSeconds: _timeout,
      reservedConcurrency: _reserved,
      ...shared
    } = functionProps(props.function);
    return new Redrive(this, 'Redrive', {
      ...shared,
      bridgeName: props.name,
      deadLetters: this.deadLetters,
      failedBatches,
      encryptionKeyArn: props.encryptionKeyArn,
      parameter: this.parameter,
      document,
      registrySecretKeyArns: props.function?.registrySecretKeyArns,
    });
  }

  #monitoring(
    { name, monitoring = {} }: KafkaEventBridgeProps,
    { configuration: { offloading } }: ConfigurationDocument,
  ): BridgeMonitoring {
    return new BridgeMonitoring(this, 'Monitoring', {
      ...monitoring,
      bridgeName: name,
      bridge: this.bridge,
      mappings: this.mappings,
      isOffloading: offloading !== undefined,
      ...(this.deadLetters?.queue === undefined ? {} : { deadLetterQueue: this.deadLetters.queue }),
      ...(this.failureDestination.queue === undefined
        ? {}
        : { onFailureQueue: this.failureDestination.queue }),
    });
  }
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const MAX_DESCRIPTION_CHARACTERS = 256;

function storageProps({ encryptionKeyArn, removalPolicy }: KafkaEventBridgeProps) {
  return {
    ...(encryptionKeyArn === undefined ? {} : { encryptionKeyArn }),
    ...(removalPolicy === undefined ? {} : { removalPolicy }),
  };
}

/** Topics of one bridge share Event Poller Units, which are what provisioned pollers cost. */
function withPollerGroup({ name, topics, mapping = {} }: BridgeOptions): MappingOptions {
  if (topics.length < 2 || mapping.polling?.mode === 'on-demand') return mapping;
  return {
    ...mapping,
    polling: { pollerGroup: `kafka-eventbridge-${name}`, ...mapping.polling, mode: 'provisioned' },
  };
}
