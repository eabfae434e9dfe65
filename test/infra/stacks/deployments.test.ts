import { describe, expect, it } from 'vitest';
import { DEMO_QUANTITIES } from '../../../infra/cost/demo.ts';
import { BRIDGE } from '../../fixtures/bridge-options.ts';
import { SYNTH_CASES } from '../../synth/cases.ts';
import { synthesise } from '../../synth/synthesise.ts';

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

describe('the deployment FULL', () => {
  const { stacks } = synthesise({ name: 'full', context: { deployment: 'FULL' } });

  it('deploys the bridge after the demo, which tells it cluster and bus by parameters', () => {
    const [demo, bridge] = stacks;
    const written = ofType('AWS::SSM::Parameter')
      .map(({ Properties }) => Properties.Name)
      .filter((name) => String(name).startsWith('/kafka-eventbridge-demo/'));
    const read = Object.values<{ Default?: string }>(bridge?.template.Parameters ?? {}).map(
      ({ Default }) => Default,
    );

    expect(written).toHaveLength(2);
    expect(read).toEqual(expect.arrayContaining(written));
    expect(bridge?.dependencies.map(({ id }) => id)).toContain(demo?.id);
  });

  it('lets analyzer and bridge share their poller units', () => {
    const groups = ofType('AWS::Lambda::EventSourceMapping')
      .map(({ Properties }) => Properties.ProvisionedPollerConfig)
      .filter((pollers) => pollers !== undefined);

    expect(groups).toEqual([
      expect.objectContaining({ PollerGroupName: 'kafka-eventbridge-demo' }),
      expect.objectContaining({ PollerGroupName: 'kafka-eventbridge-demo' }),
    ]);
  });

  it('puts the demo functions into the network, and the bridge into none', () => {
    const placed = ofType('AWS::Lambda::Function').map(({ Properties }) => [
      String(Properties.Description).split(' ')[0],
      Properties.VpcConfig !== undefined,
    ]);

    expect(placed).toEqual([
      ['Demo:', true],
      ['Demo:', true],
      ['Bridges', false],
      ['Carries', false],
    ]);
  });

  it('has no NAT gateway and no way to the internet', () => {
    expect(ofType('AWS::EC2::NatGateway')).toEqual([]);
    expect(ofType('AWS::EC2::InternetGateway')).toEqual([]);
    expect(ofType('AWS::EC2::VPCEndpoint').map(({ Properties }) => Properties.VpcEndpointType)).toEqual([
      'Gateway',
      'Interface',
    ]);
  });

  it('has the cluster that the estimate of its cost counts', () => {
    const [cluster] = ofType('AWS::MSK::Cluster');

    expect(cluster?.Properties).toMatchObject({
      NumberOfBrokerNodes: 2,
      BrokerNodeGroupInfo: {
        InstanceType: 'kafka.m7g.large',
        StorageInfo: { EBSStorageInfo: { VolumeSize: 10 } },
      },
    });
    expect(DEMO_QUANTITIES.map(({ formula }) => formula)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('2 kafka.m7g.large'),
        expect.stringContaining('2 brokers × 10 GB'),
      ]),
    );
  });

  function ofType(type: string): Resource[] {
    return stacks.flatMap(({ template }) =>
      Object.values<Resource>(template.Resources).filter(({ Type }) => Type === type),
    );
  }
});

describe('the deployment PREREQ', () => {
  it('is the demo without its bridge', () => {
    const { stacks } = synthesise({ name: 'prereq', context: { deployment: 'PREREQ' } });

    expect(stacks.map(({ stackName }) => stackName)).toEqual(['KafkaEventBridgeDemo']);
  });
});

describe('the deployment BRIDGE', () => {
  it('has a stack for each bridge, so that one is deployed and removed without the others', () => {
    const several = SYNTH_CASES.find(({ name }) => name === 'several-bridges');
    if (several === undefined) throw new Error('There is no such case.');

    expect(synthesise(several).stacks.map(({ stackName }) => stackName)).toEqual([
      'KafkaEventBridge-orders',
      'KafkaEventBridge-payments',
    ]);
  });

  it('refuses two bridges that would share a consumer group', () => {
    const bridges = ['payments', 'copies'].map((name) => ({ ...BRIDGE, name, consumerGroupId: 'shared' }));

    expect(() => synthesise({ name: 'shared', bridges })).toThrow(
      'The consumer group shared has several mappings; Lambda takes one a group. Change consumerGroupId.',
    );
  });
});
