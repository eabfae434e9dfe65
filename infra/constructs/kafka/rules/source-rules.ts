import { Token } from 'aws-cdk-lib';
import { keyProblem } from '../../key-arn.ts';
import { placementProblem } from '../../network-placement.ts';
import { isWholeSecretArn } from '../../secret-arn.ts';
import type { KafkaSource, SecretReference } from '../source.ts';
import { sourceSecrets } from '../source-access.ts';
import { type MappingPlan, type MappingRule, ofForm } from './mapping-plan.ts';

/** Form of an ARN that a mapping takes as its source; the account and Region may be any. */
const MSK_ARN = /^arn:[\w-]+:kafka:[\w-]+:\d{12}:cluster\/[^/]+\/[^/]+$/;
const VPC_CONNECTION_ARN = /^arn:[\w-]+:kafka:[\w-]+:\d{12}:vpc-connection\/.+$/;
const BROKER = /^[^\s:/,]+:\d{1,5}$/;

/**
 * Which source goes with which credentials.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/msk-cluster-auth.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kafka-cluster-auth.html
 */
export const SOURCE_RULES: readonly MappingRule[] = [
  ofForm(
    'source.clusterArn',
    ({ source }) => ('clusterArn' in source ? source.clusterArn : undefined),
    MSK_ARN,
  ),
  ofForm(
    'source.authentication.clusterArn',
    ({ source: { authentication } }) =>
      'clusterArn' in authentication ? authentication.clusterArn : undefined,
    MSK_ARN,
  ),
  ofForm(
    'source.vpcConnectionArn',
    ({ source }) => ('vpcConnectionArn' in source ? source.vpcConnectionArn : undefined),
    VPC_CONNECTION_ARN,
  ),
  (plan) =>
    secretsOf(plan).some(({ secretArn }) => !isSecretArn(secretArn))
      ? // The value is not shown: somebody may have put the secret itself there.
        'A secretArn is not the ARN of a Secrets Manager secret. Put the credentials into a secret and give its ARN.'
      : undefined,
  (plan) =>
    secretsOf(plan).some(({ secretArn }) => isSecretArn(secretArn) && !isWhole(secretArn))
      ? 'A secretArn lacks the hyphen and the six characters that Secrets Manager adds to the name: the role could not read the secret. Give its whole ARN.'
      : undefined,
  (plan) =>
    secretsOf(plan)
      .map(({ secretKeyArn }) => keyProblem('A secretKeyArn is', secretKeyArn))
      .find((problem) => problem !== undefined),
  ({ source }) =>
    source.type === 'msk-serverless' && source.authentication.type !== 'iam'
      ? 'MSK Serverless has IAM authentication only. Set source.authentication.type to "iam".'
      : undefined,
  ({ source }) =>
    source.type === 'msk-vpc-connection' && source.authentication.type === 'unauthenticated-tls'
      ? 'A VPC connection to MSK needs authentication. Set source.authentication.type to "iam", "scram-512" or "mutual-tls".'
      : undefined,
  ({ source: { type, authentication } }) =>
    type !== 'self-managed' && authentication.type === 'scram-512' && !isMskSecret(authentication.secretArn)
      ? 'MSK takes SASL/SCRAM credentials only from secrets whose name starts with AmazonMSK_. Rename the secret.'
      : undefined,
  selfManaged(({ network, authentication }) =>
    network === undefined && authentication.type === 'unauthenticated-tls'
      ? 'Brokers that are reached over the internet need authentication. Set source.authentication, or source.network for brokers in a VPC.'
      : undefined,
  ),
  selfManaged(({ bootstrapServers }) =>
    bootstrapServers.length === 0 ||
    bootstrapServers.some((server) => !Token.isUnresolved(server) && !BROKER.test(server))
      ? `source.bootstrapServers is "${bootstrapServers.join(', ')}". Name at least one broker, each as host:port.`
      : undefined,
  ),
  selfManaged(({ network }) =>
    network === undefined ? undefined : placementProblem('source.network', network),
  ),
  ofForm(
    'schemaRegistry.uri',
    ({ schemaRegistry }) => schemaRegistry?.uri,
    /^(arn:[\w-]+:glue:[\w-]+:\d{12}:registry\/.+|https:\/\/.+)$/,
  ),
  ({ schemaRegistry }) =>
    schemaRegistry?.access !== undefined && schemaRegistry.uri.startsWith('arn:')
      ? 'A Glue registry is read with the execution role. Remove schemaRegistry.access.'
      : undefined,
];

/** What Lambda reads with the execution role, to connect to brokers and registry. */
function secretsOf({ source, schemaRegistry }: MappingPlan): readonly SecretReference[] {
  return [...sourceSecrets(source), ...(schemaRegistry?.access ?? [])];
}

function isSecretArn(secretArn: string): boolean {
  return (
    Token.isUnresolved(secretArn) || /^arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:.+$/.test(secretArn)
  );
}

function isWhole(secretArn: string): boolean {
  return Token.isUnresolved(secretArn) || isWholeSecretArn(secretArn);
}

function isMskSecret(secretArn: string): boolean {
  return Token.isUnresolved(secretArn) || secretArn.includes(':secret:AmazonMSK_');
}

function selfManaged(
  rule: (source: Extract<KafkaSource, { type: 'self-managed' }>) => string | undefined,
): MappingRule {
  return ({ source }: MappingPlan) => (source.type === 'self-managed' ? rule(source) : undefined);
}
