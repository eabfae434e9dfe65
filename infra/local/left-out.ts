import { KAFKA_LEFT_OUT } from './kafka/left-out.ts';
import { MAPPING_LEFT_OUT } from './mapping/left-out.ts';

/** What AWS, a schema registry and Kafka do and the stand-ins do not, for the README and for anyone who wonders about a difference. */
export const LEFT_OUT: readonly string[] = [
  'Everywhere: signatures, IAM, resource policies, encryption, tags, quotas and rates (throttling only as a fault), pages of lists other than ListObjectsV2, and any operation without a stand-in, which is refused by name.',
  'Everywhere: eventual consistency; every write is visible at once.',
  'EventBridge: input transformation and targets other than log groups and API destinations, both refused by PutTargets; role ARNs, retry policies and dead-letter queues of targets, which are ignored.',
  'EventBridge: schedules, archives, replays, pipes, partner sources, failover of global endpoints (each id is taken, and its healthy Region is this one), schema discovery, and the V2 bus.',
  'EventBridge: API destinations are called without their connection, so without credentials, four times at most instead of for 24 hours, and only on loopback; an event reaches a target once, where AWS says at least once.',
  'EventBridge: an entry for a bus in another account or Region is dropped unless that bus was created by ARN; TestEventPattern does not ask for the members every event has.',
  'SSM: labels, policies, history and paths; a SecureString is kept and returned in clear; the tiers differ only in size.',
  'Glue Schema Registry: compatibility checks, deletion and lists; an Avro or JSON schema must be JSON and is not looked at further, a Protobuf schema is not looked at. Registries are apart by account, not by Region.',
  'SQS: FIFO queues, redrive policies, expiry of messages and the Query protocol; messages arrive in order, and once per visibility timeout.',
  'S3: virtual-hosted addresses, multipart uploads, ranges, versions, copies, ACLs and presigned URLs; CRC-32, SHA-256 and MD5 are verified, other checksums are not; a bucket cannot be called schema-registry.',
  'Secrets Manager: deletion, rotation, replication, staging labels other than AWSCURRENT and AWSPREVIOUS, and accounts: a secret is found by its ARN whoever asks. The six characters at the end of an ARN follow from the name.',
  'STS: everything but AssumeRole and GetCallerIdentity; trust policies beyond the external id, session policies, tags, MFA and role chaining limits. Credentials that STS did not hand out are taken as the own account.',
  'Schema registry: compatibility checks, deletion, modes, contexts, aliases, normalisation, tags, associations, exporters and rules, which are kept and returned; an Avro or JSON schema must be JSON and is returned without white space but not reordered, a Protobuf text is not looked at.',
  'Schema registry: a Protobuf descriptor becomes .proto text without extensions, custom options, services and editions; format=serialized gives back the descriptor that was registered and makes none; the GUID of a schema with metadata or rules is not the one that Confluent computes.',
  ...KAFKA_LEFT_OUT,
  ...MAPPING_LEFT_OUT,
];
