import type { IncomingMessage } from 'node:http';
import { s3Operation } from './s3/operations.ts';
import type { ServiceName } from './service.ts';

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
]);

const NO_QUERY = new URLSearchParams();

/** AWS JSON services name the operation in a header; S3 spreads it over method, path and query. */
export function routeRequest(incoming: IncomingMessage): Route {
  const method = incoming.method ?? 'GET';
  const url = incoming.url ?? '/';
  const queryStart = url.indexOf('?');
  const path = queryStart === -1 ? url : url.slice(0, queryStart);
  const query = queryStart === -1 ? NO_QUERY : new URLSearchParams(url.slice(queryStart + 1));
  const [prefix = '', operation = ''] = String(incoming.headers['x-amz-target'] ?? '').split('.', 2);
  const service = TARGET_PREFIXES.get(prefix);
  if (service !== undefined) return { service, operation, method, path, query };
  return { service: 's3', operation: s3Operation(method, path, query), method, path, query };
}
