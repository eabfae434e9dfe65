import { createHash } from 'node:crypto';
import { ServiceError, type ServiceRequest } from '../service.ts';
import { crc32Base64 } from './objects.ts';

/**
 * The bytes of the object in a request, checked against the checksums sent with them.
 *
 * The SDK sends small bodies as they are, with the checksum in a header, and streams as `aws-chunked`, with the
 * checksum in a trailer.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 * @throws {ServiceError} `BadDigest` for a wrong checksum, `IncompleteBody` for broken chunks
 */
export function readObjectBody({ headers, body }: ServiceRequest): Buffer {
  const isChunked = String(headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-');
  const decoded = isChunked ? decodeChunks(body) : { body, trailers: new Map<string, string>() };
  checkDigest('x-amz-checksum-crc32', crc32Base64);
  checkDigest('x-amz-checksum-sha256', (bytes) => createHash('sha256').update(bytes).digest('base64'));
  checkDigest('content-md5', (bytes) => createHash('md5').update(bytes).digest('base64'));
  return decoded.body;

  function checkDigest(name: string, digest: (bytes: Buffer) => string): void {
    const sent = decoded.trailers.get(name) ?? headers[name];
    if (sent === undefined || sent === digest(decoded.body)) return;
    throw new ServiceError('BadDigest', `The ${name} you specified did not match the calculated checksum.`);
  }
}

interface DecodedChunks {
  readonly body: Buffer;
  readonly trailers: ReadonlyMap<string, string>;
}

/** Chunks are `<size in hex>[;chunk-signature=…]\r\n<bytes>\r\n`; the one of size 0 is followed by the trailers. */
function decodeChunks(encoded: Buffer): DecodedChunks {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const headEnd = encoded.indexOf('\r\n', at);
    const size = /^[0-9a-fA-F]{1,8}(?=;|$)/.exec(
      headEnd === -1 ? '' : encoded.toString('latin1', at, headEnd),
    )?.[0];
    if (size === undefined) throw incompleteBody();
    const start = headEnd + 2;
    const end = start + Number.parseInt(size, 16);
    if (end === start)
      return { body: Buffer.concat(chunks), trailers: readTrailers(encoded.toString('latin1', start)) };
    if (end > encoded.length) throw incompleteBody();
    chunks.push(encoded.subarray(start, end));
    at = end + 2;
  }
}

function readTrailers(text: string): ReadonlyMap<string, string> {
  const trailers = new Map<string, string>();
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return trailers;
}

function incompleteBody(): ServiceError {
  return new ServiceError('IncompleteBody', 'The request body terminated unexpectedly.');
}
