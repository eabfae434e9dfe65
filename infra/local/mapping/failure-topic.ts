import type { KafkaEvent, KafkaEventRecord } from '../../../shared/kafka-event.ts';
import { chooseRecords, recordsOf } from './event-records.ts';
import type { FailureDestination, GivenUpRecords } from './failure-destination.ts';
import { recordDocument } from './failure-document.ts';
import { FailureDestinationError, reason, type Unwritten } from './failure-error.ts';
import { packMessages } from './failure-messages.ts';

export interface FailureMessage {
  /** Undefined for none: such messages go to the partitions in turn. */
  readonly key: Buffer | undefined;
  readonly value: Buffer;
}

/**
 * Resolves when every in-sync replica has the messages; rejects if any of them may be missing, with a MessageTooLargeError if
 * that is because of their size.
 */
export type SendMessages = (topic: string, messages: readonly FailureMessage[]) => Promise<void>;

/** The topic takes no messages of this size, however often they are sent. */
export class MessageTooLargeError extends Error {
  override readonly name = 'MessageTooLargeError';
}

export interface FailureTopicOptions {
  /** Its name, of a topic in the same cluster. */
  readonly topic: string;
  /** Such as `send` of a `FailureSender`. */
  readonly send: SendMessages;
  /** @default Date.now */
  readonly nowMs?: () => number;
}

/** What Lambda takes after `kafka://`. https://docs.aws.amazon.com/lambda/latest/api/API_OnFailure.html */
const TOPIC = /^[^.][\w.-]{0,248}$/;

/**
 * A Kafka topic as failure destination: a message for each record, with its key. On Lambda, mappings in provisioned mode only
 * have it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure-destination.html
 */
export class FailureTopic implements FailureDestination {
  readonly arn: string;
  readonly #options: FailureTopicOptions;

  /** @throws Error when Lambda would not take the name. */
  constructor(options: FailureTopicOptions) {
    const { topic } = options;
    if (!TOPIC.test(topic)) {
      throw new Error(
        `A failure destination in Kafka is a topic of up to 249 letters, digits, ".", "_" and "-" that does not begin with ".", not "${topic}".`,
      );
    }
    this.arn = `kafka://${topic}`;
    this.#options = options;
  }

  /**
   * Messages go in requests of a limited size, one after the other. Those of a request that fails are told of, though some may
   * be written, and the others go on.
   *
   * @throws FailureDestinationError
   */
  async write(given: GivenUpRecords): Promise<void> {
    const { topic, nowMs = Date.now } = this.#options;
    const records = recordsOf(given.event);
    if (records.some((record) => record.topic === topic)) {
      const why = 'it is the topic that they come from, and would bring them back without end';
      throw this.#error({ refused: given.event }, why);
    }
    const atMs = nowMs();
    const failures: Failure[] = [];
    for (const pack of packMessages(records.map((record) => messageOf(given, record, atMs)))) {
      failures.push(...(await this.#send(pack)));
    }
    if (failures.length === 0) return;
    const reasons = new Set(failures.map(({ error }) => reason(error)));
    throw this.#error(unwrittenOf(given.event, failures), [...reasons].join('; '), failures[0]?.error);
  }

  /** Halves what is too large, down to the messages to blame. @returns what may be missing. */
  async #send(messages: readonly RecordMessage[]): Promise<readonly Failure[]> {
    const { topic, send } = this.#options;
    try {
      await send(topic, messages);
      return [];
    } catch (error) {
      const isHalved = messages.length > 1 && error instanceof MessageTooLargeError;
      if (!isHalved) return messages.map(({ record }) => ({ record, error }));
      const half = Math.ceil(messages.length / 2);
      return [...(await this.#send(messages.slice(0, half))), ...(await this.#send(messages.slice(half)))];
    }
  }

  #error(unwritten: Unwritten, why: string, cause?: unknown): FailureDestinationError {
    return new FailureDestinationError(`The topic ${this.#options.topic}`, unwritten, why, { cause });
  }
}

interface RecordMessage extends FailureMessage {
  readonly record: KafkaEventRecord;
}

/** A record whose message may be missing. */
interface Failure {
  readonly record: KafkaEventRecord;
  readonly error: unknown;
}

function messageOf(given: GivenUpRecords, record: KafkaEventRecord, atMs: number): RecordMessage {
  return {
    key: record.key ? Buffer.from(record.key, 'base64') : undefined,
    value: Buffer.from(JSON.stringify(recordDocument(given, record, atMs))),
    record,
  };
}

function unwrittenOf(event: KafkaEvent, failures: readonly Failure[]): Unwritten {
  const failed = new Map(
    failures.map(({ record, error }) => [record, error instanceof MessageTooLargeError]),
  );
  return {
    toRepeat: chooseRecords(event, (_, record) => failed.get(record) === false),
    refused: chooseRecords(event, (_, record) => failed.get(record) === true),
  };
}
