import { findErrorBy, Producer } from '@platformatic/kafka';
import { clientOptions } from '../../kafka/client-options.ts';
import { ConnectionErrors } from '../../kafka/connection-errors.ts';
import { explainError } from '../../kafka/explain-error.ts';
import type { KafkaFailureCode } from '../../kafka/kafka-error.ts';
import type { KafkaOptions } from '../../kafka/kafka-options.ts';
import { MessageTooLargeError, type SendMessages } from './failure-topic.ts';

const CLIENT_ID = 'kafka-eventbridge-failures';

/** Where what is to be done is something else than for reading. */
const PROBLEMS_OF_WRITING: Partial<Record<KafkaFailureCode, string>> = {
  NOT_AUTHORIZED:
    'the cluster does not let this user write. IAM access control takes kafka-cluster:DescribeTopic, kafka-cluster:WriteData and kafka-cluster:WriteDataIdempotently, ACLs take Describe and Write on the topic',
  TOPIC_MISSING:
    'the cluster has no such topic, or shows none to this user. Make the topic; it is not made by itself',
};

/** By the limit of the topic, and by the size of its segments. */
const TOO_LARGE = ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'];

/**
 * Sends to the topics of a cluster, with the access that its records are read with: idempotent, so that a repeated request
 * writes once, and acknowledged by all in-sync replicas. Connections are opened when they are needed.
 *
 * @example
 * const sender = new FailureSender({ brokers: ['127.0.0.1:9092'], access: { auth: 'none' } });
 * const destination = new FailureTopic({ topic: 'failed-records', send: sender.send });
 */
export class FailureSender {
  readonly #producer: Producer<Buffer, Buffer>;
  readonly #connectionErrors: ConnectionErrors;

  constructor(options: KafkaOptions) {
    this.#producer = new Producer({ ...clientOptions(options, CLIENT_ID), idempotent: true });
    this.#connectionErrors = new ConnectionErrors(this.#producer);
  }

  /** @throws Error that tells what to do; MessageTooLargeError. */
  readonly send: SendMessages = async (topic, messages) => {
    try {
      await this.#producer.send({
        messages: messages.map(({ key, value }) => ({ topic, value, ...(key !== undefined && { key }) })),
      });
    } catch (error) {
      if (isTooLarge(error)) {
        const problem = 'the cluster takes no message of this size. Raise max.message.bytes of the topic';
        throw new MessageTooLargeError(problem, { cause: error });
      }
      const explained = explainError(error, `Writing to ${topic}`, this.#connectionErrors.latest);
      const problem = PROBLEMS_OF_WRITING[explained.code];
      throw problem === undefined ? explained : new Error(problem, { cause: error });
    }
  };

  async close(): Promise<void> {
    await this.#producer.close();
  }
}

/** One of the messages, or what the messages of a partition come to. */
function isTooLarge(error: unknown): boolean {
  return error instanceof Error && TOO_LARGE.some((apiId) => findErrorBy(error, 'apiId', apiId) !== null);
}
