import { describe, expect, it } from 'vitest';
import type {
  BridgeOptions,
  ConfigurationMembers,
} from '../../../../infra/constructs/bridge/bridge-options.ts';
import { KEY_ARN } from '../../../fixtures/kafka-sources.ts';
import { permissionsOf, statementsOf } from '../../../fixtures/policy.ts';
import { bridgeTemplate, ROLES } from './bridge-template.ts';

const ROLE_ARN = 'arn:aws:iam::210987654321:role/read-schemas';
const USER = secretArn('eu-west-1', 'registry-a1b2c3');
const AUTHORITY = secretArn('us-east-1', 'authority-d4e5f6');

const CONFLUENT = {
  'value.converter': 'confluent',
  'value.converter.schema.registry.url': 'https://registry.example.com',
  'value.converter.schema.registry.secret.arn': USER,
  'value.converter.schema.registry.ca.secret.arn': AUTHORITY,
};

const GLUE = { 'glue:GetSchemaVersion': ['*'] };
const ANOTHER_ACCOUNT = { 'sts:AssumeRole': [ROLE_ARN] };
const SECRETS = { 'secretsmanager:GetSecretValue': [USER, AUTHORITY] };

describe.each(ROLES)('the role %s reads schemas', (role) => {
  it.each<[string, ConfigurationMembers, Record<string, unknown>]>([
    ['not at all for formats without', { 'key.converter': 'long', 'value.converter': 'bytes' }, {}],
    ['of Glue', { 'value.converter': 'glue-protobuf' }, GLUE],
    ['of Glue for keys alone', { 'key.converter': 'glue' }, GLUE],
    [
      'of Glue in another account, through its role alone',
      { 'value.converter': 'glue', 'value.converter.assumeRoleArn': ROLE_ARN },
      ANOTHER_ACCOUNT,
    ],
    [
      'of Glue in both accounts',
      { 'key.converter': 'glue', 'value.converter': 'glue', 'value.converter.assumeRoleArn': ROLE_ARN },
      { ...GLUE, ...ANOTHER_ACCOUNT },
    ],
    [
      'of a Confluent registry without credentials, which takes no permission',
      {
        'value.converter': 'confluent',
        'value.converter.schema.registry.url': 'https://registry.example.com',
      },
      {},
    ],
    ['of a Confluent registry, with its secrets', CONFLUENT, SECRETS],
    [
      'of both, when formats are found out',
      { ...CONFLUENT, 'value.converter': 'auto' },
      { ...GLUE, ...SECRETS },
    ],
    [
      'of its topics alone',
      { topics: { payments: CONFLUENT, elsewhere: { 'value.converter': 'glue' } } },
      SECRETS,
    ],
    [
      'without secrets that no format of it reads',
      { ...CONFLUENT, topics: { payments: { 'value.converter': 'json' } } },
      {},
    ],
  ])('%s', (_, configuration, expected) => {
    expect(registriesOf({ configuration }, role)).toEqual(expected);
  });

  it('with a key that serves for nothing but the secrets', () => {
    const { template } = bridgeTemplate({
      configuration: CONFLUENT,
      function: { registrySecretKeyArns: [KEY_ARN] },
    });

    expect(statementsOf(template, role)).toContainEqual({
      Sid: 'DecryptRegistrySecrets',
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: KEY_ARN,
      Condition: {
        StringEquals: {
          'kms:ViaService': [
            { 'Fn::Join': ['', ['secretsmanager.eu-west-1.', { Ref: 'AWS::URLSuffix' }]] },
            { 'Fn::Join': ['', ['secretsmanager.us-east-1.', { Ref: 'AWS::URLSuffix' }]] },
          ],
        },
      },
    });
  });
});

/** What the formats of records add to a role. */
function registriesOf(options: Partial<BridgeOptions>, role: string): Record<string, unknown> {
  const { template } = bridgeTemplate(options);
  return Object.fromEntries(
    Object.entries(permissionsOf(template, role)).filter(([action]) =>
      /^(glue|kms|secretsmanager|sts):/.test(action),
    ),
  );
}

function secretArn(region: string, name: string): string {
  return `arn:aws:secretsmanager:${region}:123456789012:secret:${name}`;
}
