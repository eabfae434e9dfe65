import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { ArtefactFunction } from '../../../../infra/constructs/artefact-function.ts';
import { FailureDestination } from '../../../../infra/constructs/bridge/failure-destination.ts';
import type { FailureDestinationOptions } from '../../../../infra/constructs/bridge/failure-destination-options.ts';
import {
  KafkaEventSourceMapping,
  type KafkaEventSourceMappingProps,
} from '../../../../infra/constructs/kafka/kafka-event-source-mapping.ts';
import type { MappingOptions } from '../../../../infra/constructs/kafka/mapping-options.ts';
import type { KafkaSource } from '../../../../infra/constructs/kafka/source.ts';
import { emptyStack } from '../../../fixtures/cdk.ts';
import {
  BUS_ARN,
  CA_SECRET_ARN,
  CLUSTER_ARN,
  CLUSTER_ID,
  FOREIGN_CLUSTER_ARN,
  KEY_ARN,
  SECRET_ARN,
  SOURCES,
  VPC_CONNECTION_ARN,
} from '../../../fixtures/kafka-sources.ts';
import { type Permissions, permissionsOf, statementsOf } from '../../../fixtures/policy.ts';

interface Case extends MappingOptions {
  readonly source?: KafkaSource;
  readonly topic?: string;
  readonly onFailure?: FailureDestinationOptions;
}

const MSK = source('msk-iam');
const GROUP_ARN = `arn:aws:kafka:eu-west-1:123456789012:group/${CLUSTER_ID}/bridge-payments`;

describe('an event source mapping for Kafka', () => {
  it('reads one topic with provisioned pollers, partial responses, bounded retries and all metrics by default', () => {
    const mapping = synthesise({}).mapping;

    expect(mapping).toMatchObject({
      Topics: ['payments'],
      EventSourceArn: CLUSTER_ARN,
      AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: 'bridge-payments' },
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 500,
      Enabled: true,
      ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 10 },
      MaximumRetryAttempts: 10,
      MaximumRecordAgeInSeconds: -1,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MetricsConfig: { Metrics: ['EventCount', 'ErrorCount', 'KafkaMetrics'] },
      LoggingConfig: { SystemLogLevel: 'WARN' },
    });
    expect(mapping).not.toHaveProperty('MaximumBatchingWindowInSeconds');
  });

  it('has nothing of provisioned pollers when it polls on demand', () => {
    const mapping = synthesise({ polling: { mode: 'on-demand' } }).mapping;

    for (const property of [
      'ProvisionedPollerConfig',
      'MaximumRetryAttempts',
      'MaximumRecordAgeInSeconds',
      'BisectBatchOnFunctionError',
      'FunctionResponseTypes',
      'LoggingConfig',
    ]) {
      expect(mapping).not.toHaveProperty(property);
    }
  });

  it('takes every option to CloudFormation', () => {
    const mapping = synthesise({
      polling: { mode: 'provisioned', minimumPollers: 2, maximumPollers: 20, pollerGroup: 'bridges' },
      batchSize: 10_000,
      batchWindowSeconds: 5,
      retry: { attempts: 3, maximumRecordAgeSeconds: 3_600, bisect: false },
      partialResponses: false,
      startingPosition: { timestampSeconds: 1_790_000_000 },
      filters: [{ value: { currency: ['EUR'] } }],
      schemaRegistry: {
        uri: 'arn:aws:glue:eu-west-1:123456789012:registry/streaming',
        recordFormat: 'JSON',
        attributes: ['KEY', 'VALUE'],
      },
      logLevel: 'DEBUG',
      enabled: false,
    }).mapping;

    expect(mapping).toMatchObject({
      ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 20, PollerGroupName: 'bridges' },
      BatchSize: 10_000,
      MaximumBatchingWindowInSeconds: 5,
      MaximumRetryAttempts: 3,
      MaximumRecordAgeInSeconds: 3_600,
      BisectBatchOnFunctionError: false,
      StartingPosition: 'AT_TIMESTAMP',
      StartingPositionTimestamp: 1_790_000_000,
      FilterCriteria: { Filters: [{ Pattern: '{"value":{"currency":["EUR"]}}' }] },
      AmazonManagedKafkaEventSourceConfig: {
        SchemaRegistryConfig: {
          SchemaRegistryURI: 'arn:aws:glue:eu-west-1:123456789012:registry/streaming',
          EventRecordFormat: 'JSON',
          SchemaValidationConfigs: [{ Attribute: 'KEY' }, { Attribute: 'VALUE' }],
        },
      },
      LoggingConfig: { SystemLogLevel: 'DEBUG' },
      Enabled: false,
    });
    expect(mapping).not.toHaveProperty('FunctionResponseTypes');
  });

  it.each<[string, unknown]>([
    ['msk-iam', undefined],
    ['msk-scram-512', [access('SASL_SCRAM_512_AUTH', SECRET_ARN)]],
    ['msk-mutual-tls', [access('CLIENT_CERTIFICATE_TLS_AUTH', SECRET_ARN)]],
    ['msk-unauthenticated-tls', undefined],
    ['msk-serverless-iam', undefined],
    ['msk-vpc-connection-scram-512', [access('SASL_SCRAM_512_AUTH', SECRET_ARN)]],
    ['self-managed-internet-plain', [access('BASIC_AUTH', SECRET_ARN)]],
    ['self-managed-internet-scram-256', [access('SASL_SCRAM_256_AUTH', SECRET_ARN)]],
    ['self-managed-internet-iam', [{ Type: 'IAM_AUTH' }]],
    [
      'self-managed-internet-oauth-bearer',
      [
        access('OAUTHBEARER_AUTH', SECRET_ARN),
        access('OAUTHBEARER_SCOPE', 'kafka'),
        access('OAUTHBEARER_AUDIENCE', 'https://kafka.example.com'),
        access('OAUTHBEARER_LOGICAL_CLUSTER', 'lkc-1'),
        access('OAUTHBEARER_IDENTITY_POOL', 'pool-1'),
      ],
    ],
    [
      'self-managed-internet-iam-oauth-bearer',
      [{ Type: 'IAM_OAUTHBEARER_AUTH' }, access('OAUTHBEARER_AUDIENCE', 'https://kafka.example.com')],
    ],
    [
      'self-managed-vpc-mutual-tls',
      [
        access('CLIENT_CERTIFICATE_TLS_AUTH', SECRET_ARN),
        access('SERVER_ROOT_CA_CERTIFICATE', CA_SECRET_ARN),
        access('VPC_SUBNET', 'subnet:subnet-0a1b2c3d'),
        access('VPC_SUBNET', 'subnet:subnet-4e5f6a7b'),
        access('VPC_SECURITY_GROUP', 'security_group:sg-0a1b2c3d'),
      ],
    ],
  ])('connects to %s with the credentials Lambda wants', (name, expected) => {
    expect(synthesise({ source: source(name) }).mapping.SourceAccessConfigurations).toEqual(expected);
  });

  it('names self-managed brokers', () => {
    const mapping = synthesise({ source: source('self-managed-internet-plain') }).mapping;

    expect(mapping).toMatchObject({
      SelfManagedEventSource: {
        Endpoints: { KafkaBootstrapServers: ['b-1.kafka.example.com:9096', 'b-2.kafka.example.com:9096'] },
      },
      SelfManagedKafkaEventSourceConfig: { ConsumerGroupId: 'bridge-payments' },
    });
    expect(mapping).not.toHaveProperty('EventSourceArn');
  });
});

