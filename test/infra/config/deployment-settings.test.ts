import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDeploymentSettings } from '../../../infra/config/deployment-settings.ts';
import type { BridgeOptions } from '../../../infra/constructs/bridge/bridge-options.ts';
import { configurationDocument } from '../../../infra/constructs/bridge/configuration-document.ts';
import { CONVERTER_NAMES } from '../../../shared/configuration/converter-names.ts';
import { BRIDGE } from '../../fixtures/bridge-options.ts';
import { BUS_ARN, CLUSTER_ARN, KEY_ARN, SECRET_ARN } from '../../fixtures/kafka-sources.ts';

const BY_CONTEXT = { clusterArn: CLUSTER_ARN, topics: 'payments, refunds', eventBusArn: BUS_ARN };

describe('the context of the app', () => {
  it('describes one bridge beside an MSK cluster with IAM access control', () => {
    const { deployment, bridges } = readDeploymentSettings({ ...BY_CONTEXT, bridges: emptyFolder() });

    expect(deployment).toBe('BRIDGE');
    expect(bridges).toEqual([
      {
        name: 'bridge',
        source: { type: 'msk', clusterArn: CLUSTER_ARN, authentication: { type: 'iam' } },
        topics: ['payments', 'refunds'],
        eventBusArn: BUS_ARN,
      },
    ]);
  });

  it('names the bridge and says how values are decoded', () => {
    const context = { ...BY_CONTEXT, name: 'payments', valueConverter: 'glue-avro', bridges: emptyFolder() };

    expect(readDeploymentSettings(context).bridges).toEqual([
      expect.objectContaining({ name: 'payments', configuration: { 'value.converter': 'glue-avro' } }),
    ]);
  });

  it.each(CONVERTER_NAMES.filter((name) => !name.startsWith('confluent')))(
    'takes the converter %s',
    (name) => {
      const context = { ...BY_CONTEXT, valueConverter: name, bridges: emptyFolder() };
      const documents = readDeploymentSettings(context).bridges.map((bridge) =>
        configurationDocument(bridge),
      );

      expect(documents.map(({ configuration }) => configuration.formats.value.converter)).toEqual([name]);
    },
  );

  it.each(['PREREQ', 'FULL'])('leaves the bridges of the folder alone in %s', (deployment) => {
    expect(readDeploymentSettings({ deployment, bridges: folder({ 'a.json': '{' }) }).bridges).toEqual([]);
  });

  it('leaves what CDK keeps there to CDK', () => {
    const own = {
      '@aws-cdk/core:newStyle': true,
      'aws:cdk:bundling-stacks': ['**'],
      'availability-zones:account=1:region=x': [],
    };

    expect(() => readDeploymentSettings({ ...own, ...BY_CONTEXT, bridges: emptyFolder() })).not.toThrow();
  });

  it.each<[Record<string, unknown>, RegExp]>([
    [{ deployment: 'full' }, /deployment: Invalid option: expected one of "BRIDGE"\|"PREREQ"\|"FULL"/],
    [{ topcis: 'payments' }, /Unrecognized key: "topcis"/],
    [
      { deployment: 'FULL', webhookUrl: 'http://example.com' },
      /webhookUrl: the address has to start with https/,
    ],
    [
      { ...BY_CONTEXT, webhookUrl: 'https://example.com' },
      /webhookUrl belongs to the demo\. Add -c deployment=FULL/,
    ],
    [
      { ...BY_CONTEXT, deployment: 'FULL' },
      /A bridge of your own \(clusterArn, topics, eventBusArn\) is not part of FULL\./,
    ],
    [{ ...BY_CONTEXT, name: 'My Bridge' }, /name: a name starts with a lower-case letter/],
    [{ clusterArn: CLUSTER_ARN }, /clusterArn, topics and eventBusArn go together\. Give all three\./],
    [{ valueConverter: 'glue' }, /clusterArn, topics and eventBusArn go together\. Give all three\./],
    [{ name: 'payments' }, /clusterArn, topics and eventBusArn go together\. Give all three\./],
    ...[' confluent-avro', 'io.confluent.connect.avro.AvroConverter'].map(
      (valueConverter): [Record<string, unknown>, RegExp] => [
        { ...BY_CONTEXT, name: 'payments', valueConverter },
        /valueConverter is ".*", which needs the address of a schema registry\. Describe the bridge in .*\/payments\.json/,
      ],
    ),
    [{}, /There is no bridge to deploy\. Describe one in .*<name>\.json, or give -c clusterArn/],
  ])('is refused with %j', (context, message) => {
    expect(() => readDeploymentSettings({ bridges: emptyFolder(), ...context })).toThrow(message);
  });

  it('is refused with every mistake at once', () => {
    expect(() => readDeploymentSettings({ deployment: 'x', webhookUrl: 'y', z: 1 })).toThrow(
      /^The context cannot be used:\n- deployment: .*\n- webhookUrl: .*\n- Unrecognized key: "z"\.$/,
    );
  });
});

