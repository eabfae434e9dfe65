import { describe, expect, it } from 'vitest';
import { chooseConnector } from '../../../infra/import/choose-connector.ts';
import { findConnectors } from '../../../infra/import/find-connectors.ts';
import { CONFIG } from './connector-fixture.ts';

const ROLE_ARN = 'arn:aws:iam::123456789012:role/connect';
const WORKER_ARN = 'arn:aws:kafkaconnect:eu-west-1:123456789012:worker-configuration/avro/1';
const OTHER = { 'connector.class': 'io.confluent.connect.s3.S3SinkConnector', topics: 'payments' };

const RESOURCE = {
  Type: 'AWS::KafkaConnect::Connector',
  Properties: {
    ConnectorName: 'sink',
    ConnectorConfiguration: CONFIG,
    KafkaClusterClientAuthentication: { AuthenticationType: 'IAM' },
    ServiceExecutionRoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
    WorkerConfiguration: { WorkerConfigurationArn: WORKER_ARN, Revision: 1 },
  },
};

const OF_TEMPLATE = {
  form: 'msk-connect',
  name: 'sink',
  config: CONFIG,
  surroundings: {
    authentication: 'IAM',
    roleArn: undefined,
    hasOwnWorkerConfiguration: true,
    workerConfigurationArn: WORKER_ARN,
  },
};

describe('the connectors of a document', () => {
  it.each([
    {
      form: 'what the REST API takes and answers',
      document: { name: 'sink', config: CONFIG, tasks: [{ connector: 'sink', task: 0 }], type: 'sink' },
      found: [{ form: 'kafka-connect', name: 'sink', config: CONFIG }],
    },
    {
      form: 'a config object alone',
      document: CONFIG,
      found: [{ form: 'kafka-connect', name: undefined, config: CONFIG }],
    },
    {
      form: 'a config object with the name',
      document: { ...CONFIG, name: 'sink' },
      found: [{ form: 'kafka-connect', name: 'sink', config: { ...CONFIG, name: 'sink' } }],
    },
    {
      form: 'all connectors of the REST API',
      document: {
        sink: { info: { name: 'sink', config: CONFIG }, status: {} },
        lake: { info: { name: 'lake', config: OTHER } },
      },
      found: [
        { form: 'kafka-connect', name: 'sink', config: CONFIG },
        { form: 'kafka-connect', name: 'lake', config: OTHER },
      ],
    },
    {
      form: 'what describe-connector answers',
      document: {
        connectorArn: 'arn:aws:kafkaconnect:eu-west-1:123456789012:connector/sink/1',
        connectorName: 'sink',
        connectorConfiguration: CONFIG,
        kafkaClusterClientAuthentication: { authenticationType: 'NONE' },
        serviceExecutionRoleArn: ROLE_ARN,
      },
      found: [
        {
          form: 'msk-connect',
          name: 'sink',
          config: CONFIG,
          surroundings: {
            authentication: 'NONE',
            roleArn: ROLE_ARN,
            hasOwnWorkerConfiguration: false,
            workerConfigurationArn: undefined,
          },
        },
      ],
    },
    { form: 'a resource of CloudFormation', document: RESOURCE, found: [OF_TEMPLATE] },
    { form: 'the properties of that resource', document: RESOURCE.Properties, found: [OF_TEMPLATE] },
    {
      form: 'a template of CloudFormation',
      document: { Resources: { Role: { Type: 'AWS::IAM::Role' }, Sink: RESOURCE } },
      found: [OF_TEMPLATE],
    },
    {
      form: 'a KafkaConnector of Strimzi',
      document: {
        apiVersion: 'kafka.strimzi.io/v1beta2',
        kind: 'KafkaConnector',
        metadata: { name: 'sink', labels: {} },
        spec: { class: CONFIG['connector.class'], tasksMax: 2, config: { topics: 'payments' } },
      },
      found: [
        {
          form: 'kafka-connect',
          name: 'sink',
          config: { 'connector.class': CONFIG['connector.class'], 'tasks.max': 2, topics: 'payments' },
        },
      ],
    },
    { form: 'anything else', document: { a: { b: 'c' }, d: [] }, found: [] },
  ])('are found in $form', ({ document, found }) => {
    expect(findConnectors(document)).toEqual(found);
  });
});

describe('the connector to import', () => {
  const sink = { form: 'kafka-connect', name: 'sink', config: CONFIG } as const;
  const second = { ...sink, name: 'second' };
  const lake = { form: 'kafka-connect', name: 'lake', config: OTHER } as const;

  it('is the one sink for EventBridge among others', () => {
    expect(chooseConnector([lake, sink], 'all.json', undefined)).toBe(sink);
  });

  it.each([CONFIG['connector.class'], ' EventBridgeSinkConnector ', 'EventBridgeSink', undefined])(
    'may be called %s, as in Kafka Connect',
    (name) => {
      const aliased = { ...sink, config: { 'connector.class': name } };

      expect(chooseConnector([lake, aliased], 'all.json', undefined)).toBe(aliased);
    },
  );

  it.each(['EventBridge', 'eventbridgesink', 'com.example.EventBridgeSinkConnector', { Ref: 'Class' }])(
    'is not one that is called %j, unless the command line says so',
    (name) => {
      const other = { ...sink, config: { 'connector.class': name } };

      expect(() => chooseConnector([other], 'all.json', undefined)).toThrow('is no EventBridge sink');
      expect(chooseConnector([other], 'all.json', undefined, 'EventBridgeSink')).toBe(other);
    },
  );

  it('is not one whose class the command line takes for another', () => {
    expect(() => chooseConnector([sink], 'all.json', undefined, 'S3SinkConnector')).toThrow(
      'is no EventBridge sink',
    );
  });

  it('is the one that is named', () => {
    expect(chooseConnector([sink, second], 'all.json', 'second')).toBe(second);
  });

  it.each([
    { found: [], name: undefined, message: 'all.json has no configuration of a connector.' },
    { found: [sink], name: 'other', message: 'all.json has no connector other, only sink.' },
    { found: [lake], name: undefined, message: 'lake in all.json is no EventBridge sink' },
    { found: [sink, second], name: undefined, message: 'Choose one with --connector NAME: sink, second.' },
  ])('is refused: $message', ({ found, name, message }) => {
    expect(() => chooseConnector(found, 'all.json', name)).toThrow(message);
  });
});
