import type { IncomingHttpHeaders } from 'node:http';
import { type Service, type ServiceAnswer, ServiceError, type ServiceRequest } from '../service.ts';
import { createObject, type S3Object } from './objects.ts';
import { parseS3Path } from './operations.ts';
import { readObjectBody } from './request-body.ts';
import { xmlDocument, xmlElement, xmlError } from './xml.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
const MAX_KEYS = 1_000;
/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const KEPT_HEADERS =
  /^(content-type|content-encoding|content-disposition|cache-control|x-amz-meta-.*|x-amz-server-side-encryption.*)$/;
const ENCRYPTIONS: ReadonlySet<unknown> = new Set([undefined, 'AES256', 'aws:kms', 'aws:kms:dsse']);
const XML = { 'content-type': 'application/xml' };

type Bucket = Map<string, S3Object>;

/** S3 as tests and the demo see it. */
export interface S3StandIn {
  /** Makes a bucket, unless it is there already. */
  createBucket(name: string): void;
  /** The object, or `undefined` when bucket or key is not there. */
  object(bucket: string, key: string): S3Object | undefined;
  /** Keys of a bucket, in S3's order. */
  keys(bucket: string): readonly string[];
}

/** S3 with path-style addresses: whole objects in memory, no versions, no multipart uploads. */
export function createS3(region: string): { readonly service: Service; readonly api: S3StandIn } {
  const buckets = new Map<string, Bucket>();
  const operations: Readonly<Record<string, (request: ServiceRequest, address: Address) => ServiceAnswer>> = {
    CreateBucket: (_, { bucket }) => createBucket(buckets, bucket),
    HeadBucket: (_, { bucket }) => {
      getBucket(buckets, bucket);
      return answer(200, { 'x-amz-bucket-region': region });
    },
    ListObjectsV2: (request, { bucket }) => listObjects(getBucket(buckets, bucket), bucket, request.query),
    PutObject: (request, { bucket, key }) => putObject(getBucket(buckets, bucket), key, request),
    GetObject: (request, { bucket, key }) => getObject(getBucket(buckets, bucket), key, request),
    HeadObject: (request, { bucket, key }) => ({
      ...getObject(getBucket(buckets, bucket), key, request),
      body: '',
    }),
    DeleteObject: (_, { bucket, key }) => {
      getBucket(buckets, bucket).delete(key);
      return answer(204);
    },
  };
  return {
    service: {
      name: 's3',
      answer(request) {
        const operation = operations[request.operation];
        if (operation === undefined || request.headers['x-amz-copy-source'] !== undefined) {
          const message = 'A header you provided implies functionality that is not implemented.';
          throw new ServiceError('NotImplemented', message, 501);
        }
        try {
          return operation(request, parseS3Path(request.path));
        } catch (error) {
          // An answer to HEAD has no body, and so no error code: the SDK goes by the status.
          if (error instanceof ServiceError && request.method === 'HEAD') return answer(error.status);
          throw error;
        }
      },
      errorAnswer: (error) => ({ status: error.status, headers: XML, body: xmlError(error) }),
    },
    api: {
      createBucket: (name) => {
        if (!buckets.has(name)) createBucket(buckets, name);
      },
      object: (bucket, key) => buckets.get(bucket)?.get(key),
      keys: (bucket) => sortedKeys(buckets.get(bucket) ?? new Map()),
    },
  };
}

interface Address {
  readonly bucket: string;
  readonly key: string;
}

function answer(
  status: number,
  headers: Readonly<Record<string, string>> = {},
  body: string | Buffer = '',
): ServiceAnswer {
  return { status, headers, body };
}

function getBucket(buckets: ReadonlyMap<string, Bucket>, name: string): Bucket {
  const bucket = buckets.get(name);
  if (bucket !== undefined) return bucket;
  throw new ServiceError('NoSuchBucket', 'The specified bucket does not exist', 404);
}

function createBucket(buckets: Map<string, Bucket>, name: string): ServiceAnswer {
  if (!BUCKET_NAME.test(name))
    throw new ServiceError('InvalidBucketName', 'The specified bucket is not valid.');
  if (buckets.has(name)) {
    const message = 'Your previous request to create the named bucket succeeded and you already own it.';
    throw new ServiceError('BucketAlreadyOwnedByYou', message, 409);
  }
  buckets.set(name, new Map());
  return answer(200, { location: `/${name}` });
}

