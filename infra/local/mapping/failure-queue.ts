import { GetQueueUrlCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { FailureDestination, GivenUpRecords } from './failure-destination.ts';
import { metadataDocument } from './failure-document.ts';
import { FailureDestinationError, reason, type Unwritten } from './failure-error.ts';

export interface FailureQueueOptions {
  readonly client: SQSClient;
  /** Of a standard queue. */
  readonly queueArn: string;
  /** @default Date.now */
  readonly nowMs?: () => number;
}

const QUEUE_ARN = /^arn:[\w-]+:sqs:[\w-]+:(?<account>\d{12}):(?<name>[\w-]{1,80})$/;

/**
 * The largest message that SQS takes. A document of a batch comes near it with some thousands of partitions only.
 * See {@link https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html}.
 */
const MAX_MESSAGE_BYTES = 1_048_576;

/** A queue as failure destination: it is told which records failed, and does not get them. */
export class FailureQueue implements FailureDestination {
  readonly arn: string;
  readonly #options: FailureQueueOptions;
  readonly #queue: { readonly name: string; readonly account: string };
  #url: string | undefined;

  /** @throws Error when the ARN is none of a standard queue. */
  constructor(options: FailureQueueOptions) {
    const { name, account } = QUEUE_ARN.exec(options.queueArn)?.groups ?? {};
    if (name === undefined || account === undefined) {
      throw new Error(
        `A failure destination in SQS is the ARN of a standard queue, such as arn:aws:sqs:eu-west-1:123456789012:failed-batches, not "${options.queueArn}".`,
      );
    }
    this.arn = options.queueArn;
    this.#options = options;
    this.#queue = { name, account };
  }

  /** @throws FailureDestinationError */
  async write(records: GivenUpRecords): Promise<void> {
    const { client, nowMs = Date.now } = this.#options;
    const body = JSON.stringify(metadataDocument(records, nowMs()));
    const bytes = Buffer.byteLength(body);
    if (bytes > MAX_MESSAGE_BYTES) {
      throw this.#error(
        { refused: records.event },
        `the document has ${bytes} bytes, and a message takes ${MAX_MESSAGE_BYTES}; a bucket takes more`,
      );
    }
    try {
      const url = await this.#queueUrl();
      await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }));
    } catch (error) {
      throw this.#error({ toRepeat: records.event }, reason(error), error);
    }
  }

  /** Asked for once; until there is an answer, each write asks. */
  async #queueUrl(): Promise<string | undefined> {
    if (this.#url !== undefined) return this.#url;
    const { name, account } = this.#queue;
    const command = new GetQueueUrlCommand({ QueueName: name, QueueOwnerAWSAccountId: account });
    const { QueueUrl } = await this.#options.client.send(command);
    this.#url = QueueUrl;
    return QueueUrl;
  }

  #error(unwritten: Unwritten, why: string, cause?: unknown): FailureDestinationError {
    return new FailureDestinationError(`The queue ${this.#queue.name}`, unwritten, why, { cause });
  }
}