describe('the execution role of a mapping', () => {
  const interfaces = Object.fromEntries(
    [
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
    ].map((action) => [action, ['*']]),
  );
  const findBrokers = {
    'kafka:DescribeCluster': [CLUSTER_ARN],
    'kafka:DescribeClusterV2': [CLUSTER_ARN],
    'kafka:GetBootstrapBrokers': [CLUSTER_ARN],
  };
  const readTopic = {
    'kafka-cluster:Connect': [CLUSTER_ARN],
    'kafka-cluster:AlterGroup': [GROUP_ARN],
    'kafka-cluster:DescribeGroup': [GROUP_ARN],
    'kafka-cluster:DescribeTopic': [topicArn('payments')],
    'kafka-cluster:ReadData': [topicArn('payments')],
  };
  const readSecret = { 'secretsmanager:GetSecretValue': [SECRET_ARN], 'kms:Decrypt': [KEY_ARN] };

  it.each<[string, Permissions]>([
    ['msk-iam', { ...findBrokers, ...readTopic, ...interfaces }],
    ['msk-serverless-iam', { ...findBrokers, ...readTopic, ...interfaces }],
    [
      'msk-scram-512',
      { ...findBrokers, ...readSecret, ...interfaces, 'kafka:ListScramSecrets': [CLUSTER_ARN] },
    ],
    ['msk-mutual-tls', { ...findBrokers, ...readSecret, ...interfaces }],
    ['msk-unauthenticated-tls', { ...findBrokers, ...interfaces }],
    ['self-managed-internet-plain', readSecret],
    ['self-managed-internet-iam', readTopic],
    ['self-managed-internet-iam-oauth-bearer', { 'sts:GetWebIdentityToken': ['*'] }],
    [
      'self-managed-vpc-scram-512',
      { ...readSecret, ...interfaces, 'secretsmanager:GetSecretValue': [SECRET_ARN, CA_SECRET_ARN] },
    ],
    [
      'self-managed-vpc-unauthenticated-tls',
      { ...interfaces, 'secretsmanager:GetSecretValue': [CA_SECRET_ARN] },
    ],
  ])('may do exactly what reading one topic of %s takes', (name, expected) => {
    expect(synthesise({ source: source(name) }).permissions).toEqual(expected);
  });

  it('names the cluster of another account, and the VPC connection of this one', () => {
    const { mapping, permissions } = synthesise({ source: source('msk-vpc-connection-iam') });

    expect(mapping.EventSourceArn).toBe(VPC_CONNECTION_ARN);
    expect(permissions).toMatchObject({
      'kafka:DescribeVpcConnection': [VPC_CONNECTION_ARN],
      'kafka-cluster:Connect': [FOREIGN_CLUSTER_ARN],
      'kafka-cluster:ReadData': [`arn:aws:kafka:eu-west-1:210987654321:topic/${CLUSTER_ID}/payments`],
    });
  });

  it('gets a token for one audience only', () => {
    const { template } = synthesise({ source: source('self-managed-internet-iam-oauth-bearer') });

    expect(statementsOf(template, 'BridgeRole')).toContainEqual({
      Effect: 'Allow',
      Action: 'sts:GetWebIdentityToken',
      Resource: '*',
      Condition: {
        'ForAnyValue:StringEquals': { 'sts:IdentityTokenAudience': 'https://kafka.example.com' },
      },
    });
  });

  it('may write to the topic that takes failures', () => {
    const { mapping, permissions } = synthesise({ onFailure: { type: 'kafka', topic: 'payments-failed' } });
    const both = [topicArn('payments'), topicArn('payments-failed')];

    expect(mapping.DestinationConfig).toEqual({ OnFailure: { Destination: 'kafka://payments-failed' } });
    expect(permissions).toEqual({
      ...findBrokers,
      ...readTopic,
      ...interfaces,
      'kafka-cluster:DescribeCluster': [CLUSTER_ARN],
      'kafka-cluster:DescribeTopic': both,
      'kafka-cluster:ReadData': both,
      'kafka-cluster:WriteData': [topicArn('payments-failed')],
    });
  });

  it('reads the schemas of a Glue registry', () => {
    const uri = 'arn:aws:glue:eu-west-1:123456789012:registry/streaming';

    expect(synthesise({ schemaRegistry: { uri, recordFormat: 'JSON' } }).permissions).toMatchObject({
      'glue:GetRegistry': [uri],
      'glue:GetSchemaVersion': ['*'],
    });
  });

  it('reads the credentials of a Confluent registry', () => {
    const { permissions, mapping } = synthesise({
      schemaRegistry: {
        uri: 'https://registry.example.com',
        recordFormat: 'JSON',
        access: [{ type: 'BASIC_AUTH', secretArn: SECRET_ARN }],
      },
    });

    expect(permissions['secretsmanager:GetSecretValue']).toEqual([SECRET_ARN]);
    expect(mapping.AmazonManagedKafkaEventSourceConfig).toMatchObject({
      SchemaRegistryConfig: { AccessConfigs: [{ Type: 'BASIC_AUTH', URI: SECRET_ARN }] },
    });
  });

  it('decrypts credentials of a registry that are under a key of the customer', () => {
    const { permissions } = synthesise({
      schemaRegistry: {
        uri: 'https://registry.example.com',
        recordFormat: 'SOURCE',
        access: [
          { type: 'BASIC_AUTH', secretArn: SECRET_ARN, secretKeyArn: KEY_ARN },
          { type: 'SERVER_ROOT_CA_CERTIFICATE', secretArn: CA_SECRET_ARN },
        ],
      },
    });

    expect(permissions).toMatchObject({
      'secretsmanager:GetSecretValue': [SECRET_ARN, CA_SECRET_ARN],
      'kms:Decrypt': [KEY_ARN],
    });
  });
});