function putObject(bucket: Bucket, key: string, request: ServiceRequest): ServiceAnswer {
  if (request.headers['if-none-match'] === '*' && bucket.has(key)) {
    const message = 'At least one of the pre-conditions you specified did not hold';
    throw new ServiceError('PreconditionFailed', message, 412);
  }
  checkEncryption(request.headers);
  const object = createObject(key, readObjectBody(request), keptHeaders(request.headers));
  bucket.set(key, object);
  return answer(200, {
    ...encryptionHeaders(object),
    etag: object.eTag,
    'x-amz-checksum-crc32': object.crc32,
    'x-amz-checksum-type': 'FULL_OBJECT',
  });
}

/** Nothing is encrypted here; what was asked for is kept and told, as S3 tells it. */
function checkEncryption(headers: IncomingHttpHeaders): void {
  const encryption = headers['x-amz-server-side-encryption'];
  if (!ENCRYPTIONS.has(encryption)) {
    throw new ServiceError('InvalidArgument', 'The encryption method specified is not supported.');
  }
  const hasKey = headers['x-amz-server-side-encryption-aws-kms-key-id'] !== undefined;
  if (hasKey && (encryption === undefined || encryption === 'AES256')) {
    const message = 'The KMS key id goes with x-amz-server-side-encryption: aws:kms or aws:kms:dsse only.';
    throw new ServiceError('InvalidArgument', message);
  }
}

function encryptionHeaders({ headers }: S3Object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.startsWith('x-amz-server-side-encryption')),
  );
}

/** `aws-chunked` describes the transfer, not the object: S3 does not keep it. */
function keptHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== 'string' || !KEPT_HEADERS.test(name)) continue;
    const text = name === 'content-encoding' ? value.replace(/,?\s*aws-chunked\s*,?/, '').trim() : value;
    if (text !== '') kept[name] = text;
  }
  return kept;
}

function getObject(bucket: Bucket, key: string, request: ServiceRequest): ServiceAnswer {
  const object = bucket.get(key);
  if (object === undefined) throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
  const checksum = { 'x-amz-checksum-crc32': object.crc32, 'x-amz-checksum-type': 'FULL_OBJECT' };
  return answer(
    200,
    {
      'content-type': 'binary/octet-stream',
      ...object.headers,
      'content-length': String(object.body.length),
      etag: object.eTag,
      'last-modified': new Date(object.lastModifiedMs).toUTCString(),
      ...(request.headers['x-amz-checksum-mode'] === 'ENABLED' ? checksum : {}),
    },
    object.body,
  );
}

/** S3 lists keys in the order of their UTF-8 bytes. */
function sortedKeys(bucket: Bucket): string[] {
  return [...bucket.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

function listObjects(bucket: Bucket, name: string, query: URLSearchParams): ServiceAnswer {
  const prefix = query.get('prefix') ?? '';
  const token = query.get('continuation-token');
  const after =
    token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64url').toString();
  const limit = Math.min(Number(query.get('max-keys') ?? MAX_KEYS), MAX_KEYS);
  const matching = sortedKeys(bucket).filter(
    (key) => key.startsWith(prefix) && Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0,
  );
  const page = matching.slice(0, limit);
  const isTruncated = page.length < matching.length;
  const last = page.at(-1);
  const contents = page.map((key) => bucket.get(key)).filter((object) => object !== undefined);
  return answer(
    200,
    XML,
    xmlDocument(
      'ListBucketResult',
      xmlElement('Name', name) +
        xmlElement('Prefix', prefix) +
        xmlElement('KeyCount', page.length) +
        xmlElement('MaxKeys', limit) +
        xmlElement('IsTruncated', isTruncated) +
        (isTruncated && last !== undefined
          ? xmlElement('NextContinuationToken', Buffer.from(last).toString('base64url'))
          : '') +
        contents.map(listedObject).join(''),
    ),
  );
}

function listedObject(object: S3Object): string {
  const members =
    xmlElement('Key', object.key) +
    xmlElement('LastModified', new Date(object.lastModifiedMs).toISOString()) +
    xmlElement('ETag', object.eTag) +
    xmlElement('Size', object.body.length) +
    xmlElement('StorageClass', 'STANDARD');
  return `<Contents>${members}</Contents>`;
}
