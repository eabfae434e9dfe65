/** What Kafka does and the embedded one does not, for the README and for anyone who wonders about a difference. */
export const KAFKA_LEFT_OUT: readonly string[] = [
  'Kafka: over the wire there is what producers ask (ApiVersions, Metadata, InitProducerId, Produce), in one version each; reading, consumer groups and administration are reached in process only, and any other request ends the connection.',
  'Kafka: TLS, login, ACLs, quotas, transactions, the creation of topics, compaction, and time of appending; there is one broker, which leads everything and has the only replica.',
  'Kafka: records live in memory. Those that all groups have committed go when there is more than 64 MiB; with 256 MiB uncommitted, producers get KAFKA_STORAGE_ERROR until somebody reads.',
  'Kafka: a consumer group is of one topic, its starting position is fixed when it is first joined, and a member leaves only when it is closed: there are no heartbeats and no timeouts.',
];
