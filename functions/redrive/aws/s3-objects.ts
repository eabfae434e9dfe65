import { DeleteObjectCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { keepAliveHandler } from '../../bridge/aws/http.ts';
import { requestSignal } from '../../bridge/aws/request-signal.ts';
import { MAX_DOCUMENT_BYTES, type ObjectStore } from '../object-store.ts';

/** One object after another is read. */
const MAX_SOCKETS = 2;

/** Objects of S3, in the Region of the function. */
export function s3Objects(): ObjectStore {
  const client = new S3Client({ requestHandler: keepAliveHandler(MAX_SOCKETS) });
  return {
    read: (bucket, key, signal) => read(client, bucket, key, requestSignal(signal)),
    remove: async (Bucket, Key, signal) => {
      await client.send(new DeleteObjectCommand({ Bucket, Key }), { abortSignal: requestSignal(signal) });
    },
  };
}

async function read(
  client: S3Client,
  Bucket: string,
  Key: string,
  abortSignal: AbortSignal,
): Promise<string | undefined> {
  try {
    const { Body, ContentLength } = await client.send(new GetObjectCommand({ Bucket, Key }), { abortSignal });
    if (Body === undefined || ContentLength === undefined || ContentLength > MAX_DOCUMENT_BYTES) {
      Body?.transformToWebStream().cancel();
      throw new Error(`The object has ${ContentLength} bytes; a document has ${MAX_DOCUMENT_BYTES} at most.`);
    }
    return await Body.transformToString();
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
    throw error;
  }
}
