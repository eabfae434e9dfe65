import { Fn } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { BridgeOptions } from '../../../infra/constructs/bridge/bridge-options.ts';
import { KafkaEventBridge } from '../../../infra/constructs/kafka-event-bridge.ts';
import { parseConfiguration } from '../../../shared/configuration/configuration.ts';
import { BRIDGE, BRIDGE_WITHOUT_BUS } from '../../fixtures/bridge-options.ts';
import { emptyStack } from '../../fixtures/cdk.ts';
import { BUS_ARN, CLUSTER_ARN, CLUSTER_ID, KEY_ARN } from '../../fixtures/kafka-sources.ts';
import { permissionsOf, statementsOf } from '../../fixtures/policy.ts';

describe('a bridge', () => {
  it('runs on Node 24 and Graviton, with JSON logs that are kept for a month, and traces', () => {
    const { template } = synthesise();

    template.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      MemorySize: 512,
      Timeout: 60,
      LoggingConfig: { LogFormat: 'JSON', LogGroup: Match.anyValue() },
      TracingConfig: { Mode: 'Active' },
    });
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
  });

  it('is outside any VPC', () => {
    synthesise().template.allResourcesProperties('AWS::Lambda::Function', { VpcConfig: Match.absent() });
  });

  it('takes what a function may be given', () => {
    const { template } = synthesise({
      function: {
        memoryMb: 1_769,
        timeoutSeconds: 840,
        reservedConcurrency: 20,
        logRetentionDays: 90,
        logLevel: 'DEBUG',
      },
    });

    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ BRIDGE_DEAD_LETTER_BUCKET: Match.anyValue() }) },
      MemorySize: 1_769,
      Timeout: 840,
      ReservedConcurrentExecutions: 20,
      LoggingConfig: { ApplicationLogLevel: 'DEBUG' },
    });
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
  });

  it('tells the function where its configuration and dead letters are, and that it may report single records', () => {
    expect(environment()).toEqual({
      POWERTOOLS_SERVICE_NAME: 'payments',
      BRIDGE_CONFIG_PARAMETER: { Ref: expect.stringContaining('ConfigurationDocument') },
      BRIDGE_DEAD_LETTER_QUEUE_URL: { Ref: expect.stringContaining('DeadLettersQueue') },
      BRIDGE_DEAD_LETTER_BUCKET: { Ref: expect.stringContaining('DeadLettersBucket') },
      BRIDGE_REPORT_BATCH_ITEM_FAILURES: 'true',
    });
  });

  it.each<Partial<BridgeOptions>>([
    { mapping: { polling: { mode: 'on-demand' } } },
    { mapping: { partialResponses: false } },
  ])('does not report single records to a mapping that ignores it: %j', (options) => {
    expect(environment(options)).not.toHaveProperty('BRIDGE_REPORT_BATCH_ITEM_FAILURES');
  });

  it('reads each topic in a group of its own, with pollers that are shared', () => {
    const { template } = synthesise({ topics: ['payments', 'refunds'] });

    expect(kafkaMappings(template)).toMatchObject([
      {
        Topics: ['payments'],
        AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: 'kafka-eventbridge-payments-payments' },
        ProvisionedPollerConfig: { PollerGroupName: 'kafka-eventbridge-payments' },
      },
      {
        Topics: ['refunds'],
        AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: 'kafka-eventbridge-payments-refunds' },
        ProvisionedPollerConfig: { PollerGroupName: 'kafka-eventbridge-payments' },
      },
    ]);
  });

  it('reads a topic in the same group when others are added, so that it does not begin anew', () => {
    const [alone] = kafkaMappings(synthesise({ topics: ['payments'] }).template);
    const [first] = kafkaMappings(synthesise({ topics: ['payments', 'refunds'] }).template);

    expect(alone.AmazonManagedKafkaEventSourceConfig).toEqual(first.AmazonManagedKafkaEventSourceConfig);
  });

  it('takes the group that it is given as it is for one topic, to go on where somebody else stopped', () => {
    const [mapping] = kafkaMappings(synthesise({ consumerGroupId: 'connect-sink' }).template);

    expect(mapping.AmazonManagedKafkaEventSourceConfig).toEqual({ ConsumerGroupId: 'connect-sink' });
  });

  it('cuts consumer groups that would be too long, and keeps them apart', () => {
    const topics = [`${'a'.repeat(248)}b`, `${'a'.repeat(248)}c`];
    const groups = kafkaMappings(synthesise({ topics }).template).map(
      ({ AmazonManagedKafkaEventSourceConfig }) => AmazonManagedKafkaEventSourceConfig.ConsumerGroupId,
    );

    expect(new Set(groups).size).toBe(2);
    expect(groups.map(({ length }) => length)).toEqual([200, 200]);
  });
});

