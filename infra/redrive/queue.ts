import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import pLimit from 'p-limit';
import { httpStatus } from '../../functions/bridge/http-status.ts';
import { messageOf } from '../command-line/error-text.ts';

/** SQS gives and takes up to 10 messages at a time. */
export const BATCH_MESSAGES = 10;

/** Requests to a queue at once: 100 messages, of 1 MiB at most, in memory. */
export const MAX_CONCURRENCY = 10;

/** Looks into all servers of the queue: an empty answer then means that there is nothing. */
const WAIT_SECONDS = 1;

const FIRST_SERVER_ERROR = 500;

export interface Message {
  readonly id: string;
  readonly receiptHandle: string;
  readonly body: string;
}

/** What names a message that was received. */
export type MessageHandle = Pick<Message, 'id' | 'receiptHandle'>;

/** One queue, over SQS; any number of messages, in as few requests as they need. */
export class Queue {
  readonly #sqs: SQSClient;
  readonly #queueUrl: string;
  readonly #waitSeconds: number;
  readonly #limit = pLimit(MAX_CONCURRENCY);

  constructor(sqs: SQSClient, queueUrl: string, waitSeconds = WAIT_SECONDS) {
    this.#sqs = sqs;
    this.#queueUrl = queueUrl;
    this.#waitSeconds = waitSeconds;
  }

  get name(): string {
    return this.#queueUrl.slice(this.#queueUrl.lastIndexOf('/') + 1);
  }

  /** Both are approximate, as SQS says. */
  async counts(): Promise<{ readonly visible: number; readonly inFlight: number }> {
    const { Attributes } = await this.#sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: this.#queueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    return {
      visible: Number(Attributes?.ApproximateNumberOfMessages ?? 0),
      inFlight: Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0),
    };
  }

  /** Up to 10 messages, and whether others may have been on their way in an answer that was lost. */
  async receive(
    visibilitySeconds: number,
  ): Promise<{ readonly messages: readonly Message[]; readonly isAnswerLost: boolean }> {
    let isAnswerLost = false;
    const command = new ReceiveMessageCommand({
      QueueUrl: this.#queueUrl,
      MaxNumberOfMessages: BATCH_MESSAGES,
      VisibilityTimeout: visibilitySeconds,
      WaitTimeSeconds: this.#waitSeconds,
    });
    // Once for each attempt of the client, which otherwise keeps them to itself.
    command.middlewareStack.add(
      (next) => async (request) => {
        try {
          return await next(request);
        } catch (error) {
          isAnswerLost ||= !isRefused(error);
          throw error;
        }
      },
      { step: 'finalizeRequest', priority: 'low', name: 'noticeLostAnswers' },
    );
    const { Messages = [] } = await this.#sqs.send(command);
    return {
      messages: Messages.map(
        ({ MessageId: id = '', ReceiptHandle: receiptHandle = '', Body: body = '' }) => ({
          id,
          receiptHandle,
          body,
        }),
      ),
      isAnswerLost,
    };
  }

  /** @returns why not, by message id, for those that were not deleted. */
  async remove(handles: readonly MessageHandle[]): Promise<Map<string, string>> {
    return await this.#inBatches(handles, (Entries) =>
      this.#sqs.send(new DeleteMessageBatchCommand({ QueueUrl: this.#queueUrl, Entries })),
    );
  }

  /** Hides messages for so long from now on. @returns why not, by message id, where it failed. */
  async hide(handles: readonly MessageHandle[], seconds: number): Promise<Map<string, string>> {
    return await this.#inBatches(handles, (entries) => {
      const Entries = entries.map((entry) => ({ ...entry, VisibilityTimeout: seconds }));
      return this.#sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: this.#queueUrl, Entries }));
    });
  }

  async #inBatches(handles: readonly MessageHandle[], send: SendBatch): Promise<Map<string, string>> {
    const batches = Array.from({ length: Math.ceil(handles.length / BATCH_MESSAGES) }, (_, index) =>
      handles.slice(index * BATCH_MESSAGES, (index + 1) * BATCH_MESSAGES),
    );
    const problems = await Promise.all(batches.map((batch) => this.#limit(() => batchProblems(batch, send))));
    return new Map(problems.flat());
  }
}

/** SQS said no, by throttling for example: it gave nothing away then. */
function isRefused(error: unknown): boolean {
  const status = httpStatus(error);
  return status !== undefined && status < FIRST_SERVER_ERROR;
}

type SendBatch = (entries: { Id: string; ReceiptHandle: string }[]) => Promise<{
  Successful?: { Id: string | undefined }[] | undefined;
  Failed?: { Id: string | undefined; Code: string | undefined }[] | undefined;
}>;

async function batchProblems(batch: readonly MessageHandle[], send: SendBatch): Promise<[string, string][]> {
  try {
    const entries = batch.map(({ receiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle: receiptHandle,
    }));
    const { Successful = [], Failed = [] } = await send(entries);
    return batch.flatMap(({ id }, index): [string, string][] => {
      if (Successful.some(({ Id }) => Id === String(index))) return [];
      return [[id, Failed.find(({ Id }) => Id === String(index))?.Code ?? 'SQS did not answer for it.']];
    });
  } catch (error) {
    return batch.map(({ id }) => [id, messageOf(error)]);
  }
}
