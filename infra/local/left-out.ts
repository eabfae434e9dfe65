/** What AWS does and the stand-ins do not, for the README and for anyone who wonders about a difference. */
export const LEFT_OUT: readonly string[] = [
  'Everywhere: signatures, IAM, resource policies, encryption, tags, quotas and rates (throttling only as a fault), pages of lists other than ListObjectsV2, and any operation without a stand-in, which is refused by name.',
  'Everywhere: eventual consistency; every write is visible at once.',
  'EventBridge: input transformation and targets other than log groups and API destinations, both refused by PutTargets; role ARNs, retry policies and dead-letter queues of targets, which are ignored.',
  'EventBridge: schedules, archives, replays, pipes, partner sources, global endpoints, schema discovery, and the V2 bus.',
  'EventBridge: API destinations are called without their connection, so without credentials, four times at most instead of for 24 hours, and only on loopback; an event reaches a target once, where AWS says at least once.',
  'EventBridge: an entry for a bus in another account or Region is dropped unless that bus was created by ARN; TestEventPattern does not ask for the members every event has.',
  'SSM: labels, policies, history and paths; a SecureString is kept and returned in clear; the tiers differ only in size.',
  'Glue Schema Registry: compatibility checks, deletion, metadata and lists; an Avro or JSON schema must be JSON and is not looked at further, a Protobuf schema is not looked at.',
  'SQS: FIFO queues, redrive policies, expiry of messages and the Query protocol; messages arrive in order, and once per visibility timeout.',
  'S3: virtual-hosted addresses, multipart uploads, ranges, versions, copies, ACLs and presigned URLs; CRC-32, SHA-256 and MD5 are verified, other checksums are not.',
];
