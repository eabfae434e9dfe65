import type { IncomingHttpHeaders } from 'node:http';

/** What stand-ins exist for, spelled as in faults and request logs: AWS services, and the registry of Confluent. */
export const SERVICE_NAMES = [
  'eventbridge',
  'ssm',
  'glue',
  'sqs',
  's3',
  'secrets-manager',
  'sts',
  'schema-registry',
] as const;

export type ServiceName = (typeof SERVICE_NAMES)[number];

/** One operation of a service, such as `eventbridge.PutEvents`. */
export type OperationName = `${ServiceName}.${string}`;

/** What a stand-in needs to know about the place it plays: it ends up in ARNs and in delivered events. */
export interface Place {
  readonly region: string;
  readonly account: string;
}

/** The caller of an AWS service, from its signature. */
export interface Signer {
  readonly accessKeyId: string;
  /** Region that the request is signed for. */
  readonly region: string;
  /** Account that the credentials were issued for. */
  readonly account: string;
  /** Why the credentials are refused, if they are. */
  readonly problem: ServiceError | undefined;
}

/** Chooses the entries of a batch to fail: error codes by zero-based place, for a batch of `count` entries. */
export type FailEntries = (count: number) => ReadonlyMap<number, string>;

/** One request on its way through a stand-in. */
export interface ServiceRequest {
  readonly service: ServiceName;
  readonly operation: string;
  readonly method: string;
  /** Path without the query, percent-encoded as received. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Who signed the request, as far as the signature tells. */
  readonly signer: Signer | undefined;
  /** Tells when the connection has closed; a long poll must not take messages for a client that has gone. */
  readonly onClientGone: (listener: () => void) => void;
  /** Present when a fault makes entries of this request fail. */
  readonly failEntries: FailEntries | undefined;
  /** A fault will destroy the connection once the request is processed: the client never sees the answer. */
  readonly isAnswerLost: boolean;
  /** Entries in a batch request; the operation sets it for the request log. */
  entryCount: number;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** One service as seen by the HTTP server. */
export interface Service {
  readonly name: ServiceName;
  answer(request: ServiceRequest): ServiceAnswer | Promise<ServiceAnswer>;
  /** An error in the service's own wire shape; also used for injected faults. */
  errorAnswer(error: ServiceError): ServiceAnswer;
}

/** An error answer of a service. `code` is what the SDK surfaces as `error.name`, or the number that a registry answers. */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;
  /** The older Query-protocol code that SQS also sends, in the header `x-amzn-query-error`. */
  readonly queryCode: string | undefined;

  constructor(code: string, message: string, status = 400, queryCode?: string) {
    super(message);
    this.name = 'ServiceError';
    this.code = code;
    this.status = status;
    this.queryCode = queryCode;
  }
}
