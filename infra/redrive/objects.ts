import { DeleteObjectCommand, GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { httpStatus } from '../../functions/bridge/http-status.ts';
import type { ObjectPlace } from '../../functions/redrive/document.ts';
import { MAX_DOCUMENT_BYTES } from '../../functions/redrive/object-store.ts';
import { messageOf } from '../command-line/error-text.ts';

/** `s3://bucket/key`, by which a journal knows an object. */
export function objectUrl({ bucket, key }: ObjectPlace): string {
  return `s3://${bucket}/${key}`;
}

/** A body that breaks off is read again; the client itself repeats only what fails before the body. */
const MAX_READS = 3;

export type ObjectReading =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'too-large'; readonly sizeBytes: number }
  | { readonly kind: 'unreadable'; readonly problem: string };

/** Objects that hold documents, over S3. */
export class Objects {
  readonly #s3: S3Client;

  constructor(s3: S3Client) {
    this.#s3 = s3;
  }

  /** Never rejects. */
  async read(place: ObjectPlace): Promise<ObjectReading> {
    for (let reads = 1; ; reads++) {
      try {
        return await this.#readOnce(place);
      } catch (error) {
        if (error instanceof Error && (error.name === 'NoSuchKey' || error.name === 'NotFound')) {
          return { kind: 'missing' };
        }
        // An answer was repeated by the client as often as it makes sense.
        if (reads === MAX_READS || httpStatus(error) !== undefined)
          return { kind: 'unreadable', problem: messageOf(error) };
      }
    }
  }

  /**
   * Deletes an object; in a versioned bucket its versions stay behind a delete marker. One that was written anew in the
   * meantime goes as well: its key names the record, with a digest of its content, so it is a letter of what was sent.
   *
   * @returns why not, when it could not be deleted.
   */
  async remove({ bucket, key }: ObjectPlace): Promise<string | undefined> {
    try {
      await this.#s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
      return undefined;
    } catch (error) {
      return messageOf(error);
    }
  }

  async #readOnce({ bucket, key }: ObjectPlace): Promise<ObjectReading> {
    const { Body, ContentLength = 0 } = await this.#s3.send(
      new GetObjectCommand({ Bucket: bucket, Key: key }),
    );
    if (Body === undefined) return { kind: 'text', text: '' };
    if (ContentLength > MAX_DOCUMENT_BYTES) {
      // The connection goes with it: the rest is not worth waiting for.
      if ('destroy' in Body) Body.destroy();
      return { kind: 'too-large', sizeBytes: ContentLength };
    }
    return { kind: 'text', text: await Body.transformToString() };
  }
}
