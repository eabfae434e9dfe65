import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { ObjectPlace } from '../../functions/redrive/document.ts';
import { MAX_DOCUMENT_BYTES } from '../../functions/redrive/object-store.ts';
import { DEAD_LETTER_PREFIX } from '../../shared/dead-letter-objects.ts';
import type { Item, Source } from './source.ts';

/** Objects handed out at once, so that their letters share requests. */
const MAX_ITEMS = 100;

/** What the objects handed out at once may have together, unless a single one has more. */
const MAX_BYTES = MAX_DOCUMENT_BYTES;

interface ListedObject extends ObjectPlace {
  readonly sizeBytes: number;
}

export interface BucketSourceOptions {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly prefix: string;
  /** The bridge whose letters are meant; those of other bridges are not even read. */
  readonly connectorId: string;
}

/** Objects of an S3 bucket, in the order of their keys, a page of the list at a time. */
export class BucketSource implements Source {
  readonly name: string;
  readonly #s3: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;
  readonly #ownLetters: string;
  #listed: ListedObject[] = [];
  #continuationToken: string | undefined;
  #isListedWhole = false;
  #ofOthers = 0;

  constructor({ s3, bucket, prefix, connectorId }: BucketSourceOptions) {
    this.name = prefix === '' ? `bucket ${bucket}` : `bucket ${bucket}, prefix ${prefix}`;
    this.#s3 = s3;
    this.#bucket = bucket;
    this.#prefix = prefix;
    this.#ownLetters = `${DEAD_LETTER_PREFIX}/${encodeURIComponent(connectorId)}/`;
  }

  /** Only a list of all would tell. */
  async count(): Promise<undefined> {
    return undefined;
  }

  async next(): Promise<readonly Item[]> {
    while (this.#listed.length === 0 && !this.#isListedWhole) await this.#list();
    const items: Item[] = [];
    let bytes = 0;
    for (const { bucket, key, sizeBytes } of this.#listed) {
      bytes += sizeBytes;
      if (items.length === MAX_ITEMS || (items.length > 0 && bytes > MAX_BYTES)) break;
      items.push({ place: key, holds: { object: { bucket, key } } });
    }
    this.#listed = this.#listed.slice(items.length);
    return items;
  }

  /** Objects are nobody's while they are worked on. */
  async hold(): Promise<void> {}

  /** The object is the document, and is deleted as such. */
  async remove(): Promise<ReadonlyMap<string, string>> {
    return new Map();
  }

  async release(): Promise<void> {}

  remarks(): readonly string[] {
    if (this.#ofOthers === 0) return [];
    return [
      `${this.#ofOthers.toLocaleString('en-US')} objects of the ${this.name} are dead letters of other bridges, and were not read.`,
    ];
  }

  async #list(): Promise<void> {
    const { Contents = [], NextContinuationToken } = await this.#s3.send(
      new ListObjectsV2Command({
        Bucket: this.#bucket,
        Prefix: this.#prefix,
        ContinuationToken: this.#continuationToken,
      }),
    );
    this.#continuationToken = NextContinuationToken;
    this.#isListedWhole = NextContinuationToken === undefined;
    for (const { Key: key = '', Size: sizeBytes = 0 } of Contents) {
      // The S3 console shows folders by making empty objects.
      if (key.endsWith('/')) continue;
      if (key.startsWith(`${DEAD_LETTER_PREFIX}/`) && !key.startsWith(this.#ownLetters)) this.#ofOthers++;
      else this.#listed.push({ bucket: this.#bucket, key, sizeBytes });
    }
  }
}
