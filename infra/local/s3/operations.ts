/** Operations of S3 with a stand-in, by method: on a bucket and on an object. */
const BUCKET_OPERATIONS: Readonly<Record<string, string>> = {
  PUT: 'CreateBucket',
  HEAD: 'HeadBucket',
  GET: 'ListObjectsV2',
};
const OBJECT_OPERATIONS: Readonly<Record<string, string>> = {
  PUT: 'PutObject',
  GET: 'GetObject',
  HEAD: 'HeadObject',
  DELETE: 'DeleteObject',
};

/** Query members that are part of the operations above; any other one names an operation that has no stand-in. */
const KNOWN_QUERY: ReadonlySet<string> = new Set([
  'x-id',
  'list-type',
  'prefix',
  'max-keys',
  'continuation-token',
  'start-after',
]);

/** The name of an operation that has no stand-in. */
export const UNKNOWN_S3_OPERATION = 'Unknown';

/** S3 says what it wants by method, path and query: `PUT /bucket/key` is PutObject. */
export function s3Operation(method: string, path: string, query: URLSearchParams): string {
  for (const member of query.keys()) {
    if (!KNOWN_QUERY.has(member)) return UNKNOWN_S3_OPERATION;
  }
  const { bucket, key } = parseS3Path(path);
  if (bucket === '') return UNKNOWN_S3_OPERATION;
  const operation = (key === '' ? BUCKET_OPERATIONS : OBJECT_OPERATIONS)[method] ?? UNKNOWN_S3_OPERATION;
  // The first version of the list differs in its query and its answer.
  return operation === 'ListObjectsV2' && query.get('list-type') !== '2' ? UNKNOWN_S3_OPERATION : operation;
}

/** Bucket and key of a path-style path, decoded. Both are empty where the path has none. */
export function parseS3Path(path: string): { readonly bucket: string; readonly key: string } {
  const slash = path.indexOf('/', 1);
  const bucket = slash === -1 ? path.slice(1) : path.slice(1, slash);
  return { bucket, key: slash === -1 ? '' : decode(path.slice(slash + 1)) };
}

function decode(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}
