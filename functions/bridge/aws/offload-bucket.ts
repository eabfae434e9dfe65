import { PutObjectCommand, type PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import type { OffloadingConfiguration } from '../../../shared/configuration/configuration.ts';
import type { PutObject } from '../offload/put-object.ts';
import { MAX_UPLOADS_UNDER_WAY } from '../offload/uploads.ts';
import { keepAliveHandler } from './http.ts';
import { requestSignal } from './request-signal.ts';
import type { AwsCredentials } from './wire/aws-credentials.ts';
import { reasonOf, unlessAborted } from './wire/unless-aborted.ts';

export interface OffloadBucketOptions {
  readonly region: string;
  readonly offloading: OffloadingConfiguration;
  /** @default - those of the process */
  readonly credentials?: (() => Promise<AwsCredentials>) | undefined;
}

/**
 * PutObject of a bucket, with the encryption that is configured. One attempt a call: the publisher alone decides what is
 * repeated. The client sends a CRC-32 along, so that S3 stores nothing else than what was sent.
 *
 * An endpoint of one's own is addressed with the bucket in the path, as in the connector: stores that are like S3 have no
 * names for buckets.
 *
 * See {@link https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html}.
 */
export function offloadBucket({ region, offloading, credentials }: OffloadBucketOptions): PutObject {
  const { bucket, endpointUri } = offloading;
  const client = new S3Client({
    region,
    ...(endpointUri === undefined ? {} : { endpoint: endpointUri, forcePathStyle: true }),
    ...(credentials === undefined ? {} : { credentials }),
    maxAttempts: 1,
    requestHandler: keepAliveHandler(MAX_UPLOADS_UNDER_WAY),
  });
  const encryption = encryptionOf(offloading);
  return async ({ key, body, contentType }, signal) => {
    const command = new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: body,
      ContentType: contentType,
      ...encryption,
    });
    const limited = requestSignal(signal);
    // The client does not heed the signal while it waits for the credentials of a role.
    await unlessAborted(client.send(command, { abortSignal: limited }), limited, reasonOf);
  };
}

/** Without one, that of the bucket holds. */
function encryptionOf({
  encryption,
  kmsKeyArn,
}: OffloadingConfiguration): Pick<PutObjectCommandInput, 'ServerSideEncryption' | 'SSEKMSKeyId'> {
  if (encryption === 'none') return {};
  return {
    ServerSideEncryption: encryption,
    ...(kmsKeyArn === undefined ? {} : { SSEKMSKeyId: kmsKeyArn }),
  };
}
