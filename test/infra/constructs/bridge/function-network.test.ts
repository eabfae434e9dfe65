import { Fn } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { resolveParameterReferences } from '../../../../infra/config/parameter-references.ts';
import type { FunctionOptions } from '../../../../infra/constructs/bridge/bridge-options.ts';
import { KafkaEventBridge } from '../../../../infra/constructs/kafka-event-bridge.ts';
import { BRIDGE } from '../../../fixtures/bridge-options.ts';
import { emptyStack } from '../../../fixtures/cdk.ts';
import { permissionsOf } from '../../../fixtures/policy.ts';
import { bridgeTemplate, ROLES } from './bridge-template.ts';

const NETWORK = {
  subnetIds: ['subnet-0a1b2c3d', 'subnet-0123456789abcdef0'],
  securityGroupIds: ['sg-0a1b2c3d'],
};

describe('a bridge with a network', () => {
  it('puts its function and the redrive function there: both read schemas', () => {
    const { template } = bridgeTemplate({ function: { network: NETWORK } });
    const places = Object.values(template.findResources('AWS::Lambda::Function')).map(
      ({ Properties }) => Properties.VpcConfig,
    );

    expect(places).toEqual([
      { SubnetIds: NETWORK.subnetIds, SecurityGroupIds: NETWORK.securityGroupIds },
      { SubnetIds: NETWORK.subnetIds, SecurityGroupIds: NETWORK.securityGroupIds },
    ]);
  });

  it.each(ROLES)('lets the role %s have network interfaces', (role) => {
    const { template } = bridgeTemplate({ function: { network: NETWORK } });

    expect(permissionsOf(template, role)).toMatchObject({
      'ec2:AssignPrivateIpAddresses': ['*'],
      'ec2:CreateNetworkInterface': expect.arrayContaining(['*']),
      'ec2:DeleteNetworkInterface': expect.arrayContaining(['*']),
      'ec2:DescribeNetworkInterfaces': expect.arrayContaining(['*']),
      'ec2:DescribeSubnets': expect.arrayContaining(['*']),
      'ec2:UnassignPrivateIpAddresses': ['*'],
    });
  });

  it('may have ids from SSM parameters', () => {
    const network = {
      subnetIds: ['ssm:/network/a', 'ssm:/network/b'],
      securityGroupIds: ['ssm:/network/group'],
    };
    const stack = emptyStack();
    const options = resolveParameterReferences(stack, { ...BRIDGE, function: { network } });
    new KafkaEventBridge(stack, 'Payments', options);
    const template = Template.fromStack(stack);
    const parameterOf = (name: string) => {
      const [id] = Object.keys(template.findParameters('*', { Default: name }));
      return { Ref: id };
    };

    template.hasResourceProperties('AWS::Lambda::Function', {
      VpcConfig: {
        SubnetIds: [parameterOf('/network/a'), parameterOf('/network/b')],
        SecurityGroupIds: [parameterOf('/network/group')],
      },
    });
  });

  it('may have as much of it as Lambda takes', () => {
    const network = {
      subnetIds: Array.from({ length: 16 }, (_, index) => `subnet-${index + 10_000_000}`),
      securityGroupIds: Array.from({ length: 5 }, (_, index) => `sg-${index + 10_000_000}`),
    };

    expect(() => bridgeTemplate({ function: { network } })).not.toThrow();
  });

  it.each<[NonNullable<FunctionOptions['network']>, string]>([
    [{ ...NETWORK, subnetIds: [] }, 'function.network needs at least one subnet and one security group.'],
    [
      { ...NETWORK, securityGroupIds: [] },
      'function.network needs at least one subnet and one security group.',
    ],
    [
      { ...NETWORK, subnetIds: ['subnet-0a1b2c3d', 'vpc-0a1b2c3d'] },
      'function.network.subnetIds has "vpc-0a1b2c3d". Give an id, such as subnet-0a1b2c3d.',
    ],
    [
      { ...NETWORK, securityGroupIds: ['default'] },
      'function.network.securityGroupIds has "default". Give an id, such as sg-0a1b2c3d.',
    ],
    [
      { ...NETWORK, subnetIds: Array.from({ length: 17 }, () => Fn.importValue('subnet')) },
      'function.network has 17 subnets and 1 security groups; Lambda takes 16 and 5.',
    ],
    [
      { ...NETWORK, securityGroupIds: Array.from({ length: 6 }, () => Fn.importValue('group')) },
      'function.network has 2 subnets and 6 security groups; Lambda takes 16 and 5.',
    ],
  ])('is refused at synth with %j', (network, sentence) => {
    expect(() => bridgeTemplate({ function: { network } })).toThrow(sentence);
  });
});
