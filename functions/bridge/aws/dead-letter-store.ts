import { ENVIRONMENT } from '../../../shared/environment.ts';
import type { DeadLetterAnswer, WriteDeadLetters } from '../dead-letter.ts';
import { lazily } from '../lazy.ts';

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

/**
 * Writes to the queue, and to the bucket what does not fit into a message or what the queue did not take.
 *
 * The clients are loaded when the first dead letter is written: most invocations have none.
 */
export function deadLetterStore({ queueUrl, bucket }: DeadLetterTargets): WriteDeadLetters {
  const toQueue = writer(queueUrl, async (url) =>
    (await import('./dead-letter-queue.ts')).deadLetterQueue(url),
  );
  const toBucket = writer(bucket, async (name) =>
    (await import('./dead-letter-bucket.ts')).deadLetterBucket(name),
  );
  return async (letters, signal) => {
    const first = await toQueue(letters, signal);
    const rest = letters.filter((_, position) => first[position]?.written !== true);
    if (rest.length === 0 || bucket === undefined) return first;
    const second = (await toBucket(rest, signal)).values();
    return first.map((answer) => (answer.written ? answer : (second.next().value ?? answer)));
  };
}

/** A writer that is made when it is first used; one without a target writes nothing. */
function writer(
  target: string | undefined,
  create: (target: string) => Promise<WriteDeadLetters>,
): WriteDeadLetters {
  if (target === undefined) return async (letters) => letters.map(() => NO_TARGET);
  const created = lazily(() => create(target));
  return async (letters, signal) => {
    try {
      return await (await created())(letters, signal);
    } catch {
      return letters.map(() => NOT_LOADED);
    }
  };
}

const NOT_LOADED: DeadLetterAnswer = {
  written: false,
  problem: 'The dead-letter client could not be loaded.',
};

const NO_TARGET: DeadLetterAnswer = { written: false, problem: 'There is no such dead-letter target.' };
