import type { IncomingMessage } from 'node:http';
import { s3Operation } from './s3/operations.ts';
import { isRegistryPath, registryOperation } from './schema-registry/operations.ts';
import type { ServiceName } from './service.ts';
import { stsOperation } from './sts/operations.ts';

/** Where a request goes: the service and operation it names, and the parts of its URL. */
export interface Route {
  readonly service: ServiceName;
  readonly operation: string;
  readonly method: string;
  /** Path without the query, percent-encoded as received. */
  readonly path: string;
  readonly query: URLSearchParams;
}

/** Prefixes of `x-amz-target`, as in the service models of the SDK. */
const TARGET_PREFIXES: ReadonlyMap<string, ServiceName> = new Map([
  ['AWSEvents', 'eventbridge'],
  ['AmazonSSM', 'ssm'],
  ['AWSGlue', 'glue'],
  ['AmazonSQS', 'sqs'],
  ['secretsmanager', 'secrets-manager'],
]);

const NO_QUERY = new URLSearchParams();

const FORM = 'application/x-www-form-urlencoded';

/**
 * AWS JSON services name the operation in a header, STS in the form that is its body; S3 and the schema registry, which
 * has a path of its own, spread it over method, path and query.
 *
 * @param body - What has been read of it.
 */
export function routeRequest(incoming: IncomingMessage, body: Buffer | undefined): Route {
  const method = incoming.method ?? 'GET';
  const url = incoming.url ?? '/';
  const queryStart = url.indexOf('?');
  const path = queryStart === -1 ? url : url.slice(0, queryStart);
  const query = queryStart === -1 ? NO_QUERY : new URLSearchParams(url.slice(queryStart + 1));
  const [prefix = '', operation = ''] = String(incoming.headers['x-amz-target'] ?? '').split('.', 2);
  const service = TARGET_PREFIXES.get(prefix);
  const parts = { method, path, query };
  if (service !== undefined) return { service, operation, ...parts };
  if (isRegistryPath(path)) {
    return { service: 'schema-registry', operation: registryOperation(method, path), ...parts };
  }
  if (path === '/' && incoming.headers['content-type']?.startsWith(FORM)) {
    return { service: 'sts', operation: stsOperation(body), ...parts };
  }
  return { service: 's3', operation: s3Operation(method, path, query), ...parts };
}