describe('a mapping is refused at synth', () => {
  const onDemand = { polling: { mode: 'on-demand' } } as const;
  const registry = {
    schemaRegistry: { uri: 'https://registry.example.com', recordFormat: 'JSON' },
  } as const;
  const internet = source('self-managed-internet-plain');

  it.each<[string, Case, string]>([
    ['retries', { ...onDemand, retry: { attempts: 3 } }, 'Retry controls need provisioned pollers.'],
    [
      'partial responses',
      { ...onDemand, partialResponses: true },
      'Partial batch responses need provisioned pollers.',
    ],
    ['a registry', { ...onDemand, ...registry }, 'A schema registry needs provisioned pollers.'],
    ['poller logs', { ...onDemand, logLevel: 'INFO' }, 'Logs of the pollers need provisioned pollers.'],
    [
      'a Kafka destination',
      { ...onDemand, onFailure: { type: 'kafka', topic: 'failed' } },
      'A Kafka topic as on-failure destination needs provisioned pollers.',
    ],
  ])('with on-demand pollers and %s', (_, options, sentence) => {
    expect(() => synthesise(options)).toThrow(sentence);
    expect(() => synthesise(options)).toThrow('Set polling.mode to "provisioned", or ');
  });

  it.each<[Case, string]>([
    [
      { ...registry, onFailure: { type: 'none' }, retry: { attempts: -1 } },
      'With a schema registry and no on-failure destination Lambda drops records',
    ],
    [{ onFailure: { type: 'none' } }, 'Without an on-failure destination Lambda drops records'],
    [
      { onFailure: { type: 'none' }, retry: { attempts: -1, maximumRecordAgeSeconds: 60 } },
      'Without an on-failure destination Lambda drops records',
    ],
    [{ onFailure: { type: 'kafka', topic: 'payments' } }, 'is the topic payments itself'],
    [{ batchSize: 0 }, 'batchSize is 0; it is a whole number from 1 to 10000.'],
    [{ batchSize: 10_001 }, 'batchSize is 10001'],
    [{ batchWindowSeconds: 301 }, 'batchWindowSeconds is 301'],
    [{ batchWindowSeconds: 0.5 }, 'batchWindowSeconds is 0.5'],
    [{ retry: { attempts: -2 } }, 'retry.attempts is -2'],
    [{ retry: { maximumRecordAgeSeconds: 59 } }, 'retry.maximumRecordAgeSeconds is 59'],
    [
      { polling: { mode: 'provisioned', minimumPollers: 201, maximumPollers: 300 } },
      'polling.minimumPollers is 201',
    ],
    [{ polling: { mode: 'provisioned', maximumPollers: 2_001 } }, 'polling.maximumPollers is 2001'],
    [
      { polling: { mode: 'provisioned', minimumPollers: 11 } },
      'polling.minimumPollers is 11, above polling.maximumPollers, which is 10.',
    ],
    [{ polling: { mode: 'provisioned', pollerGroup: 'a b' } }, 'polling.pollerGroup is "a b"'],
    [{ topic: 'pay ments' }, 'topics is "pay ments"'],
    [{ filters: [{ key: ['a'] }] }, 'A filter of a Kafka mapping looks at the value alone'],
    [
      { filters: [{ value: { currency: 'EUR' } }] },
      'filters.value.currency is "EUR"; a pattern has lists: ["EUR"].',
    ],
    [{ onFailure: { type: 'kafka', topic: 'bad topic!' } }, 'onFailure.topic is "bad topic!"'],
    [{ startingPosition: { timestampSeconds: -4 } }, 'startingPosition.timestampSeconds is -4'],
    [{ filters: Array.from({ length: 11 }, () => ({ value: {} })) }, 'There are 11 filters'],
    [
      {
        source: {
          type: 'msk-serverless',
          clusterArn: CLUSTER_ARN,
          authentication: { type: 'unauthenticated-tls' },
        },
      },
      'MSK Serverless has IAM authentication only.',
    ],
    [
      {
        source: {
          type: 'msk-vpc-connection',
          clusterArn: CLUSTER_ARN,
          vpcConnectionArn: VPC_CONNECTION_ARN,
          authentication: { type: 'unauthenticated-tls' },
        },
      },
      'A VPC connection to MSK needs authentication.',
    ],
    [
      {
        source: {
          type: 'msk',
          clusterArn: CLUSTER_ARN,
          authentication: { type: 'scram-512', secretArn: CA_SECRET_ARN },
        },
      },
      'whose name starts with AmazonMSK_',
    ],
    [
      {
        source: selfManaged({ authentication: { type: 'iam', clusterArn: VPC_CONNECTION_ARN } }),
      },
      'source.authentication.clusterArn is',
    ],
    [
      {
        source: selfManaged({
          rootCaSecretArn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:private-ca',
        }),
      },
      'A secretArn lacks the hyphen and the six characters that Secrets Manager adds to the name',
    ],
    [
      {
        source: {
          type: 'msk',
          clusterArn: CLUSTER_ARN,
          authentication: {
            type: 'scram-512',
            secretArn: SECRET_ARN,
            secretKeyArn: 'arn:aws:kms:eu-west-1:123456789012:alias/brokers',
          },
        },
      },
      'A secretKeyArn is "arn:aws:kms:eu-west-1:123456789012:alias/brokers". Give the ARN of a key',
    ],
    [
      { source: { type: 'msk', clusterArn: BUS_ARN, authentication: { type: 'iam' } } },
      'source.clusterArn is',
    ],
    [
      {
        source: {
          type: 'self-managed',
          bootstrapServers: ['b:9092'],
          authentication: { type: 'unauthenticated-tls' },
        },
      },
      'Brokers that are reached over the internet need authentication.',
    ],
    [{ source: selfManaged({ bootstrapServers: [] }) }, 'Name at least one broker'],
    [{ source: selfManaged({ bootstrapServers: ['kafka.example.com'] }) }, 'each as host:port'],
    [
      { source: selfManaged({ network: { subnetIds: [], securityGroupIds: ['sg-1'] } }) },
      'at least one subnet and one security group',
    ],
    [
      { source: selfManaged({ network: { subnetIds: ['subnet'], securityGroupIds: ['sg-0a1b2c3d'] } }) },
      'source.network.subnetIds has "subnet". Give an id, such as subnet-0a1b2c3d.',
    ],
    [
      { source: internet, schemaRegistry: { uri: 'registry', recordFormat: 'JSON' } },
      'schemaRegistry.uri is "registry"',
    ],
    [
      {
        schemaRegistry: {
          uri: 'arn:aws:glue:eu-west-1:123456789012:registry/streaming',
          recordFormat: 'JSON',
          access: [{ type: 'BASIC_AUTH', secretArn: SECRET_ARN }],
        },
      },
      'A Glue registry is read with the execution role.',
    ],
  ])('with %j', (options, sentence) => {
    expect(() => synthesise(options)).toThrow(sentence);
  });

  it('with a secret in place of its ARN, which is not shown', () => {
    const leaked: KafkaSource = {
      type: 'msk',
      clusterArn: CLUSTER_ARN,
      authentication: { type: 'mutual-tls', secretArn: 'hunter2' },
    };

    expect(() => synthesise({ source: leaked })).toThrow(
      'A secretArn is not the ARN of a Secrets Manager secret.',
    );
    expect(() => synthesise({ source: leaked })).not.toThrow('hunter2');
  });

  it('with every mistake at once', () => {
    expect(() => synthesise({ batchSize: 0, retry: { attempts: -2 } })).toThrow(
      /^The mapping of topic payments cannot be built:\n- batchSize .*\n- retry\.attempts .*$/s,
    );
  });
});