describe('the folder of bridges', () => {
  it('has one file a bridge, in the order of their names', () => {
    const bridges = folder({
      'refunds.json': JSON.stringify({ ...BRIDGE, name: 'refunds' }),
      'payments.json': JSON.stringify(BRIDGE),
      'README.md': 'not a bridge',
    });

    expect(readDeploymentSettings({ bridges }).bridges).toEqual([BRIDGE, { ...BRIDGE, name: 'refunds' }]);
  });

  it('may say where functions run, with which keys, and what differs from topic to topic', () => {
    const bridge: BridgeOptions = {
      ...BRIDGE,
      configuration: { 'value.converter': 'glue', topics: { payments: { 'value.converter': 'json' } } },
      mapping: {
        schemaRegistry: {
          uri: 'https://registry.example.com',
          recordFormat: 'SOURCE',
          access: [{ type: 'BASIC_AUTH', secretArn: SECRET_ARN, secretKeyArn: KEY_ARN }],
        },
      },
      function: {
        network: { subnetIds: ['subnet-0a1b2c3d'], securityGroupIds: ['ssm:/network/group'] },
        registrySecretKeyArns: [KEY_ARN],
      },
    };

    expect(
      readDeploymentSettings({ bridges: folder({ 'payments.json': JSON.stringify(bridge) }) }).bridges,
    ).toEqual([bridge]);
  });

  it.each<[string, string, RegExp]>([
    ['text that is not JSON', '{', /payments\.json cannot be used:\n- It is not JSON: /],
    ['no object', '[]', /payments\.json cannot be used:\n- Invalid input: expected object/],
    ['an unknown member', JSON.stringify({ ...BRIDGE, topic: 'payments' }), /Unrecognized key: "topic"/],
    [
      'an unknown authentication',
      JSON.stringify({ ...BRIDGE, source: { ...BRIDGE.source, authentication: { type: 'scram' } } }),
      /source\.authentication\.type: /,
    ],
    [
      'a secret in it',
      JSON.stringify({
        ...BRIDGE,
        source: { ...BRIDGE.source, authentication: { type: 'scram-512', password: 'x' } },
      }),
      /source\.authentication\.secretArn: .*\n.*Unrecognized key: "password"/,
    ],
    [
      'an unknown threshold',
      JSON.stringify({ ...BRIDGE, monitoring: { thresholds: { lag: 1 } } }),
      /monitoring\.thresholds/,
    ],
    [
      'a retention that does not exist',
      JSON.stringify({ ...BRIDGE, function: { logRetentionDays: 31 } }),
      /function\.logRetentionDays: /,
    ],
    [
      'a network that is no list of ids',
      JSON.stringify({ ...BRIDGE, function: { network: { subnetIds: 'subnet-0a1b2c3d' } } }),
      /function\.network\.subnetIds: .*\n.*function\.network\.securityGroupIds: /,
    ],
    [
      'the name of another',
      JSON.stringify({ ...BRIDGE, name: 'orders' }),
      /name is "orders"\. Name the file orders\.json\./,
    ],
  ])('refuses %s', (_, text, message) => {
    const bridges = folder({ 'payments.json': text });

    expect(() => readDeploymentSettings({ bridges })).toThrow(message);
  });

  it('refuses a bridge that the context names too', () => {
    const bridges = folder({ 'payments.json': JSON.stringify(BRIDGE) });

    expect(() => readDeploymentSettings({ ...BY_CONTEXT, name: 'payments', bridges })).toThrow(
      'There are two bridges named payments.',
    );
  });
});

function emptyFolder(): string {
  return folder({});
}

function folder(files: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(tmpdir(), 'bridges-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}
