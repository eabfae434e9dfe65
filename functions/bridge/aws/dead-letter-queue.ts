import { SendMessageBatchCommand, type SendMessageBatchCommandOutput, SQSClient } from '@aws-sdk/client-sqs';
import pLimit from 'p-limit';
import { type DeadLetter, type DeadLetterAnswer, WRITTEN, type WriteDeadLetters } from '../dead-letter.ts';
import { packEntries } from '../pack.ts';
import { deadLetterClient, notWritten } from './dead-letter-client.ts';
import { requestSignal } from './http.ts';

/**
 * A batch holds up to 10 messages and, like a message, up to 1 MiB.
 * See {@link https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html}.
 */
const MAX_BATCH_MESSAGES = 10;
const MAX_BATCH_BYTES = 1_048_576;

const MAX_CONCURRENCY = 4;

const NOT_TAKEN = 'The dead-letter queue did not take the message';

interface Message {
  readonly position: number;
  readonly body: string;
  readonly sizeBytes: number;
}

/** Dead letters as messages of a queue, one each. */
export function deadLetterQueue(queueUrl: string): WriteDeadLetters {
  const client = new SQSClient(deadLetterClient(MAX_CONCURRENCY));
  const limit = pLimit(MAX_CONCURRENCY);
  return async (letters, signal) => {
    const messages = letters.map(message);
    const answers: DeadLetterAnswer[] = messages.map(({ sizeBytes }) => tooLarge(sizeBytes));
    const fitting = messages.filter(({ sizeBytes }) => sizeBytes <= MAX_BATCH_BYTES);
    const batches = packEntries(fitting, { maxEntries: MAX_BATCH_MESSAGES, maxBytes: MAX_BATCH_BYTES });
    const send = async (batch: readonly Message[]): Promise<void> => {
      const answerOf = await sendBatch(client, queueUrl, batch, requestSignal(signal));
      if (answerOf === 'too-long') await Promise.all(batch.map((single) => send([single])));
      else for (const sent of batch) answers[sent.position] = answerOf(sent);
    };
    await Promise.all(Array.from(batches, (batch) => limit(send, batch)));
    return answers;
  };
}

function message(letter: DeadLetter, position: number): Message {
  const body = JSON.stringify(letter).replaceAll(REFUSED_BY_SQS, escaped);
  return { position, body, sizeBytes: Buffer.byteLength(body) };
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
  const problem = `The dead letter has ${sizeBytes} bytes; a queue message takes ${MAX_BATCH_BYTES}.`;
  return { written: false, problem };
}

async function sendBatch(
  sqs: SQSClient,
  queueUrl: string,
  messages: readonly Message[],
  abortSignal: AbortSignal,
): Promise<'too-long' | ((message: Message) => DeadLetterAnswer)> {
  const command = new SendMessageBatchCommand({
    QueueUrl: queueUrl,
    Entries: messages.map(({ position, body }) => ({ Id: String(position), MessageBody: body })),
  });
  try {
    const output = await sqs.send(command, { abortSignal });
    return ({ position }) => messageAnswer(output, String(position));
  } catch (error) {
    if (messages.length > 1 && isTooLong(error)) return 'too-long';
    const answer = notWritten(NOT_TAKEN, error);
    return () => answer;
  }
}

function messageAnswer(output: SendMessageBatchCommandOutput, id: string): DeadLetterAnswer {
  if (output.Successful?.some(({ Id }) => Id === id)) return WRITTEN;
  const failed = output.Failed?.find(({ Id }) => Id === id);
  return {
    written: false,
    problem: `${NOT_TAKEN}: ${failed?.Code ?? 'no answer for it'}.`,
  };
}

/** The queue may take smaller messages than the service allows. */
function isTooLong(error: unknown): boolean {
  return error instanceof Error && error.name.endsWith('BatchRequestTooLong');
}
