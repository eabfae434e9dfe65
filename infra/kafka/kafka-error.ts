import { Refusal } from '../command-line/refusal.ts';

/** Why Kafka cannot be read, by stable code, and what an operator should do. */
export const KAFKA_FAILURES = {
  BROKER_UNREACHABLE: {
    remedy:
      'No broker answers, or it hangs up. Check the addresses, that --kafka-auth fits the port, that this machine is in the network of the cluster (an MSK broker has private addresses), and that the security group of the cluster lets it in.',
  },
  TLS_FAILED: {
    remedy:
      'The broker answers, and TLS with it fails. Check that --kafka-auth fits the port; a private authority is given with --kafka-ca, and a listener for mtls asks for --kafka-cert and --kafka-key.',
  },
  LOGIN_REFUSED: {
    remedy:
      'The broker refuses the login. Check --kafka-auth and the user name and password; for iam the AWS credentials, their kafka-cluster:Connect, and that AWS_REGION is the Region of the cluster.',
  },
  NOT_AUTHORIZED: {
    remedy:
      'Logged in, but not allowed to read. IAM access control takes kafka-cluster:DescribeTopic and kafka-cluster:ReadData on the topic, ACLs take Describe and Read. No group is needed.',
  },
  GROUP_NOT_AUTHORIZED: {
    remedy:
      'Logged in, but not allowed to use the consumer group. IAM access control takes kafka-cluster:DescribeGroup and kafka-cluster:AlterGroup on the group, ACLs take Read.',
  },
  GROUP_UNLIKE: {
    remedy:
      'The group has members that share out its partitions in another way; this one does it by cooperative-sticky. Stop the others, or use a group of its own.',
  },
  GROUP_UNSTABLE: {
    remedy:
      'Members come and go, or one of them does not answer. Nothing is lost: what is not committed is delivered again.',
  },
  TOPIC_MISSING: {
    remedy:
      'The cluster has no such topic, or shows none to this user. Check --bootstrap-servers and the topic; without the topic the records are gone.',
  },
  PARTITION_MISSING: {
    remedy:
      'The topic has no such partition, so it is not the one that the records came from. Check --bootstrap-servers; if the topic was made anew, the records are gone.',
  },
  LEADER_MISSING: {
    remedy:
      'All brokers that have it are away, or choose another leader. Nothing is lost: it is read when one of them is back.',
  },
  FORMAT_UNSUPPORTED: {
    remedy:
      'The broker or the records are too old: Kafka 2.1 and the record format of Kafka 0.11 are the least. Read the records with a tool of that time.',
  },
  TRANSACTION_OPEN: {
    remedy:
      'Nobody knows yet whether these records count. Try again when their producer has committed or aborted, or its transaction.timeout.ms has passed.',
  },
  RANGE_TOO_LARGE: {
    remedy:
      'It holds far more than a batch of Lambda, most likely records that a filter of the mapping leaves out. Read it in smaller ranges.',
  },
  READ_FAILED: {
    remedy:
      'Reading failed in a way that is not known here. Try again; the message of the client may tell more.',
  },
} as const satisfies Record<string, { readonly remedy: string }>;

export type KafkaFailureCode = keyof typeof KAFKA_FAILURES;

/** Kafka cannot be read. The message tells what was wanted, what happened, and what to do; never contents of records. */
export class KafkaError extends Refusal {
  override readonly name = 'KafkaError';
  readonly code: KafkaFailureCode;

  constructor(code: KafkaFailureCode, message: string, options?: ErrorOptions) {
    super(`${message} ${KAFKA_FAILURES[code].remedy}`, options);
    this.code = code;
  }
}
