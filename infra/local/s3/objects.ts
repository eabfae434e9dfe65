import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

export interface S3Object {
  readonly key: string;
  readonly body: Buffer;
  readonly eTag: string;
  readonly crc32: string;
  readonly lastModifiedMs: number;
  /** Headers to give back as they were put: content type, encoding, server-side encryption and `x-amz-meta-*`. */
  readonly headers: Readonly<Record<string, string>>;
}

export function createObject(key: string, body: Buffer, headers: Readonly<Record<string, string>>): S3Object {
  return {
    key,
    body,
    eTag: `"${createHash('md5').update(body).digest('hex')}"`,
    crc32: crc32Base64(body),
    lastModifiedMs: Date.now(),
    headers,
  };
}

/** CRC-32 as S3 writes it: base64 of the four bytes, most significant first. */
export function crc32Base64(body: Buffer): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString('base64');
}
