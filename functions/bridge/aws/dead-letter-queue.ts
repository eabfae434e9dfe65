import { SendMessageBatchCommand, type SendMessageBatchCommandOutput, SQSClient } from '@aws-sdk/client-sqs';
import { type DeadLetter, type DeadLetterAnswer, WRITTEN, type WriteDeadLetters } from '../dead-letter.ts';
import { packEntries } from '../pack.ts';
import { keepAliveHandler } from './http.ts';

/**
 * A batch holds up to 10 messages and, like a message, up to 1 MiB.
 * See {@link https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html}.
 */
const MAX_BATCH_MESSAGES = 10;
const MAX_BATCH_BYTES = 1_048_576;

const MAX_SOCKETS = 4;

interface Message {
  readonly position: number;
  readonly body: string;
  readonly sizeBytes: number;
}

/** Dead letters as messages of a queue, one each. */
export function deadLetterQueue(queueUrl: string, region: string): WriteDeadLetters {
  const client = new SQSClient({ region, requestHandler: keepAliveHandler(MAX_SOCKETS) });
  return async (letters, signal) => {
    const messages = letters.map(message);
    const answers: DeadLetterAnswer[] = messages.map(({ sizeBytes }) => tooLarge(sizeBytes));
    const fitting = messages.filter(({ sizeBytes }) => sizeBytes <= MAX_BATCH_BYTES);
    for (const batch of packEntries(fitting, { maxEntries: MAX_BATCH_MESSAGES, maxBytes: MAX_BATCH_BYTES })) {
      const answerOf = await sendBatch(client, queueUrl, batch, signal);
      for (const sent of batch) answers[sent.position] = answerOf(sent);
    }
    return answers;
  };
}

function message(letter: DeadLetter, position: number): Message {
  const body = JSON.stringify(letter);
  return { position, body, sizeBytes: Buffer.byteLength(body) };
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
): Promise<(message: Message) => DeadLetterAnswer> {
  const command = new SendMessageBatchCommand({
    QueueUrl: queueUrl,
    Entries: messages.map(({ position, body }) => ({ Id: String(position), MessageBody: body })),
  });
  try {
    const output = await sqs.send(command, { abortSignal });
    return ({ position }) => messageAnswer(output, String(position));
  } catch (error) {
    const problem = `The dead-letter queue did not take the message: ${describe(error)}.`;
    return () => ({ written: false, problem });
  }
}

function messageAnswer(output: SendMessageBatchCommandOutput, id: string): DeadLetterAnswer {
  if (output.Successful?.some(({ Id }) => Id === id)) return WRITTEN;
  const failed = output.Failed?.find(({ Id }) => Id === id);
  return {
    written: false,
    problem: `The dead-letter queue did not take the message: ${failed?.Code ?? 'no answer for it'}.`,
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
