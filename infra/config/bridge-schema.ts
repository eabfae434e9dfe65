import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod/mini';
import { type AlarmThresholds, DEFAULT_THRESHOLDS } from '../constructs/observability/alarm-thresholds.ts';

const { exactOptional: optional } = z;

const text = z.string().check(z.minLength(1));
const texts = z.array(text);

/** Names the stack of the bridge as well. */
export const bridgeName = z
  .string()
  .check(
    z.regex(
      /^[a-z][a-z0-9-]{0,39}$/,
      'a name starts with a lower-case letter and holds up to 40 lower-case letters, digits and hyphens',
    ),
  );
const secret = { secretArn: text, secretKeyArn: optional(text) };

const network = z.strictObject({ subnetIds: texts, securityGroupIds: texts });

const iam = z.strictObject({ type: z.literal('iam') });
const unauthenticated = z.strictObject({ type: z.literal('unauthenticated-tls') });

const mskAuthentication = z.discriminatedUnion('type', [
  iam,
  z.strictObject({ type: z.literal('scram-512'), ...secret }),
  z.strictObject({ type: z.literal('mutual-tls'), ...secret }),
  unauthenticated,
]);

const selfManagedAuthentication = z.discriminatedUnion('type', [
  z.strictObject({ type: z.enum(['scram-256', 'scram-512', 'plain', 'mutual-tls']), ...secret }),
  z.strictObject({
    type: z.literal('oauth-bearer'),
    ...secret,
    scope: optional(text),
    audience: optional(text),
    logicalCluster: optional(text),
    identityPool: optional(text),
  }),
  z.strictObject({ type: z.literal('iam'), clusterArn: text }),
  z.strictObject({ type: z.literal('iam-oauth-bearer'), audience: text }),
  unauthenticated,
]);

const source = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.enum(['msk', 'msk-serverless']),
    clusterArn: text,
    authentication: mskAuthentication,
  }),
  z.strictObject({
    type: z.literal('msk-vpc-connection'),
    vpcConnectionArn: text,
    clusterArn: text,
    authentication: mskAuthentication,
  }),
  z.strictObject({
    type: z.literal('self-managed'),
    bootstrapServers: texts,
    authentication: selfManagedAuthentication,
    rootCaSecretArn: optional(text),
    network: optional(network),
  }),
]);

const polling = z.discriminatedUnion('mode', [
  z.strictObject({
    mode: z.literal('provisioned'),
    minimumPollers: optional(z.number()),
    maximumPollers: optional(z.number()),
    pollerGroup: optional(text),
  }),
  z.strictObject({ mode: z.literal('on-demand') }),
]);

const schemaRegistry = z.strictObject({
  uri: text,
  recordFormat: z.enum(['JSON', 'SOURCE']),
  attributes: optional(z.array(z.enum(['KEY', 'VALUE']))),
  access: optional(
    z.array(
      z.strictObject({
        type: z.enum([
          'BASIC_AUTH',
          'CLIENT_CERTIFICATE_TLS_AUTH',
          'OAUTHBEARER_AUTH',
          'SERVER_ROOT_CA_CERTIFICATE',
        ]),
        ...secret,
      }),
    ),
  ),
});

const mapping = z.strictObject({
  polling: optional(polling),
  batchSize: optional(z.number()),
  batchWindowSeconds: optional(z.number()),
  retry: optional(
    z.strictObject({
      attempts: optional(z.number()),
      maximumRecordAgeSeconds: optional(z.number()),
      bisect: optional(z.boolean()),
    }),
  ),
  partialResponses: optional(z.boolean()),
  startingPosition: optional(
    z.union([z.enum(['TRIM_HORIZON', 'LATEST']), z.strictObject({ timestampSeconds: z.number() })]),
  ),
  filters: optional(z.array(z.record(z.string(), z.unknown()))),
  schemaRegistry: optional(schemaRegistry),
  logLevel: optional(z.enum(['DEBUG', 'INFO', 'WARN'])),
  enabled: optional(z.boolean()),
});

const onFailure = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('s3'), bucketArn: optional(text), notice: optional(z.boolean()) }),
  z.strictObject({ type: z.literal('sqs'), queueArn: optional(text) }),
  z.strictObject({ type: z.literal('sns'), topicArn: text }),
  z.strictObject({ type: z.literal('kafka'), topic: text }),
  z.strictObject({ type: z.literal('none') }),
]);

const THRESHOLDS = Object.keys(DEFAULT_THRESHOLDS) as (keyof AlarmThresholds)[];

const createEventBus = z.strictObject({
  description: optional(text),
  archive: optional(z.boolean()),
  archiveRetentionDays: optional(z.number()),
  schemaDiscovery: optional(z.boolean()),
  logLevel: optional(z.enum(['OFF', 'ERROR', 'INFO', 'TRACE'])),
  logDetail: optional(z.enum(['NONE', 'FULL'])),
  logRetention: optional(z.enum(RetentionDays)),
  putEventsAccountIds: optional(texts),
  allowedSources: optional(texts),
  encryptionKeyArn: optional(text),
});

const propertyValue = z.union([z.string(), z.number(), z.boolean()]);
const topicProperties = z.record(z.string(), z.record(z.string(), propertyValue));

/** A bridge in a file of `bridges/`. Closed: a member that is not here is an error. */
export const bridgeSchema = z.strictObject({
  name: bridgeName,
  source,
  topics: texts,
  eventBusArn: optional(text),
  createEventBus: optional(createEventBus),
  configuration: optional(z.record(z.string(), z.union([propertyValue, topicProperties]))),
  consumerGroupId: optional(text),
  mapping: optional(mapping),
  onFailure: optional(onFailure),
  deadLetters: optional(
    z.strictObject({
      queue: optional(z.boolean()),
      bucket: optional(z.boolean()),
      redrive: optional(z.boolean()),
      retentionDays: optional(z.number()),
    }),
  ),
  function: optional(
    z.strictObject({
      memoryMb: optional(z.number()),
      timeoutSeconds: optional(z.number()),
      reservedConcurrency: optional(z.number()),
      logRetentionDays: optional(z.enum(RetentionDays)),
      logLevel: optional(z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR'])),
      network: optional(network),
      registrySecretKeyArns: optional(texts),
    }),
  ),
  monitoring: optional(
    z.strictObject({
      alarmTopicArn: optional(text),
      thresholds: optional(z.partialRecord(z.enum(THRESHOLDS), z.number())),
      readmeUrl: optional(text),
      applicationSignals: optional(z.strictObject({ layerVersionArn: text })),
    }),
  ),
  encryptionKeyArn: optional(text),
});