describe('the configuration of a bridge', () => {
  it('is one the bridge itself accepts', () => {
    const [parameter] = Object.values(synthesise().template.findResources('AWS::SSM::Parameter'));

    expect(parameter?.Properties).toMatchObject({
      Name: '/kafka-eventbridge/payments/configuration',
      Type: 'String',
    });
    expect(parseConfiguration(parameter?.Properties.Value)).toMatchObject({
      connectorId: 'payments',
      region: 'eu-west-1',
      eventBusArn: BUS_ARN,
    });
  });

  it('may be a pasted configuration of the connector, bus and all', () => {
    const configuration = {
      'aws.eventbridge.connector.id': 'my-connector',
      'aws.eventbridge.region': 'eu-west-1',
      'aws.eventbridge.eventbus.arn': BUS_ARN,
      'connector.class': 'software.amazon.event.kafkaconnector.EventBridgeSinkConnector',
      'tasks.max': 1,
    };
    const { template } = synthesise({ configuration }, BRIDGE_WITHOUT_BUS);

    template.hasResourceProperties('AWS::SSM::Parameter', { Value: JSON.stringify(configuration) });
    expect(permissionsOf(template, 'PaymentsBridgeRole')['events:PutEvents']).toEqual([BUS_ARN]);
  });

  it('takes Region and ARN of a bus that is known at deployment only', () => {
    const eventBusArn = Fn.importValue('bus');
    const { template } = synthesise({ eventBusArn });

    template.hasResourceProperties('AWS::SSM::Parameter', {
      Value: {
        'Fn::Join': [
          '',
          Match.arrayWith([
            { 'Fn::Select': [3, { 'Fn::Split': [':', { 'Fn::ImportValue': 'bus' }] }] },
            { 'Fn::ImportValue': 'bus' },
          ]),
        ],
      },
    });
  });

  it('fails the deployment when the bus does not exist, unless it is created with the bridge', () => {
    const created = synthesise({ createEventBus: { archive: false } }, BRIDGE_WITHOUT_BUS);

    synthesise().template.hasResourceProperties('AWS::Events::Rule', {
      EventBusName: BUS_ARN,
      State: 'DISABLED',
    });
    expect(Object.values(created.template.findResources('AWS::Events::Rule'))).not.toContainEqual(
      expect.objectContaining({ Properties: expect.objectContaining({ State: 'DISABLED' }) }),
    );
  });

  it('names the bus that is created for the bridge', () => {
    const { template } = synthesise({ createEventBus: { archive: false } }, BRIDGE_WITHOUT_BUS);

    expect(permissionsOf(template, 'PaymentsBridgeRole')['events:PutEvents']).toEqual([
      { 'Fn::GetAtt': [expect.stringContaining('EventBus'), 'Arn'] },
    ]);
  });

  it('is refused at synth with every mistake in it', () => {
    const configuration = { 'aws.eventbridge.retries.max': 11, 'value.convertor': 'json' };

    expect(() => synthesise({ configuration })).toThrow(
      /2 errors:\n.*(retries\.max|convertor).*\n.*(retries\.max|convertor)/,
    );
  });
});

