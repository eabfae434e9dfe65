import { createHash } from 'node:crypto';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import pLimit from 'p-limit';
import { DEAD_LETTER_PREFIX } from '../../../shared/dead-letter-objects.ts';
import { type DeadLetter, type DeadLetterAnswer, WRITTEN, type WriteDeadLetters } from '../dead-letter.ts';
import { deadLetterClient, notWritten } from './dead-letter-client.ts';
import { requestSignal } from './http.ts';

/** Objects written at once. */
const MAX_CONCURRENCY = 16;

/** Enough of a SHA-256 to tell the records of one place apart, such as those of a topic that was made anew. */
const DIGEST_CHARACTERS = 16;

/** Dead letters as objects of a bucket, one each. */
export function deadLetterBucket(bucket: string): WriteDeadLetters {
  const client = new S3Client(deadLetterClient(MAX_CONCURRENCY));
  const limit = pLimit(MAX_CONCURRENCY);
  return async (letters, signal) =>
    await Promise.all(
      letters.map((letter) => limit(() => putLetter(client, bucket, letter, requestSignal(signal)))),
    );
}

async function putLetter(
  s3: S3Client,
  bucket: string,
  letter: DeadLetter,
  abortSignal: AbortSignal,
): Promise<DeadLetterAnswer> {
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: deadLetterKey(letter),
    Body: JSON.stringify(letter),
    ContentType: 'application/json',
  });
  try {
    await s3.send(command, { abortSignal });
    return WRITTEN;
  } catch (error) {
    return notWritten('The dead-letter bucket did not take the object', error);
  }
}

/**
 * The same for every delivery of a record, so that a second one overwrites instead of multiplying; another for any other
 * record, also one that came to the same topic, partition and offset.
 */
export function deadLetterKey({ connectorId, record }: DeadLetter): string {
  const { topic, partition, offset, timestamp, key, value } = record;
  const digest = createHash('sha256')
    .update(JSON.stringify([timestamp, key, value]))
    .digest('hex')
    .slice(0, DIGEST_CHARACTERS);
  return `${DEAD_LETTER_PREFIX}/${encodeURIComponent(connectorId)}/${topic}/${partition}/${offset}-${digest}.json`;
}
