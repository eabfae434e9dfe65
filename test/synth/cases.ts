import type { BridgeOptions } from '../../infra/constructs/bridge/bridge-options.ts';
import { BRIDGE, BRIDGE_WITHOUT_BUS } from '../fixtures/bridge-options.ts';
import { BUS_ARN, CA_SECRET_ARN, CLUSTER_ARN, KEY_ARN, SOURCES } from '../fixtures/kafka-sources.ts';

/** One thing to synthesise: context values and, for `BRIDGE`, what would be in `bridges/`. */
export interface SynthCase {
  readonly name: string;
  readonly context?: Readonly<Record<string, string>>;
  readonly bridges?: readonly BridgeOptions[];
}

const GLUE_REGISTRY_ARN = 'arn:aws:glue:eu-west-1:123456789012:registry/streaming';
const REGISTRY_SECRET_ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-a1b2c3';
const OTHER_SECRET_ARN = 'arn:aws:secretsmanager:us-east-1:210987654321:secret:other-registry-e5f6a7';
const OTHER_BUS_ARN = 'arn:aws:events:us-east-1:210987654321:event-bus/central';
const TOPIC_ARN = 'arn:aws:sns:eu-west-1:123456789012:operations';

/** Values with schemas of a registry that takes a user and has a certificate of a private authority. */
const CONFLUENT = {
  'value.converter': 'confluent',
  'value.converter.schema.registry.url': 'https://registry-1.example.com,https://registry-2.example.com',
  'value.converter.schema.registry.secret.arn': REGISTRY_SECRET_ARN,
  'value.converter.schema.registry.ca.secret.arn': CA_SECRET_ARN,
};

/** What differs from {@link BRIDGE}, by name. */
const VARIANTS: Readonly<Record<string, Partial<BridgeOptions>>> = {
  'several-topics': { topics: ['payments', 'refunds', 'charge.backs_v2'] },
  'on-demand': { mapping: { polling: { mode: 'on-demand' } } },
  'glue-avro': { configuration: { 'key.converter': 'glue-avro', 'value.converter': 'glue-avro' } },
  'glue-of-another-account': {
    configuration: {
      'key.converter': 'glue',
      'value.converter': 'glue',
      'value.converter.region': 'us-east-1',
      'value.converter.assumeRoleArn': 'arn:aws:iam::210987654321:role/kafka/read-schemas',
      'value.converter.assumeRoleExternalId': 'payments',
    },
  },
  confluent: {
    topics: ['payments', 'refunds', 'audit'],
    configuration: {
      ...CONFLUENT,
      'value.converter.decimal.format': 'NUMERIC',
      topics: {
        refunds: {
          'key.converter': 'confluent-protobuf',
          'key.converter.schema.registry.url': 'https://other-registry.example.com',
          'key.converter.schema.registry.secret.arn': OTHER_SECRET_ARN,
        },
        audit: { 'value.converter': 'json', 'header.converter': 'simple' },
      },
    },
    function: { registrySecretKeyArns: [KEY_ARN] },
  },
  auto: { configuration: { ...CONFLUENT, 'key.converter': 'auto', 'value.converter': 'auto' } },
  'auto-without-confluent': { configuration: { 'value.converter': 'auto' } },
  'function-network': {
    configuration: CONFLUENT,
    function: {
      network: {
        subnetIds: ['subnet-0a1b2c3d', 'subnet-0123456789abcdef0'],
        securityGroupIds: ['sg-0a1b2c3d'],
      },
    },
  },
  'glue-registry-of-lambda': {
    mapping: { schemaRegistry: { uri: GLUE_REGISTRY_ARN, recordFormat: 'JSON' } },
  },
  'glue-source-of-lambda': {
    mapping: {
      filters: [{ value: { currency: ['EUR'] } }],
      schemaRegistry: { uri: GLUE_REGISTRY_ARN, recordFormat: 'SOURCE', attributes: ['KEY', 'VALUE'] },
    },
    configuration: { 'key.converter': 'auto', 'value.converter': 'glue' },
  },
  'confluent-source-of-lambda': {
    mapping: {
      schemaRegistry: {
        uri: 'https://registry.example.com',
        recordFormat: 'SOURCE',
        access: [
          { type: 'BASIC_AUTH', secretArn: REGISTRY_SECRET_ARN, secretKeyArn: KEY_ARN },
          { type: 'SERVER_ROOT_CA_CERTIFICATE', secretArn: CA_SECRET_ARN },
        ],
      },
    },
    configuration: CONFLUENT,
    function: { registrySecretKeyArns: [KEY_ARN] },
  },
  'confluent-registry-of-lambda': {
    mapping: {
      schemaRegistry: {
        uri: 'https://registry.example.com',
        recordFormat: 'JSON',
        attributes: ['KEY', 'VALUE'],
        access: [{ type: 'BASIC_AUTH', secretArn: REGISTRY_SECRET_ARN }],
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
  offloading: {
    configuration: {
      'aws.eventbridge.offloading.default.s3.bucket': 'large-values',
      'aws.eventbridge.offloading.default.fieldref': '$.detail.value.document',
      'aws.eventbridge.offloading.default.mode': 'oversized',
      'aws.eventbridge.offloading.default.s3.prefix': 'payments/',
      'aws.eventbridge.offloading.default.s3.encryption': 'aws:kms',
      'aws.eventbridge.offloading.default.s3.kms.key.arn': KEY_ARN,
    },
  },
  'offloading-in-another-account': {
    eventBusArn: OTHER_BUS_ARN,
    configuration: {
      'aws.eventbridge.iam.role.arn': 'arn:aws:iam::210987654321:role/kafka/publish',
      'aws.eventbridge.iam.external.id': 'payments',
      'aws.eventbridge.offloading.default.s3.bucket': 'large-values-of-another-account',
    },
  },
  'global-endpoint': { configuration: { 'aws.eventbridge.eventbus.global.endpoint.id': 'abcde.veo' } },
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
    configuration: CONFLUENT,
    function: {
      network: {
        subnetIds: ['ssm:/platform/network/subnet-1', 'ssm:/platform/network/subnet-2'],
        securityGroupIds: ['ssm:/platform/network/security-group'],
      },
      registrySecretKeyArns: ['ssm:/platform/registry/secret-key-arn'],
    },
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