describe('the role of a bridge', () => {
  const allOf = (resources: unknown[], ...actions: string[]) =>
    Object.fromEntries(actions.map((action) => [action, resources]));
  const failureBucket = { 'Fn::GetAtt': [expect.stringContaining('OnFailureBatchesBucket'), 'Arn'] };
  const everyBridge = {
    'ssm:GetParameter': [
      {
        'Fn::Join': ['', expect.arrayContaining([{ Ref: expect.stringContaining('ConfigurationDocument') }])],
      },
    ],
    ...allOf([BUS_ARN], 'events:DescribeEventBus', 'events:PutEvents'),
    'sqs:SendMessage': [{ 'Fn::GetAtt': [expect.stringContaining('DeadLettersQueue'), 'Arn'] }],
    's3:PutObject': [
      objects('DeadLettersBucket', '/dead-letters/*'),
      objects('OnFailureBatchesBucket', '/*'),
    ],
    's3:ListBucket': [failureBucket],
  };
  const reading = {
    ...allOf(
      [CLUSTER_ARN],
      'kafka-cluster:Connect',
      'kafka:DescribeCluster',
      'kafka:DescribeClusterV2',
      'kafka:GetBootstrapBrokers',
    ),
    ...allOf(
      [`arn:aws:kafka:eu-west-1:123456789012:group/${CLUSTER_ID}/kafka-eventbridge-payments-payments`],
      'kafka-cluster:AlterGroup',
      'kafka-cluster:DescribeGroup',
    ),
    ...allOf(
      [`arn:aws:kafka:eu-west-1:123456789012:topic/${CLUSTER_ID}/payments`],
      'kafka-cluster:DescribeTopic',
      'kafka-cluster:ReadData',
    ),
    ...allOf(
      ['*'],
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
    ),
  };

  it('allows exactly what the bridge and its pollers do', () => {
    expect(permissionsOf(synthesise().template, 'PaymentsBridgeRole')).toEqual({
      ...everyBridge,
      ...reading,
    });
  });

  it('may use the customer managed key of queues and buckets', () => {
    const { template } = synthesise({ encryptionKeyArn: KEY_ARN });

    expect(permissionsOf(template, 'PaymentsBridgeRole')).toMatchObject({
      'kms:Decrypt': [KEY_ARN, KEY_ARN],
      'kms:GenerateDataKey': [KEY_ARN, KEY_ARN],
    });
  });

  it('may use that key for a destination that is named', () => {
    const onFailure = { type: 'sqs', queueArn: 'arn:aws:sqs:eu-west-1:123456789012:failed' } as const;
    const { template } = synthesise({ encryptionKeyArn: KEY_ARN, onFailure });
    const statements = statementsOf(template, 'PaymentsBridgeRole');

    expect(statements.find(({ Sid }) => Sid === 'EncryptFailedBatches')).toMatchObject({ Resource: KEY_ARN });
  });

  it('writes failed batches only to a bucket of this account', () => {
    const conditions = statementsOf(synthesise().template, 'PaymentsBridgeRole')
      .filter(({ Sid }) => Sid === 'WriteFailedBatches')
      .map(({ Condition }) => Condition);

    expect(conditions).toEqual([{ StringEquals: { 's3:ResourceAccount': { Ref: 'AWS::AccountId' } } }]);
  });

  it('has no statement id twice, however many topics there are', () => {
    const sids = statementsOf(
      synthesise({ topics: ['payments', 'refunds', 'orders'] }).template,
      'PaymentsBridgeRole',
    ).flatMap(({ Sid }) => Sid ?? []);

    expect(sids.length).toBeGreaterThan(3);
    expect(sids).toEqual([...new Set(sids)]);
  });
});

