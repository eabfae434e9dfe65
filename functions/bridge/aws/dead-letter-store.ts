import { ENVIRONMENT } from '../../../shared/environment.ts';
import { type DeadLetter, type DeadLetterAnswer, WRITTEN, type WriteDeadLetters } from '../dead-letter.ts';
import { lazily } from '../lazy.ts';
import type { PutLetter } from './dead-letter-bucket.ts';
import type { NotWritten } from './dead-letter-client.ts';
import { deadLetterNotice } from './dead-letter-notice.ts';
import type { SendDocument } from './dead-letter-queue.ts';

/** Where dead letters go. At least one of the two is set. */
export interface DeadLetterTargets {
  readonly queueUrl: string | undefined;
  readonly bucket: string | undefined;
}

/** The targets that the infrastructure names; undefined when there are none. */
export function deadLetterTargets(environment: NodeJS.ProcessEnv): DeadLetterTargets | undefined {
  const queueUrl = environment[ENVIRONMENT.deadLetterQueueUrl] || undefined;
  const bucket = environment[ENVIRONMENT.deadLetterBucket] || undefined;
  return queueUrl === undefined && bucket === undefined ? undefined : { queueUrl, bucket };
}

/** Letters under way at once: enough to keep bucket and queue busy, and few to answer for when time is up. */
const MAX_UNDER_WAY = 128;

/** Writes one letter and answers for it. Never rejects. */
type WriteLetter = (letter: DeadLetter, signal: AbortSignal) => Promise<DeadLetterAnswer>;

/**
 * Writes the whole letter to the bucket, and a notice of it to the queue. What the bucket does not take goes whole to the
 * queue, as everything does when there is no bucket; a letter that fits into no message is then not written.
 *
 * The clients are loaded when the first dead letter is written: most invocations have none.
 */
export function deadLetterStore({ queueUrl, bucket }: DeadLetterTargets): WriteDeadLetters {
  const put = bucket === undefined ? undefined : bucketWriter(bucket);
  const openQueue = queueUrl === undefined ? undefined : queueOpener(queueUrl);
  return async (letters, signal) => {
    const write = letterWriter(put, openQueue?.(signal));
    return await writeAll(letters, signal, write);
  };
}

/** Once time is up, nothing is done for the letters that are left: they may be thousands, and the invocation is to answer. */
async function writeAll(
  letters: readonly DeadLetter[],
  signal: AbortSignal,
  write: WriteLetter,
): Promise<DeadLetterAnswer[]> {
  const answers = new Array<DeadLetterAnswer>(letters.length).fill(NO_TIME);
  const left = letters.entries();
  const writeNext = async (): Promise<void> => {
    for (const [position, letter] of left) {
      if (signal.aborted) return;
      answers[position] = await write(letter, signal);
    }
  };
  await Promise.all(Array.from({ length: MAX_UNDER_WAY }, writeNext));
  return answers;
}

function letterWriter(put: PutLetter | undefined, send: SendDocument | undefined): WriteLetter {
  if (put === undefined) return async (letter) => (send === undefined ? NO_TARGET : await send(letter));
  return async (letter, signal) => {
    const stored = await put(letter, signal);
    if (!stored.written) return send === undefined ? stored : await sendWhole(send, letter, stored);
    if (send === undefined) return WRITTEN;
    const notice = await send(deadLetterNotice(letter, stored.object));
    return notice.written ? WRITTEN : { written: true, problem: notice.problem };
  };
}

async function sendWhole(
  send: SendDocument,
  letter: DeadLetter,
  { problem }: NotWritten,
): Promise<DeadLetterAnswer> {
  const answer = await send(letter);
  return answer.written ? answer : { written: false, problem: `${problem} ${answer.problem}` };
}

function bucketWriter(bucket: string): PutLetter {
  const created = lazily(async () => (await import('./dead-letter-bucket.ts')).deadLetterBucket(bucket));
  return async (letter, signal) => {
    const put = await created().catch(() => undefined);
    return put === undefined ? NOT_LOADED : await put(letter, signal);
  };
}

function queueOpener(queueUrl: string): (signal: AbortSignal) => SendDocument {
  const created = lazily(async () => (await import('./dead-letter-queue.ts')).deadLetterQueue(queueUrl));
  return (signal) => {
    const opened = lazily(async () => (await created())(signal));
    return async (document) => {
      const send = await opened().catch(() => undefined);
      return send === undefined ? NOT_LOADED : await send(document);
    };
  };
}

const NOT_LOADED: NotWritten = {
  written: false,
  problem: 'The dead-letter client could not be loaded.',
};

const NO_TIME: NotWritten = { written: false, problem: 'The time for writing dead letters was up.' };

const NO_TARGET: NotWritten = { written: false, problem: 'There is no such dead-letter target.' };
