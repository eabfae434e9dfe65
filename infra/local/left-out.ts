/** What AWS does and the stand-ins do not, for the README and for anyone who wonders about a difference. */
export const LEFT_OUT: readonly string[] = [
  'Everywhere: signatures, IAM, resource policies, encryption, tags, quotas and rates (throttling only as a fault), and any operation not named by the stand-ins, which answers UnknownOperationException.',
  'EventBridge: input transformation, role ARNs, retry policies and dead-letter queues of targets; targets other than log groups and API destinations (PutTargets refuses them); schedules, archives, replays, pipes, partner sources, global endpoints, schema discovery, and the V2 bus.',
  'EventBridge: API destinations are called without their connection, so without credentials, four times at most instead of for 24 hours, and only on loopback; one event is delivered to a target exactly once, where AWS says at least once.',
  'EventBridge: an entry for a bus in another account or Region is dropped unless that bus was created by ARN.',
  'SSM: labels, policies, history, paths; a SecureString is kept and returned in clear; Standard and Advanced differ only in size.',
  'Glue Schema Registry: compatibility checks, deletion, metadata, lists; an Avro or JSON schema must be JSON and is not looked at further, a Protobuf schema is not looked at.',
  'SQS: FIFO queues, redrive policies, ChangeMessageVisibility, expiry of messages, and the Query protocol; messages arrive in order and once per visibility timeout.',
  'S3: virtual-hosted addresses, multipart uploads, ranges, versions, copies, ACLs, presigned URLs; CRC-32, SHA-256 and MD5 are verified, other checksums are ignored.',
  'Eventual consistency: every write is visible at once.',
];