describe('dead letters', () => {
  it('are kept in an encrypted queue for 14 days and in a versioned bucket for 90, and stay when the stack goes', () => {
    const { template } = synthesise({ onFailure: { type: 'kafka', topic: 'failed' } });

    template.hasResource('AWS::SQS::Queue', {
      DeletionPolicy: 'Retain',
      Properties: {
        MessageRetentionPeriod: 1_209_600,
        SqsManagedSseEnabled: true,
        MaximumMessageSize: 1_048_576,
      },
    });
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: {
        VersioningConfiguration: { Status: 'Enabled' },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
        LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 90 })] },
      },
    });
    template.allResourcesProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
  });

  it('can be redriven by a function whose event sources are off, like the batches whose retries ended', () => {
    const { template } = synthesise();
    const redrive = mappings(template).filter(({ ScalingConfig }) => ScalingConfig !== undefined);

    expect(redrive).toMatchObject([
      {
        Enabled: false,
        BatchSize: 10,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        EventSourceArn: { 'Fn::GetAtt': [expect.stringContaining('DeadLettersQueue'), 'Arn'] },
      },
      {
        Enabled: false,
        BatchSize: 1,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        EventSourceArn: { 'Fn::GetAtt': [expect.stringContaining('OnFailureNotices'), 'Arn'] },
      },
    ]);
  });

  it('are taken by a role that may do nothing else', () => {
    const permissions = permissionsOf(synthesise().template, 'PaymentsRedrive');
    const taken = [objects('DeadLettersBucket', '/dead-letters/*'), objects('OnFailureBatchesBucket', '/*')];

    expect(Object.keys(permissions).sort()).toEqual([
      'events:DescribeEventBus',
      'events:PutEvents',
      's3:DeleteObject',
      's3:GetObject',
      's3:ListBucket',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
      'ssm:GetParameter',
    ]);
    expect(permissions['s3:GetObject']).toEqual(taken);
    expect(permissions['s3:DeleteObject']).toEqual(taken);
  });

  it('are redriven from the bucket of failed batches alone when there is no queue of their own', () => {
    const { template } = synthesise({ deadLetters: { queue: false } });

    expect(mappings(template).filter(({ ScalingConfig }) => ScalingConfig !== undefined)).toHaveLength(1);
  });

  it('are not redriven by a function where no queue holds records or notices of them', () => {
    const { template } = synthesise({
      deadLetters: { queue: false },
      onFailure: { type: 'sqs' },
    });

    expect(mappings(template).filter(({ ScalingConfig }) => ScalingConfig !== undefined)).toEqual([]);
  });

  it('stay hidden six times as long as the redrive function may run', () => {
    const { template } = synthesise();
    const [redrive] = Object.entries(template.findResources('AWS::Lambda::Function')).filter(([id]) =>
      id.includes('Redrive'),
    );

    expect(redrive?.[1].Properties.Timeout).toBe(60);
    template.hasResourceProperties('AWS::SQS::Queue', { VisibilityTimeout: 360 });
  });

  it.each<[Partial<BridgeOptions>, string[]]>([
    [{ deadLetters: { queue: false } }, ['BRIDGE_DEAD_LETTER_BUCKET']],
    [{ deadLetters: { bucket: false } }, ['BRIDGE_DEAD_LETTER_QUEUE_URL']],
    [{ deadLetters: { queue: false, bucket: false } }, []],
    [{ configuration: { 'errors.tolerance': 'none' } }, []],
  ])('go only where options say: %j', (options, expected) => {
    expect(Object.keys(environment(options)).filter((name) => name.startsWith('BRIDGE_DEAD'))).toEqual(
      expected,
    );
  });

  it('warn when nothing takes big records', () => {
    const { stack } = synthesise({ deadLetters: { bucket: false } });

    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('above about 780 kB'));
    Annotations.fromStack(synthesise().stack).hasNoWarning('*', Match.anyValue());
  });
});