function source(name: string): KafkaSource {
  const found = SOURCES[name];
  if (found === undefined) throw new Error(`There is no source ${name}.`);
  return found;
}

function selfManaged(options: Partial<Extract<KafkaSource, { type: 'self-managed' }>>): KafkaSource {
  return { ...source('self-managed-internet-plain'), ...options } as KafkaSource;
}

function synthesise({
  source: from = MSK,
  topic = 'payments',
  onFailure = { type: 's3' },
  ...options
}: Case) {
  const stack = emptyStack();
  const fn = new ArtefactFunction(stack, 'Bridge', {
    artefact: 'bridge',
    description: 'Under test.',
    serviceName: 'payments',
  });
  const props: KafkaEventSourceMappingProps = {
    ...options,
    function: fn,
    source: from,
    topic,
    consumerGroupId: 'bridge-payments',
    onFailure: {
      options: onFailure,
      ...(onFailure.type === 's3' || onFailure.type === 'none'
        ? {}
        : { construct: new FailureDestination(stack, 'OnFailure', { options: onFailure }) }),
    },
  };
  new KafkaEventSourceMapping(stack, 'Mapping', props);
  const template = Template.fromStack(stack);
  const [mapping] = Object.values(template.findResources('AWS::Lambda::EventSourceMapping'));
  return {
    mapping: (mapping?.Properties ?? {}) as Record<string, unknown>,
    permissions: permissionsOf(template, 'BridgeRole'),
    template,
  };
}

function topicArn(topic: string): string {
  return `arn:aws:kafka:eu-west-1:123456789012:topic/${CLUSTER_ID}/${topic}`;
}

function access(type: string, uri: string) {
  return { Type: type, URI: uri };
}
