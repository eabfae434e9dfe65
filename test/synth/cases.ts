import type { BridgeOptions } from '../../infra/constructs/bridge/bridge-options.ts';
import { BRIDGE, BRIDGE_WITHOUT_BUS } from '../fixtures/bridge-options.ts';
import { BUS_ARN, CLUSTER_ARN, KEY_ARN, SOURCES } from '../fixtures/kafka-sources.ts';

/** One thing to synthesise: context values and, for `BRIDGE`, what would be in `bridges/`. */
export interface SynthCase {
  readonly name: string;
  readonly context?: Readonly<Record<string, string>>;
  readonly bridges?: readonly BridgeOptions[];
}

const GLUE_REGISTRY_ARN = 'arn:aws:glue:eu-west-1:123456789012:registry/streaming';
const OTHER_BUS_ARN = 'arn:aws:events:us-east-1:210987654321:event-bus/central';
const TOPIC_ARN = 'arn:aws:sns:eu-west-1:123456789012:operations';

/** What differs from {@link BRIDGE}, by name. */
const VARIANTS: Readonly<Record<string, Partial<BridgeOptions>>> = {
  'several-topics': { topics: ['payments', 'refunds', 'charge.backs_v2'] },
  'on-demand': { mapping: { polling: { mode: 'on-demand' } } },
  'glue-avro': { configuration: { 'key.converter': 'glue-avro', 'value.converter': 'glue-avro' } },
  'glue-registry-of-lambda': {
    mapping: { schemaRegistry: { uri: GLUE_REGISTRY_ARN, recordFormat: 'JSON' } },
  },
  'confluent-registry-of-lambda': {
    mapping: {
      schemaRegistry: {
        uri: 'https://registry.example.com',
        recordFormat: 'JSON',
        attributes: ['KEY', 'VALUE'],
        access: [
          {
            type: 'BASIC_AUTH',
            secretArn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-a1b2c3',
          },
        ],
      },
    },
    configuration: { 'key.converter': 'json' },
  },
  'every-mapping-option': {
    consumerGroupId: 'payments-to-events',
    mapping: {
      polling: { mode: 'provisioned', minimumPollers: 2, maximumPollers: 40, pollerGroup: 'bridges' },
      batchSize: 10_000,
      batchWindowSeconds: 0,
      retry: { attempts: 5, maximumRecordAgeSeconds: 86_400, bisect: false },
      partialResponses: false,
      startingPosition: { timestampSeconds: 1_790_000_000 },
      filters: [{ value: { currency: ['EUR', { prefix: 'US' }] } }],
      logLevel: 'DEBUG',
      enabled: false,
    },
  },
  'failures-to-s3-without-notice': { onFailure: { type: 's3', notice: false } },
  'failures-to-existing-bucket': { onFailure: { type: 's3', bucketArn: 'arn:aws:s3:::failed-batches' } },
  'failures-to-sqs': { onFailure: { type: 'sqs' } },
  'failures-to-existing-queue': {
    onFailure: { type: 'sqs', queueArn: 'arn:aws:sqs:eu-west-1:123456789012:failed-batches' },
  },
  'failures-to-sns': { onFailure: { type: 'sns', topicArn: TOPIC_ARN } },
  'failures-to-kafka': { onFailure: { type: 'kafka', topic: 'payments-failed' } },
  'endless-retries': { onFailure: { type: 'none' }, mapping: { retry: { attempts: -1 } } },
  'dead-letters-in-bucket-only': { deadLetters: { queue: false } },
  'dead-letters-in-queue-only': { deadLetters: { bucket: false } },
  'no-redrive': { deadLetters: { redrive: false, retentionDays: 30 } },
  'tolerance-none': { configuration: { 'errors.tolerance': 'none' } },
  'customer-managed-key': { encryptionKeyArn: KEY_ARN },
  'bus-of-another-account': { eventBusArn: OTHER_BUS_ARN },
  'every-function-option': {
    function: {
      memoryMb: 1_769,
      timeoutSeconds: 840,
      reservedConcurrency: 20,
      logRetentionDays: 90,
      logLevel: 'DEBUG',
    },
  },
  'alarms-notify': { monitoring: { alarmTopicArn: TOPIC_ARN } },
  'values-of-parameters': {
    source: {
      type: 'msk',
      clusterArn: 'ssm:/platform/kafka/cluster-arn',
      authentication: {
        type: 'scram-512',
        secretArn: 'ssm:/platform/kafka/secret-arn',
        secretKeyArn: 'ssm:/platform/kafka/secret-key-arn',
      },
    },
    eventBusArn: 'ssm:/platform/events/bus-arn',
    onFailure: { type: 's3', bucketArn: 'ssm:/platform/failures/bucket-arn' },
  },
};

/** Every deployment, and for `BRIDGE` every source with every authentication and every group of options. */
export const SYNTH_CASES: readonly SynthCase[] = [
  { name: 'prereq', context: { deployment: 'PREREQ' } },
  { name: 'prereq-webhook', context: { deployment: 'PREREQ', webhookUrl: 'https://example.com/fraud' } },
  { name: 'full', context: { deployment: 'FULL' } },
  { name: 'full-webhook', context: { deployment: 'FULL', webhookUrl: 'https://example.com/fraud' } },
  {
    name: 'bridge-by-context',
    context: { clusterArn: CLUSTER_ARN, topics: 'payments, refunds', eventBusArn: BUS_ARN },
  },
  ...Object.entries(SOURCES).map(([name, source]) => ({
    name: `bridge-${name}`,
    bridges: [{ ...BRIDGE, source }],
  })),
  ...Object.entries(VARIANTS).map(([name, variant]) => ({
    name: `bridge-with-${name}`,
    bridges: [{ ...BRIDGE, ...variant }],
  })),
  { name: 'bridge-with-created-bus', bridges: [{ ...BRIDGE_WITHOUT_BUS, createEventBus: {} }] },
  {
    name: 'bridge-with-every-bus-option',
    bridges: [
      {
        ...BRIDGE_WITHOUT_BUS,
        createEventBus: {
          description: 'Payments',
          archiveRetentionDays: 0,
          schemaDiscovery: true,
          logLevel: 'TRACE',
          logDetail: 'FULL',
          putEventsAccountIds: ['210987654321'],
          allowedSources: ['kafka-connect.payments'],
        },
      },
    ],
  },
  {
    name: 'several-bridges',
    bridges: [BRIDGE, { ...BRIDGE, name: 'orders', topics: ['orders', 'returns'] }],
  },
];
