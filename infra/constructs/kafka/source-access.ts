import type { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type {
  KafkaSource,
  SecretReference,
  SelfManagedAuthentication,
  SelfManagedKafkaSource,
} from './source.ts';

type SourceAccess = CfnEventSourceMapping.SourceAccessConfigurationProperty;

/** Names that Lambda gives to credentials in Secrets Manager. */
const SECRET_TYPES = {
  'scram-256': 'SASL_SCRAM_256_AUTH',
  'scram-512': 'SASL_SCRAM_512_AUTH',
  plain: 'BASIC_AUTH',
  'mutual-tls': 'CLIENT_CERTIFICATE_TLS_AUTH',
  'oauth-bearer': 'OAUTHBEARER_AUTH',
} as const;

/**
 * `SourceAccessConfigurations` of a mapping: credentials, certificates and network of the source. MSK with IAM access
 * control or without authentication has none.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_SourceAccessConfiguration.html
 */
export function sourceAccess(source: KafkaSource): SourceAccess[] {
  if (source.type === 'self-managed') {
    return [...authentication(source.authentication), ...rootCa(source), ...network(source)];
  }
  const { authentication: msk } = source;
  return 'secretArn' in msk ? [{ type: SECRET_TYPES[msk.type], uri: msk.secretArn }] : [];
}

/** Secrets that Lambda reads with the execution role, to connect to the source. */
export function sourceSecrets(source: KafkaSource): SecretReference[] {
  const { authentication } = source;
  const credentials = 'secretArn' in authentication ? [authentication] : [];
  const ca =
    source.type === 'self-managed' && source.rootCaSecretArn !== undefined
      ? [{ secretArn: source.rootCaSecretArn }]
      : [];
  return [...credentials, ...ca];
}

function authentication(options: SelfManagedAuthentication): SourceAccess[] {
  switch (options.type) {
    case 'scram-256':
    case 'scram-512':
    case 'plain':
    case 'mutual-tls':
      return [{ type: SECRET_TYPES[options.type], uri: options.secretArn }];
    case 'oauth-bearer':
      return [
        { type: SECRET_TYPES[options.type], uri: options.secretArn },
        ...literal('OAUTHBEARER_SCOPE', options.scope),
        ...literal('OAUTHBEARER_AUDIENCE', options.audience),
        ...literal('OAUTHBEARER_LOGICAL_CLUSTER', options.logicalCluster),
        ...literal('OAUTHBEARER_IDENTITY_POOL', options.identityPool),
      ];
    case 'iam':
      return [{ type: 'IAM_AUTH' }];
    case 'iam-oauth-bearer':
      return [{ type: 'IAM_OAUTHBEARER_AUTH' }, ...literal('OAUTHBEARER_AUDIENCE', options.audience)];
    case 'unauthenticated-tls':
      return [];
  }
}

function literal(type: string, uri: string | undefined): SourceAccess[] {
  return uri === undefined ? [] : [{ type, uri }];
}

function rootCa({ rootCaSecretArn }: SelfManagedKafkaSource): SourceAccess[] {
  return literal('SERVER_ROOT_CA_CERTIFICATE', rootCaSecretArn);
}

function network({ network: placement }: SelfManagedKafkaSource): SourceAccess[] {
  return [
    ...(placement?.subnetIds ?? []).map((id) => ({ type: 'VPC_SUBNET', uri: `subnet:${id}` })),
    ...(placement?.securityGroupIds ?? []).map((id) => ({
      type: 'VPC_SECURITY_GROUP',
      uri: `security_group:${id}`,
    })),
  ];
}
