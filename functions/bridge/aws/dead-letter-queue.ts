import { SendMessageBatchCommand, type SendMessageBatchCommandOutput, SQSClient } from '@aws-sdk/client-sqs';
import { type DeadLetter, type DeadLetterAnswer, WRITTEN } from '../dead-letter.ts';
import { deadLetterClient, MAX_ATTEMPTS, notWritten } from './dead-letter-client.ts';
import type { DeadLetterNotice } from './dead-letter-notice.ts';
import {
  DeadLetterPacks,
  MAX_MESSAGE_BYTES,
  MAX_PACKS_UNDER_WAY,
  type Message,
} from './dead-letter-packs.ts';
import { requestSignal } from './request-signal.ts';

const NOT_TAKEN = 'The dead-letter queue did not take the message';

/** Sends a letter or a notice as a message; it shares a request with others. Never rejects. */
export type SendDocument = (document: DeadLetter | DeadLetterNotice) => Promise<DeadLetterAnswer>;

/** Where one pack goes, and how long there is time for it. */
interface Sending {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly signal: AbortSignal;
}

/** A queue of dead letters and notices, one a message, to be opened for each batch of records. */
export function deadLetterQueue(queueUrl: string): (signal: AbortSignal) => SendDocument {
  const client = new SQSClient(deadLetterClient(MAX_PACKS_UNDER_WAY));
  return (signal) => {
    const packs = new DeadLetterPacks((pack) => sendPack({ client, queueUrl, signal }, pack, MAX_ATTEMPTS));
    return async (document) => {
      try {
        // Without this every letter that is left at the deadline would still be written as text.
        signal.throwIfAborted();
        const body = JSON.stringify(document).replaceAll(REFUSED_BY_SQS, escaped);
        const sizeBytes = Buffer.byteLength(body);
        return sizeBytes > MAX_MESSAGE_BYTES ? tooLarge(sizeBytes) : await packs.add({ body, sizeBytes });
      } catch (error) {
        return notWritten(NOT_TAKEN, error);
      }
    };
  };
}

/**
 * The two characters that JSON leaves as they are and SQS does not take; a header name may hold them.
 * See {@link https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html}.
 */
const REFUSED_BY_SQS = /[\ufffe\uffff]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16)}`;
}

function tooLarge(sizeBytes: number): DeadLetterAnswer {
  const problem = `The dead letter has ${sizeBytes} bytes; a queue message takes ${MAX_MESSAGE_BYTES}.`;
  return { written: false, problem };
}

/** Repeats what the queue did not take through a fault of its own; the client repeats requests that fail as a whole. */
async function sendPack(
  sending: Sending,
  messages: readonly Message[],
  attemptsLeft: number,
): Promise<readonly DeadLetterAnswer[]> {
  let output: SendMessageBatchCommandOutput;
  try {
    output = await request(sending, messages);
  } catch (error) {
    return messages.length > 1 && isTooLong(error)
      ? await sendSingly(sending, messages, attemptsLeft)
      : messages.map(() => notWritten(NOT_TAKEN, error));
  }
  const repeated = messages.filter((_, position) => isFaultOfQueue(output, String(position)));
  const again =
    attemptsLeft > 1 && repeated.length > 0 ? await sendPack(sending, repeated, attemptsLeft - 1) : [];
  const repeatedAnswers = new Map(repeated.map((message, position) => [message, again[position]]));
  return messages.map(
    (message, position) => repeatedAnswers.get(message) ?? messageAnswer(output, String(position)),
  );
}

async function request(
  { client, queueUrl, signal }: Sending,
  messages: readonly Message[],
): Promise<SendMessageBatchCommandOutput> {
  // The same for the packs that were waiting for their turn, which would still be signed.
  signal.throwIfAborted();
  const command = new SendMessageBatchCommand({
    QueueUrl: queueUrl,
    Entries: messages.map(({ body }, position) => ({ Id: String(position), MessageBody: body })),
  });
  return await client.send(command, { abortSignal: requestSignal(signal) });
}

function messageAnswer(output: SendMessageBatchCommandOutput, id: string): DeadLetterAnswer {
  if (output.Successful?.some(({ Id }) => Id === id)) return WRITTEN;
  const failed = output.Failed?.find(({ Id }) => Id === id);
  return { written: false, problem: `${NOT_TAKEN}: ${failed?.Code ?? 'no answer for it'}.` };
}

function isFaultOfQueue(output: SendMessageBatchCommandOutput, id: string): boolean {
  return output.Failed?.some(({ Id, SenderFault }) => Id === id && SenderFault === false) === true;
}

/** The queue may take smaller messages than the service allows. */
function isTooLong(error: unknown): boolean {
  return error instanceof Error && error.name.endsWith('BatchRequestTooLong');
}

async function sendSingly(
  sending: Sending,
  messages: readonly Message[],
  attemptsLeft: number,
): Promise<readonly DeadLetterAnswer[]> {
  const answers = await Promise.all(messages.map((message) => sendPack(sending, [message], attemptsLeft)));
  return answers.flat();
}