describe('batches without further retries', () => {
  it('go to a bucket, with a notice in a queue that the bucket may write to', () => {
    const { template } = synthesise({ deadLetters: { queue: false, bucket: false } });

    template.hasResource('AWS::S3::Bucket', {
      Properties: {
        NotificationConfiguration: {
          QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: { 'Fn::GetAtt': Match.anyValue() } }],
        },
      },
      // S3 sends a test message when the notification is set.
      DependsOn: [Match.stringLikeRegexp('NoticesQueuePolicy')],
    });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Principal: { Service: 's3.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
        ]),
      },
    });
  });

  it.each<[BridgeOptions['onFailure'], unknown, Record<string, unknown>]>([
    [
      { type: 'sqs', queueArn: 'arn:aws:sqs:eu-west-1:123456789012:failed' },
      'arn:aws:sqs:eu-west-1:123456789012:failed',
      { 'sqs:SendMessage': expect.arrayContaining(['arn:aws:sqs:eu-west-1:123456789012:failed']) },
    ],
    [
      { type: 'sns', topicArn: 'arn:aws:sns:eu-west-1:123456789012:failed' },
      'arn:aws:sns:eu-west-1:123456789012:failed',
      { 'sns:Publish': ['arn:aws:sns:eu-west-1:123456789012:failed'] },
    ],
    [
      { type: 's3', bucketArn: 'arn:aws:s3:::failed' },
      'arn:aws:s3:::failed',
      {
        's3:PutObject': expect.arrayContaining(['arn:aws:s3:::failed/*']),
        's3:ListBucket': ['arn:aws:s3:::failed'],
      },
    ],
    [
      { type: 's3', bucketArn: Fn.importValue('failed') },
      { 'Fn::ImportValue': 'failed' },
      { 's3:ListBucket': [{ 'Fn::ImportValue': 'failed' }] },
    ],
    [
      { type: 'kafka', topic: 'failed' },
      'kafka://failed',
      { 'kafka-cluster:WriteData': [expect.stringMatching(/\/failed$/)] },
    ],
  ])('go to %j', (onFailure, destination, permissions) => {
    const { template } = synthesise(onFailure === undefined ? {} : { onFailure });

    expect(mappings(template)).toContainEqual(
      expect.objectContaining({ DestinationConfig: { OnFailure: { Destination: destination } } }),
    );
    expect(permissionsOf(template, 'PaymentsBridgeRole')).toMatchObject(permissions);
  });
});

