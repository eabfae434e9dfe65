import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import pLimit from 'p-limit';
import { type DeadLetter, type DeadLetterAnswer, WRITTEN, type WriteDeadLetters } from '../dead-letter.ts';
import { keepAliveHandler } from './http.ts';

/** Objects written at once. */
const MAX_CONCURRENCY = 16;

/** Dead letters as objects of a bucket, one each. */
export function deadLetterBucket(bucket: string, region: string): WriteDeadLetters {
  const client = new S3Client({ region, requestHandler: keepAliveHandler(MAX_CONCURRENCY) });
  const limit = pLimit(MAX_CONCURRENCY);
  return async (letters, signal) =>
    await Promise.all(letters.map((letter) => limit(() => putLetter(client, bucket, letter, signal))));
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
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { written: false, problem: `The dead-letter bucket did not take the object: ${why}.` };
  }
}

/** The same for every delivery of a record, so that a second one overwrites instead of multiplying. */
export function deadLetterKey({ connectorId, record: { topic, partition, offset } }: DeadLetter): string {
  return `dead-letters/${encodeURIComponent(connectorId)}/${topic}/${partition}/${offset}.json`;
}
