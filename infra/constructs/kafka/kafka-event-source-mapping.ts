import { Validations } from 'aws-cdk-lib';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { ArtefactFunction } from '../artefact-function.ts';
import type { FailureDestination } from '../bridge/failure-destination.ts';
import type { FailureDestinationOptions } from '../bridge/failure-destination-options.ts';
import { refuseContradictions } from '../contradictions.ts';
import type { MappingOptions, SchemaRegistry } from './mapping-options.ts';
import { takesPartialResponses } from './partial-responses.ts';
import { type Pollers, provisionedPollers } from './pollers.ts';
import { registryStatements } from './registry-permissions.ts';
import { MAPPING_RULES } from './rules/mapping-rules.ts';
import type { KafkaSource } from './source.ts';
import { sourceAccess } from './source-access.ts';
import { NETWORK_INTERFACE_REASON, needsNetworkInterfaces, sourceStatements } from './source-permissions.ts';

export interface KafkaEventSourceMappingProps extends MappingOptions {
  readonly function: ArtefactFunction;
  readonly source: KafkaSource;
  readonly topic: string;
  /** Unique over all Kafka mappings of the account; cannot be changed later. Fixed, so that IAM can name it. */
  readonly consumerGroupId: string;
  /** Where batches without further retries go; `options` are what it was made from. */
  readonly onFailure: {
    readonly options: FailureDestinationOptions;
    readonly construct?: FailureDestination;
  };
}

const DEFAULT_BATCH_SIZE = 500;
const DEFAULT_RETRY_ATTEMPTS = 10;
/** Kafka's own metric groups; without the opt-in Lambda emits the offset lag alone. */
const METRIC_GROUPS = ['EventCount', 'ErrorCount', 'KafkaMetrics'];

/**
 * Lambda's pollers for one topic, with everything that the execution role needs for them. One CloudFormation resource
 * serves every kind of source: the L2 sources of CDK lack credentials of 2026, mutual TLS for MSK and Kafka permissions.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
 */
export class KafkaEventSourceMapping extends Construct {
  readonly topic: string;
  /** UUID of the mapping: dimension of its metrics, name of its log stream. */
  readonly eventSourceMappingId: string;
  readonly isProvisioned: boolean;
  readonly takesPartialResponses: boolean;

  constructor(scope: Construct, id: string, props: KafkaEventSourceMappingProps) {
    super(scope, id);
    refuseContradictions(
      `The mapping of topic ${props.topic}`,
      { ...props, onFailure: props.onFailure.options },
      MAPPING_RULES,
    );
    this.topic = props.topic;
    const pollers = provisionedPollers(props.polling);
    this.isProvisioned = pollers !== undefined;
    this.takesPartialResponses = takesPartialResponses(props);
    this.#grant(props);
    const mapping = new CfnEventSourceMapping(this, 'Mapping', {
      functionName: props.function.function.functionName,
      topics: [props.topic],
      batchSize: props.batchSize ?? DEFAULT_BATCH_SIZE,
      enabled: props.enabled ?? true,
      metricsConfig: { metrics: METRIC_GROUPS },
      ...sourceProps(props),
      ...startingPosition(props),
      ...(pollers === undefined ? {} : provisionedProps(pollers, props)),
      ...(this.takesPartialResponses ? { functionResponseTypes: ['ReportBatchItemFailures'] } : {}),
      ...(props.batchWindowSeconds === undefined
        ? {}
        : { maximumBatchingWindowInSeconds: props.batchWindowSeconds }),
      ...(props.filters === undefined
        ? {}
        : {
            filterCriteria: { filters: props.filters.map((filter) => ({ pattern: JSON.stringify(filter) })) },
          }),
      ...(props.onFailure.construct?.uri === undefined
        ? {}
        : { destinationConfig: { onFailure: { destination: props.onFailure.construct.uri } } }),
    });
    this.eventSourceMappingId = mapping.attrId;
    if (props.onFailure.construct?.uri === undefined) {
      Validations.of(mapping).acknowledge({
        id: 'Serverless::Serverless-LambdaEventSourceMappingDestination',
        reason: 'Retries have no end by the options of this mapping, so that nothing reaches a destination.',
      });
    }
  }

  #grant({
    function: { role },
    source,
    topic,
    consumerGroupId,
    onFailure,
    schemaRegistry,
  }: KafkaEventSourceMappingProps): void {
    const scope = {
      topic,
      consumerGroupId,
      ...(onFailure.options.type === 'kafka' ? { destinationTopic: onFailure.options.topic } : {}),
    };
    for (const statement of sourceStatements(source, scope)) role.addToPrincipalPolicy(statement);
    for (const statement of registryStatements(schemaRegistry)) role.addToPrincipalPolicy(statement);
    onFailure.construct?.grantWrite(role);
    if (needsNetworkInterfaces(source)) {
      Validations.of(role).acknowledge({
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason: NETWORK_INTERFACE_REASON,
      });
    }
  }
}

function sourceProps({ source, consumerGroupId, schemaRegistry }: KafkaEventSourceMappingProps) {
  const access = sourceAccess(source);
  const consumer = { consumerGroupId, ...registryProps(schemaRegistry) };
  return {
    ...(access.length === 0 ? {} : { sourceAccessConfigurations: access }),
    ...(source.type === 'self-managed'
      ? {
          selfManagedEventSource: { endpoints: { kafkaBootstrapServers: [...source.bootstrapServers] } },
          selfManagedKafkaEventSourceConfig: consumer,
        }
      : {
          eventSourceArn: source.type === 'msk-vpc-connection' ? source.vpcConnectionArn : source.clusterArn,
          amazonManagedKafkaEventSourceConfig: consumer,
        }),
  };
}

function startingPosition({ startingPosition: position = 'TRIM_HORIZON' }: MappingOptions) {
  return typeof position === 'string'
    ? { startingPosition: position }
    : { startingPosition: 'AT_TIMESTAMP', startingPositionTimestamp: position.timestampSeconds };
}

function provisionedProps(pollers: Pollers, { retry, logLevel }: MappingOptions) {
  return {
    provisionedPollerConfig: {
      minimumPollers: pollers.minimum,
      maximumPollers: pollers.maximum,
      ...(pollers.group === undefined ? {} : { pollerGroupName: pollers.group }),
    },
    maximumRetryAttempts: retry?.attempts ?? DEFAULT_RETRY_ATTEMPTS,
    maximumRecordAgeInSeconds: retry?.maximumRecordAgeSeconds ?? -1,
    bisectBatchOnFunctionError: retry?.bisect ?? true,
    loggingConfig: { systemLogLevel: logLevel ?? 'WARN' },
  };
}

function registryProps(registry: SchemaRegistry | undefined) {
  if (registry === undefined) return {};
  return {
    schemaRegistryConfig: {
      schemaRegistryUri: registry.uri,
      eventRecordFormat: registry.recordFormat,
      schemaValidationConfigs: (registry.attributes ?? ['VALUE']).map((attribute) => ({ attribute })),
      ...(registry.access === undefined
        ? {}
        : { accessConfigs: registry.access.map(({ type, secretArn }) => ({ type, uri: secretArn })) }),
    },
  };
}
