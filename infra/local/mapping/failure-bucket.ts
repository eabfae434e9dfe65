import { randomUUID } from 'node:crypto';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { FailureDestination, GivenUpRecords } from './failure-destination.ts';
import { batchDocument } from './failure-document.ts';
import { FailureDestinationError, reason } from './failure-error.ts';

export interface FailureBucketOptions {
  readonly client: S3Client;
  /** Its name. */
  readonly bucket: string;
  /** UUID of the mapping, for the keys. @default - a new one */
  readonly mappingId?: string;
  /** @default Date.now */
  readonly nowMs?: () => number;
}

/** A bucket as failure destination: it gets the records themselves, a batch an object. */
export class FailureBucket implements FailureDestination {
  readonly arn: string;
  readonly #options: FailureBucketOptions;
  readonly #mappingId: string;

  constructor(options: FailureBucketOptions) {
    this.arn = `arn:aws:s3:::${options.bucket}`;
    this.#options = options;
    this.#mappingId = options.mappingId ?? randomUUID();
  }

  /** @throws FailureDestinationError */
  async write(records: GivenUpRecords): Promise<void> {
    const { client, bucket, nowMs = Date.now } = this.#options;
    const atMs = nowMs();
    try {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: objectKey(this.#mappingId, records, atMs),
          Body: JSON.stringify(batchDocument(records, atMs)),
          ContentType: 'application/json',
        }),
      );
    } catch (error) {
      const unwritten = { toRepeat: records.event };
      throw new FailureDestinationError(`The bucket ${bucket}`, unwritten, reason(error), { cause: error });
    }
  }
}

/**
 * AWS documents keys for Kinesis and DynamoDB, not for Kafka: this is their layout, with the first partition of the batch in the
 * place of the shard.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
function objectKey(mappingId: string, { event }: GivenUpRecords, atMs: number): string {
  const [partition] = Object.keys(event.records);
  const [day = '', time = ''] = new Date(atMs).toISOString().split('T');
  const second = `${day}T${time.slice(0, 'HH:MM:SS'.length).replaceAll(':', '.')}`;
  return `aws/lambda/${mappingId}/${partition}/${day.replaceAll('-', '/')}/${second}-${randomUUID()}`;
}