describe('a bridge is refused at synth', () => {
  it.each<[Partial<BridgeOptions>, string]>([
    [{ name: 'Payments' }, 'name is "Payments"; it starts with a lower-case letter'],
    [{ topics: [] }, 'topics needs at least one topic, and each once.'],
    [{ topics: ['a', 'a'] }, 'topics needs at least one topic, and each once.'],
    [
      {
        topics: Array.from({ length: 11 }, (_, index) => `topic-${index}`),
        mapping: { polling: { mode: 'provisioned', maximumPollers: 182 } },
      },
      'mapping.polling.maximumPollers is 182 for each of 11 topics, which is 2002 together; a poller group takes 2000.',
    ],
    [
      { function: { timeoutSeconds: 841 } },
      'function.timeoutSeconds is 841; with a Kafka source it is 1 to 840 (14 minutes).',
    ],
    [{ function: { timeoutSeconds: 1.5 } }, 'function.timeoutSeconds is 1.5'],
    [{ function: { memoryMb: 64 } }, 'function.memoryMb is 64; Lambda has 128 to 10240.'],
    [{ function: { reservedConcurrency: 0 } }, 'with less than 1 the function never runs'],
    [{ deadLetters: { retentionDays: 0 } }, 'deadLetters.retentionDays is 0'],
    [
      { onFailure: { type: 'sqs', queueArn: 'arn:aws:sqs:eu-west-1:123456789012:failed.fifo' } },
      'onFailure.queueArn is a FIFO queue',
    ],
    [
      { onFailure: { type: 'sns', topicArn: 'arn:aws:sns:eu-west-1:123456789012:failed.fifo' } },
      'onFailure.topicArn is a FIFO topic',
    ],
    [
      { encryptionKeyArn: 'alias/foo' },
      'encryptionKeyArn is "alias/foo". Give the ARN of a key, arn:aws:kms:<region>:<account>:key/<id>',
    ],
    [
      { encryptionKeyArn: 'arn:aws:kms:eu-west-1:123456789012:alias/records' },
      'encryptionKeyArn is "arn:aws:kms:eu-west-1:123456789012:alias/records". Give the ARN of a key',
    ],
    [{ monitoring: { alarmTopicArn: 'operations' } }, 'monitoring.alarmTopicArn is "operations".'],
    [{ onFailure: { type: 's3', bucketArn: 'bucket' } }, 'onFailure.bucketArn is "bucket".'],
    [{ eventBusArn: 'kafka-events' }, 'eventBusArn is "kafka-events". Give an ARN'],
    [{ topics: [Fn.importValue('topic')] }, 'topics would be known at deployment only'],
    [
      { configuration: { 'value.converter': Fn.importValue('converter') } },
      'value.converter would be known at deployment only',
    ],
    [
      { deadLetters: { queue: false, redrive: true }, onFailure: { type: 'sqs' } },
      'deadLetters.redrive reads the dead-letter queue',
    ],
    [
      { deadLetters: { queue: false, bucket: false }, mapping: { polling: { mode: 'on-demand' } } },
      'one bad record stops its partition',
    ],
    [
      {
        deadLetters: { queue: false, bucket: false },
        onFailure: { type: 'none' },
        mapping: { retry: { attempts: -1 } },
      },
      'bad records are repeated until Kafka drops them',
    ],
    [{ createEventBus: {} }, 'createEventBus makes a bus, and another one is named.'],
    [
      { configuration: { 'aws.eventbridge.eventbus.arn': `${BUS_ARN}-2` } },
      'has two event buses, in eventBusArn and in aws.eventbridge.eventbus.arn',
    ],
    [{ monitoring: { thresholds: { offsetLagMinutes: 0 } } }, 'offsetLagMinutes is 0'],
  ])('with %j', (options, sentence) => {
    expect(() => synthesise(options)).toThrow(sentence);
  });

  it('without a bus', () => {
    expect(() => new KafkaEventBridge(emptyStack(), 'Bridge', BRIDGE_WITHOUT_BUS)).toThrow(
      'The bridge payments has no event bus. Set eventBusArn to the ARN of one, or createEventBus to {}.',
    );
  });
});

function synthesise(options: Partial<BridgeOptions> = {}, base = BRIDGE) {
  const stack = emptyStack();
  new KafkaEventBridge(stack, 'Payments', { ...base, ...options });
  return { stack, template: Template.fromStack(stack) };
}

function environment(options: Partial<BridgeOptions> = {}): Record<string, unknown> {
  const [bridge] = Object.entries(synthesise(options).template.findResources('AWS::Lambda::Function'))
    .filter(([id]) => id.startsWith('PaymentsBridge'))
    .map(([, { Properties }]) => Properties.Environment.Variables);
  return bridge;
}

function mappings(template: Template) {
  return Object.values(template.findResources('AWS::Lambda::EventSourceMapping')).map(
    ({ Properties }) => Properties,
  );
}

function kafkaMappings(template: Template) {
  return mappings(template).filter(({ Topics }) => Topics !== undefined);
}

/** Objects of a bucket of the stack, as a statement names them. */
function objects(bucket: string, suffix: string) {
  return { 'Fn::Join': ['', [{ 'Fn::GetAtt': [expect.stringContaining(bucket), 'Arn'] }, suffix]] };
}
