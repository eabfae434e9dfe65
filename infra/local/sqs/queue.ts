import { randomUUID } from 'node:crypto';
import { checkContent, contentBytes, type MessageContent } from './message.ts';
import { invalidParameter, missingParameter, sqsError } from './sqs-error.ts';

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
export const MAX_MESSAGE_BYTES = 1_048_576;

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html */
const MAX_VISIBILITY_SECONDS = 43_200;

/** Attributes a queue can be made with, with the values they have otherwise; all are whole numbers. */
export const QUEUE_DEFAULTS = {
  DelaySeconds: 0,
  MaximumMessageSize: MAX_MESSAGE_BYTES,
  /** Stored, never acted on: nothing expires. */
  MessageRetentionPeriod: 345_600,
  ReceiveMessageWaitTimeSeconds: 0,
  VisibilityTimeout: 30,
} as const;

export type QueueSettings = Readonly<Record<keyof typeof QUEUE_DEFAULTS, number>>;

export interface StoredMessage {
  readonly id: string;
  readonly content: MessageContent;
  readonly sentAtMs: number;
  /** Before this time the message is delayed or in flight. */
  visibleAtMs: number;
  receiveCount: number;
  firstReceivedAtMs: number | undefined;
}

/** A standard queue. Messages come in the order they were sent, which SQS does not promise. */
export class Queue {
  readonly name: string;
  readonly arn: string;
  readonly settings: QueueSettings;
  readonly #messages = new Map<string, StoredMessage>();

  constructor(name: string, arn: string, settings: QueueSettings) {
    this.name = name;
    this.arn = arn;
    this.settings = settings;
  }

  /** @throws {ServiceError} when the content is not allowed, or bigger than the queue takes. */
  send(content: MessageContent, delaySeconds: number = this.settings.DelaySeconds): StoredMessage {
    checkContent(content);
    const limit = this.settings.MaximumMessageSize;
    if (contentBytes(content) > limit) {
      throw invalidParameter(
        `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`,
      );
    }
    const now = Date.now();
    const message: StoredMessage = {
      id: randomUUID(),
      content,
      sentAtMs: now,
      visibleAtMs: now + delaySeconds * 1000,
      receiveCount: 0,
      firstReceivedAtMs: undefined,
    };
    this.#messages.set(message.id, message);
    return message;
  }

  /** Takes up to `limit` visible messages and hides them for a while. */
  receive(
    limit: number,
    visibilitySeconds: number = this.settings.VisibilityTimeout,
  ): readonly StoredMessage[] {
    const now = Date.now();
    const received: StoredMessage[] = [];
    for (const message of this.#messages.values()) {
      if (received.length === limit) break;
      if (message.visibleAtMs > now) continue;
      message.visibleAtMs = now + visibilitySeconds * 1000;
      message.receiveCount += 1;
      message.firstReceivedAtMs ??= now;
      received.push(message);
    }
    return received;
  }

  /** Deleting what is already gone succeeds, as on AWS. */
  delete(receiptHandle: string): void {
    this.#messages.delete(messageIdOf(receiptHandle));
  }

  /**
   * Hides a message in flight for so long from now on; 0 shows it again at once.
   *
   * @throws {ServiceError} when the message is gone, or not in flight any more.
   */
  changeVisibility(receiptHandle: string, seconds: number | undefined): void {
    if (seconds === undefined) throw missingParameter('VisibilityTimeout');
    if (!Number.isInteger(seconds) || seconds < 0 || seconds > MAX_VISIBILITY_SECONDS) {
      throw invalidParameter(
        `Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: VisibilityTimeout must be an integer between 0 and ${MAX_VISIBILITY_SECONDS}.`,
      );
    }
    const message = this.#messages.get(messageIdOf(receiptHandle));
    if (message === undefined) {
      throw invalidParameter(
        `Value ${receiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
      );
    }
    const now = Date.now();
    if (message.visibleAtMs <= now) {
      throw sqsError(
        'MessageNotInflight',
        'The specified message is not in flight.',
        'AWS.SimpleQueueService.MessageNotInflight',
      );
    }
    message.visibleAtMs = now + seconds * 1000;
  }

  /** Messages not deleted, in flight or not, oldest first. */
  messages(): readonly StoredMessage[] {
    return [...this.#messages.values()];
  }

  counts(): { readonly visible: number; readonly inFlight: number; readonly delayed: number } {
    const now = Date.now();
    const hidden = this.messages().filter(({ visibleAtMs }) => visibleAtMs > now);
    const inFlight = hidden.filter(({ receiveCount }) => receiveCount > 0).length;
    return { visible: this.#messages.size - hidden.length, inFlight, delayed: hidden.length - inFlight };
  }
}

/** Every receive gives another handle, as on AWS. */
export function receiptHandleOf(message: StoredMessage): string {
  return Buffer.from(`${message.id}/${message.receiveCount}`).toString('base64');
}

function messageIdOf(receiptHandle: string): string {
  const id = /^([0-9a-f-]{36})\/\d+$/.exec(Buffer.from(receiptHandle, 'base64').toString('latin1'))?.[1];
  if (id !== undefined) return id;
  throw sqsError(
    'ReceiptHandleIsInvalid',
    `The input receipt handle "${receiptHandle}" is not a valid receipt handle.`,
    'ReceiptHandleIsInvalid',
    404,
  );
}
