import type { NetworkPlacement } from '../network-placement.ts';

/**
 * Where the records come from. Plain data, so that `bridges/*.json` and TypeScript say it in the same words; ARNs and
 * names may be CDK tokens.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-kafka.html
 */
export type KafkaSource = MskSource | MskVpcConnectionSource | SelfManagedKafkaSource;

/** An MSK cluster, provisioned or Serverless, in the account and Region of the bridge. */
export interface MskSource {
  readonly type: 'msk' | 'msk-serverless';
  /** `arn:aws:kafka:<region>:<account>:cluster/<name>/<uuid>` */
  readonly clusterArn: string;
  readonly authentication: MskAuthentication;
}

/**
 * An MSK cluster in another account, reached through a managed VPC connection of this account.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/msk-cross-account.html
 */
export interface MskVpcConnectionSource {
  readonly type: 'msk-vpc-connection';
  /** `arn:aws:kafka:<region>:<account>:vpc-connection/<cluster account>/<name>/<uuid>` */
  readonly vpcConnectionArn: string;
  /** ARN of the cluster in its own account; names its topics and groups. */
  readonly clusterArn: string;
  readonly authentication: MskAuthentication;
}

/** Any other Kafka: on EC2, on premises, Confluent Cloud, or MSK behind names of its own. */
export interface SelfManagedKafkaSource {
  readonly type: 'self-managed';
  /** `host:port`, one or more. */
  readonly bootstrapServers: readonly string[];
  readonly authentication: SelfManagedAuthentication;
  /** Secret with `{"certificate": "<PEM>"}`. @default - brokers have certificates of a public authority */
  readonly rootCaSecretArn?: string;
  /** Where Lambda puts its network interfaces. @default - brokers are reached over the internet */
  readonly network?: NetworkPlacement;
}

/** A Secrets Manager secret in the Region of the bridge. */
export interface SecretReference {
  readonly secretArn: string;
  /** Customer managed KMS key of the secret. @default - the AWS managed key */
  readonly secretKeyArn?: string;
}

/** How Lambda proves who it is to an MSK cluster. */
export type MskAuthentication =
  | { readonly type: 'iam' }
  | ({ readonly type: 'scram-512' } & SecretReference)
  | ({ readonly type: 'mutual-tls' } & SecretReference)
  | { readonly type: 'unauthenticated-tls' };

/**
 * How Lambda proves who it is to a self-managed cluster.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_SourceAccessConfiguration.html
 */
export type SelfManagedAuthentication =
  | ({ readonly type: 'scram-256' | 'scram-512' | 'plain' | 'mutual-tls' } & SecretReference)
  | ({ readonly type: 'oauth-bearer' } & SecretReference & {
        readonly scope?: string;
        readonly audience?: string;
        readonly logicalCluster?: string;
        readonly identityPool?: string;
      })
  /** MSK with IAM access control behind bootstrap servers of its own. */
  | { readonly type: 'iam'; readonly clusterArn: string }
  /** A token of AWS STS about the execution role. */
  | { readonly type: 'iam-oauth-bearer'; readonly audience: string }
  | { readonly type: 'unauthenticated-tls' };
