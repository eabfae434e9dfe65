import { setTimeout as sleep } from 'node:timers/promises';
import { createAwsJsonService } from '../aws-json.ts';
import type { RequestMembers } from '../request-members.ts';
import type { Place, Service, ServiceRequest } from '../service.ts';
import { answerBatch, batchError, readBatch } from './batch.ts';
import { contentBytes, type MessageAttribute, md5OfAttributes, md5OfBody, readContent } from './message.ts';
import {
  MAX_MESSAGE_BYTES,
  type Queue,
  type QueueSettings,
  receiptHandleOf,
  type StoredMessage,
} from './queue.ts';
import { Queues, readSettings } from './queues.ts';
import { invalidParameter, missingParameter } from './sqs-error.ts';

const MAX_RECEIVED = 10;
const MAX_WAIT_SECONDS = 20;
/** How often a long poll looks again. */
const POLL_INTERVAL_MS = 20;

export interface QueueMessage {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: ReadonlyMap<string, MessageAttribute>;
  readonly receiveCount: number;
}

/** SQS as tests and the demo see it. */
export interface SqsStandIn {
  /** Makes a queue, or finds the one of that name, and returns its URL. */
  createQueue(name: string, settings?: Partial<QueueSettings>): string;
  queueArn(queueUrl: string): string;
  /** Messages not deleted, in flight or not, oldest first. */
  messages(queueUrl: string): readonly QueueMessage[];
  send(queueUrl: string, body: string): void;
}

/** Standard queues with visibility timeout and long polling, over the JSON protocol. */
export function createSqs(
  place: Place,
  baseUrl: () => string,
): { readonly service: Service; readonly api: SqsStandIn } {
  const queues = new Queues(place, baseUrl);
  const service = createAwsJsonService({
    name: 'sqs',
    version: '1.0',
    errorNamespace: 'com.amazonaws.sqs#',
    operations: {
      CreateQueue: (input) => {
        const name = input.string('QueueName');
        if (!name) throw missingParameter('QueueName');
        return { QueueUrl: queues.urlOf(queues.create(name, readSettings(input.stringMap('Attributes')))) };
      },
      GetQueueUrl: (input) => ({ QueueUrl: queues.urlOf(queues.byName(input.string('QueueName') ?? '')) }),
      GetQueueAttributes: (input) => ({
        Attributes: describeQueue(queues.of(input), input.strings('AttributeNames')),
      }),
      SendMessage: (input) => sendMessage(queues.of(input), input),
      SendMessageBatch: (input, request) => sendMessageBatch(queues.of(input), input, request),
      ReceiveMessage: (input, request) => receiveMessage(queues.of(input), input, request),
      DeleteMessage: (input) => deleteMessage(queues.of(input), input),
      DeleteMessageBatch: (input, request) => {
        const queue = queues.of(input);
        return answerBatch(readBatch(input, request), request, (entry) => deleteMessage(queue, entry));
      },
      ChangeMessageVisibility: (input) => changeVisibility(queues.of(input), input),
      ChangeMessageVisibilityBatch: (input, request) => {
        const queue = queues.of(input);
        return answerBatch(readBatch(input, request), request, (entry) => changeVisibility(queue, entry));
      },
    },
  });
  return {
    service,
    api: {
      createQueue: (name, settings = {}) => queues.urlOf(queues.create(name, settings)),
      queueArn: (queueUrl) => queues.byUrl(queueUrl).arn,
      messages: (queueUrl) => queues.byUrl(queueUrl).messages().map(reportMessage),
      send: (queueUrl, body) => {
        queues.byUrl(queueUrl).send({ body, attributes: new Map() });
      },
    },
  };
}

function reportMessage({ id, content, receiveCount }: StoredMessage): QueueMessage {
  return { messageId: id, body: content.body, attributes: content.attributes, receiveCount };
}

function sendMessage(queue: Queue, input: RequestMembers): object {
  const content = readContent(input);
  const message = queue.send(content, input.number('DelaySeconds'));
  return {
    MessageId: message.id,
    MD5OfMessageBody: md5OfBody(content.body),
    MD5OfMessageAttributes: md5OfAttributes(content.attributes),
  };
}

function sendMessageBatch(queue: Queue, input: RequestMembers, request: ServiceRequest): object {
  const entries = readBatch(input, request);
  const bytes = entries.reduce((total, entry) => total + contentBytes(readContent(entry)), 0);
  if (bytes > MAX_MESSAGE_BYTES) {
    const message = `Batch requests cannot be longer than ${MAX_MESSAGE_BYTES} bytes. You have sent ${bytes} bytes.`;
    throw batchError('BatchRequestTooLong', message);
  }
  return answerBatch(entries, request, (entry) => sendMessage(queue, entry));
}

