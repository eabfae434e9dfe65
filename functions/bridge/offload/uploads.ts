import pLimit from 'p-limit';
import type { Classified } from '../classify.ts';
import { classifyUpload } from './classify-upload.ts';
import type { OffloadedObject } from './offloaded-object.ts';
import type { PutObject } from './put-object.ts';

/**
 * Objects under way at once. At some 30 ms an object, 32 come to about 1,000 a second; a few functions at once then come
 * near the 3,500 writes a second that S3 takes for a prefix.
 * See {@link https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html}.
 */
export const MAX_UPLOADS_UNDER_WAY = 32;

/** Denials in a row after which the bucket counts as denying everything. */
const DENIALS_TO_STOP = 3;

/** What a batch put into the bucket. */
export interface UploadReport {
  readonly objects: number;
  readonly bytes: number;
}

/**
 * The uploads of one batch. An object that is stored is not sent again, whoever asks for it; a bucket that denies
 * everything is left alone for the rest of the batch.
 */
export class Uploads {
  readonly #put: PutObject;
  readonly #limit = pLimit(MAX_UPLOADS_UNDER_WAY);
  readonly #stored = new Set<string>();
  readonly #underWay = new Map<string, Promise<Classified | undefined>>();
  #bytes = 0;
  #denials = 0;
  #denial: Classified | undefined;

  constructor(put: PutObject) {
    this.#put = put;
  }

  /** So far. */
  get report(): UploadReport {
    return { objects: this.#stored.size, bytes: this.#bytes };
  }

  /**
   * Stores an object, unless it is stored already. Never rejects.
   *
   * @returns undefined once it is in the bucket, or why it is not.
   */
  async store(object: OffloadedObject, signal: AbortSignal): Promise<Classified | undefined> {
    const { key } = object;
    if (this.#stored.has(key)) return undefined;
    const underWay = this.#underWay.get(key);
    if (underWay !== undefined) return await underWay;
    const upload = this.#limit(() => this.#upload(object, signal)).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, upload);
    return await upload;
  }

  async #upload(object: OffloadedObject, signal: AbortSignal): Promise<Classified | undefined> {
    // Asked here, when it is the object's turn: many wait while the first ones are denied.
    if (this.#denial !== undefined) return notTried(this.#denial);
    try {
      signal.throwIfAborted();
      await this.#put(object, signal);
    } catch (error) {
      return this.#failed(error);
    }
    this.#stored.add(object.key);
    this.#bytes += object.body.length;
    this.#denials = 0;
    return undefined;
  }

  #failed(error: unknown): Classified {
    const classified = classifyUpload(error, this.#stored.size > 0);
    if (classified.failure.code === 'OFFLOAD_DENIED') {
      this.#denials += 1;
      if (this.#denials >= DENIALS_TO_STOP) this.#denial ??= classified;
    }
    return classified;
  }
}

function notTried({ reaction, failure: { code, message } }: Classified): Classified {
  const what = 'Not tried, because the bucket denies everything';
  return { reaction, failure: { code, message: `${what}: ${message}` } };
}
