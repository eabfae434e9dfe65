import { Fn } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import type {
  BridgeOptions,
  ConfigurationMembers,
} from '../../../../infra/constructs/bridge/bridge-options.ts';
import { KafkaEventBridge } from '../../../../infra/constructs/kafka-event-bridge.ts';
import { BRIDGE_WITHOUT_BUS } from '../../../fixtures/bridge-options.ts';
import { emptyStack } from '../../../fixtures/cdk.ts';
import { BUS_ARN, KEY_ARN } from '../../../fixtures/kafka-sources.ts';
import { permissionsOf, statementsOf } from '../../../fixtures/policy.ts';
import { bridgeTemplate, ROLES } from './bridge-template.ts';

const OFFLOADING = 'aws.eventbridge.offloading.default';
const BUCKET = { [`${OFFLOADING}.s3.bucket`]: 'large-values' };
const ENCRYPTED = {
  ...BUCKET,
  [`${OFFLOADING}.s3.encryption`]: 'aws:kms',
  [`${OFFLOADING}.s3.kms.key.arn`]: KEY_ARN,
};
const ROLE_ARN = 'arn:aws:iam::210987654321:role/kafka/publish';
const ROLE = { 'aws.eventbridge.iam.role.arn': ROLE_ARN };

const GLOBAL = { 'aws.eventbridge.eventbus.global.endpoint.id': 'abcde.veo' };

const BUS = { 'events:DescribeEventBus': [BUS_ARN], 'events:PutEvents': [BUS_ARN] };

const WITHOUT = bridgeTemplate().template;

describe.each(ROLES)('the role %s', (role) => {
  it.each<[string, ConfigurationMembers, Record<string, unknown>]>([
    ['has the bus and no bucket', {}, BUS],
    ['may write to the bucket', BUCKET, { ...BUS, 's3:PutObject': [objects('*')] }],
    [
      'may write below the prefix alone',
      { ...BUCKET, [`${OFFLOADING}.s3.prefix`]: 'payments/' },
      { ...BUS, 's3:PutObject': [objects('payments/*')] },
    ],
    [
      'takes an asterisk of the prefix for what it is',
      { ...BUCKET, [`${OFFLOADING}.s3.prefix`]: 'a*b/' },
      { ...BUS, 's3:PutObject': [objects('a${*}b/*')] },
    ],
    [
      'may have S3 use the key that is named',
      ENCRYPTED,
      {
        ...BUS,
        's3:PutObject': [objects('*')],
        'kms:Decrypt': [KEY_ARN],
        'kms:GenerateDataKey': [KEY_ARN],
      },
    ],
    [
      'needs no permission for the key that S3 has in the account',
      { ...BUCKET, [`${OFFLOADING}.s3.encryption`]: 'aws:kms' },
      { ...BUS, 's3:PutObject': [objects('*')] },
    ],
    [
      'may put events on the bus in every Region that a global endpoint may choose, and ask for the one of its own',
      GLOBAL,
      {
        'events:DescribeEventBus': [BUS_ARN],
        'events:PutEvents': ['arn:aws:events:*:123456789012:event-bus/payments'],
      },
    ],
    [
      'may do nothing with the global endpoint that the named role puts events to',
      { ...GLOBAL, ...ROLE },
      { 'sts:AssumeRole': [ROLE_ARN] },
    ],
    [
      'may assume the role that is named, and do nothing with bus, bucket and key itself',
      { ...ENCRYPTED, ...ROLE },
      { 'sts:AssumeRole': [ROLE_ARN] },
    ],
  ])('%s', (_, configuration, expected) => {
    expect(publishingOf(configuration, role)).toEqual(expected);
  });

  it('uses the key for nothing but S3', () => {
    const { template } = bridgeTemplate({ configuration: ENCRYPTED });

    expect(statementsOf(template, role)).toContainEqual({
      Sid: 'EncryptOffloadedValues',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: KEY_ARN,
      Condition: {
        StringEquals: {
          'kms:ViaService': { 'Fn::Join': ['', ['s3.eu-west-1.', { Ref: 'AWS::URLSuffix' }]] },
        },
      },
    });
  });
});

describe('a bridge is refused at synth', () => {
  it.each<[ConfigurationMembers, string]>([
    [
      { 'aws.eventbridge.iam.role.arn': 'arn:aws:iam::210987654321:role/publish-*' },
      'aws.eventbridge.iam.role.arn is "arn:aws:iam::210987654321:role/publish-*", which is not the name of one role. Name one.',
    ],
    [
      { ...ENCRYPTED, [`${OFFLOADING}.s3.kms.key.arn`]: 'arn:aws:kms:eu-west-1:123456789012:alias/values' },
      'Give the ARN of the key itself, arn:aws:kms:<region>:<account>:key/<id>: a policy that names an alias allows nothing.',
    ],
  ])('for %j', (configuration, sentence) => {
    expect(() => bridgeTemplate({ configuration })).toThrow(sentence);
  });

  it.each<[string, Pick<BridgeOptions, 'createEventBus' | 'eventBusArn'>]>([
    ['that is created', { createEventBus: {} }],
    ['that is known at deployment only', { eventBusArn: Fn.importValue('BusArn') }],
  ])('for a global endpoint with a bus %s, since the roles need its name', (_, bus) => {
    const bridge = (configuration: ConfigurationMembers) =>
      new KafkaEventBridge(emptyStack(), 'Payments', { ...BRIDGE_WITHOUT_BUS, ...bus, configuration });

    expect(() => bridge(GLOBAL)).toThrow(
      'aws.eventbridge.eventbus.global.endpoint.id needs a bus whose ARN is written out: the roles are to put events on the buses of its name in all Regions. Set eventBusArn.',
    );
    expect(() => bridge({ ...GLOBAL, ...ROLE })).not.toThrow();
  });

  it('not for an alias that the named role is to use: its policy is not made here', () => {
    const configuration = {
      ...ENCRYPTED,
      ...ROLE,
      [`${OFFLOADING}.s3.kms.key.arn`]: 'arn:aws:kms:eu-west-1:210987654321:alias/values',
    };

    expect(() => bridgeTemplate({ configuration })).not.toThrow();
  });
});

/** What a configuration adds to a role, without dead letters and failed batches. */
function publishingOf(configuration: ConfigurationMembers, role: string): Record<string, unknown> {
  const isOurs = ([action]: [string, unknown]) => /^(events|kms|s3|sts):/.test(action);
  const before = permissionsOf(WITHOUT, role);
  const after = permissionsOf(bridgeTemplate({ configuration }).template, role);
  return Object.fromEntries(
    Object.entries(after)
      .filter(isOurs)
      .map(([action, resources]): [string, unknown[]] => {
        const known = action.startsWith('events:')
          ? []
          : (before[action] ?? []).map((resource) => JSON.stringify(resource));
        return [action, resources.filter((resource) => !known.includes(JSON.stringify(resource)))];
      })
      .filter(([, resources]) => resources.length > 0),
  );
}

function objects(keys: string): object {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:::large-values/${keys}`]] };
}