function deleteMessage(queue: Queue, input: RequestMembers): object {
  queue.delete(receiptHandleIn(input));
  return {};
}

function changeVisibility(queue: Queue, input: RequestMembers): object {
  queue.changeVisibility(receiptHandleIn(input), input.number('VisibilityTimeout'));
  return {};
}

function receiptHandleIn(input: RequestMembers): string {
  const receiptHandle = input.string('ReceiptHandle');
  if (!receiptHandle) throw missingParameter('ReceiptHandle');
  return receiptHandle;
}

async function receiveMessage(queue: Queue, input: RequestMembers, request: ServiceRequest): Promise<object> {
  const limit = input.number('MaxNumberOfMessages') ?? 1;
  if (limit < 1 || limit > MAX_RECEIVED) {
    throw invalidParameter(
      `Value ${limit} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and ${MAX_RECEIVED}, if provided.`,
    );
  }
  const waitSeconds = input.number('WaitTimeSeconds') ?? queue.settings.ReceiveMessageWaitTimeSeconds;
  if (waitSeconds < 0 || waitSeconds > MAX_WAIT_SECONDS) {
    throw invalidParameter(
      `Value ${waitSeconds} for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= ${MAX_WAIT_SECONDS}, if provided.`,
    );
  }
  const messages = await poll(request, waitSeconds, () =>
    queue.receive(limit, input.number('VisibilityTimeout')),
  );
  if (messages.length === 0) return {};
  const systemNames = [
    ...(input.strings('AttributeNames') ?? []),
    ...(input.strings('MessageSystemAttributeNames') ?? []),
  ];
  const attributeNames = input.strings('MessageAttributeNames') ?? [];
  return { Messages: messages.map((message) => describeMessage(message, systemNames, attributeNames)) };
}

/** Long polling. It ends with the client: messages must not be taken for one that has gone. */
async function poll(
  request: ServiceRequest,
  waitSeconds: number,
  receive: () => readonly StoredMessage[],
): Promise<readonly StoredMessage[]> {
  const deadlineMs = performance.now() + waitSeconds * 1000;
  let isClientGone = false;
  request.onClientGone(() => {
    isClientGone = true;
  });
  for (;;) {
    const messages = receive();
    if (messages.length > 0 || performance.now() >= deadlineMs) return messages;
    await sleep(POLL_INTERVAL_MS);
    if (isClientGone) return [];
  }
}

function describeMessage(
  message: StoredMessage,
  systemNames: readonly string[],
  attributeNames: readonly string[],
): object {
  const { body, attributes } = message.content;
  const asked = new Map(
    [...attributes].filter(([name]) => attributeNames.some((written) => isAsked(name, written))),
  );
  return {
    MessageId: message.id,
    ReceiptHandle: receiptHandleOf(message),
    MD5OfBody: md5OfBody(body),
    Body: body,
    Attributes: systemAttributes(message, systemNames),
    MD5OfMessageAttributes: md5OfAttributes(asked),
    MessageAttributes: asked.size === 0 ? undefined : Object.fromEntries([...asked].map(describeAttribute)),
  };
}

/** A name asks for one attribute, `prefix.*` for several, `All` and `.*` for all. */
function isAsked(name: string, written: string): boolean {
  return (
    written === 'All' || written === name || (written.endsWith('.*') && name.startsWith(written.slice(0, -2)))
  );
}

function describeAttribute([name, attribute]: [string, MessageAttribute]): [string, object] {
  const { dataType, stringValue, binaryValue } = attribute;
  return [name, { DataType: dataType, StringValue: stringValue, BinaryValue: binaryValue }];
}

function systemAttributes(message: StoredMessage, asked: readonly string[]): object | undefined {
  const all = {
    SenderId: 'stand-in',
    SentTimestamp: String(message.sentAtMs),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAtMs),
  };
  const chosen = Object.entries(all).filter(([name]) => asked.includes('All') || asked.includes(name));
  return chosen.length === 0 ? undefined : Object.fromEntries(chosen);
}

function describeQueue(queue: Queue, asked: readonly string[] = []): object {
  const { visible, inFlight, delayed } = queue.counts();
  const all = {
    ...queue.settings,
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: visible,
    ApproximateNumberOfMessagesNotVisible: inFlight,
    ApproximateNumberOfMessagesDelayed: delayed,
  };
  const chosen = Object.entries(all).filter(([name]) => asked.includes('All') || asked.includes(name));
  return Object.fromEntries(chosen.map(([name, value]) => [name, String(value)]));
}
