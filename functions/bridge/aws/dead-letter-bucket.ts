import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import pLimit from 'p-limit';
import { deadLetterKey } from '../../../shared/dead-letter-objects.ts';
import type { DeadLetter } from '../dead-letter.ts';
import { deadLetterClient, type NotWritten, notWritten } from './dead-letter-client.ts';
import type { DeadLetterObject } from './dead-letter-notice.ts';
import { requestSignal } from './request-signal.ts';

/**
 * Objects written at once. At some 30 ms an object, 32 come to about 1,000 a second, so that a batch of 10,000 bad records
 * takes about ten seconds. More would hardly be faster, as an object costs close to a millisecond of processor time, and
 * a few functions at once would come near the 3,500 writes a second that S3 takes for a prefix.
 * See {@link https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html}.
 */
const MAX_CONCURRENCY = 32;

const NOT_TAKEN = 'The dead-letter bucket did not take the object';

/** Writes one letter, whole, under its stable key, and answers where it lies. Never rejects. */
export type PutLetter = (
  letter: DeadLetter,
  signal: AbortSignal,
) => Promise<{ readonly written: true; readonly object: DeadLetterObject } | NotWritten>;

/** Dead letters as objects of a bucket, one each. */
export function deadLetterBucket(bucket: string): PutLetter {
  const client = new S3Client(deadLetterClient(MAX_CONCURRENCY));
  const limit = pLimit(MAX_CONCURRENCY);
  return (letter, signal) =>
    limit(async () => {
      try {
        // Without this every letter that is left at the deadline would still be signed.
        signal.throwIfAborted();
        const object = { bucket, key: deadLetterKey(letter) };
        await client.send(putCommand(object, letter), { abortSignal: requestSignal(signal) });
        return { written: true, object };
      } catch (error) {
        return notWritten(NOT_TAKEN, error);
      }
    });
}

function putCommand({ bucket, key }: DeadLetterObject, letter: DeadLetter): PutObjectCommand {
  return new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: JSON.stringify(letter),
    ContentType: 'application/json',
  });
}
