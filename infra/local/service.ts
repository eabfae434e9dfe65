import type { IncomingHttpHeaders } from 'node:http';

/** The AWS services that stand-ins exist for, spelled as in faults and request logs. */
export const SERVICE_NAMES = ['eventbridge', 'ssm', 'glue', 'sqs', 's3'] as const;

export type ServiceName = (typeof SERVICE_NAMES)[number];

/** One operation of a service, such as `eventbridge.PutEvents`. */
export type OperationName = `${ServiceName}.${string}`;

/** What a stand-in needs to know about the place it plays: it ends up in ARNs and in delivered events. */
export interface Place {
  readonly region: string;
  readonly account: string;
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

/** One AWS service as seen by the HTTP server. */
export interface Service {
  readonly name: ServiceName;
  answer(request: ServiceRequest): ServiceAnswer | Promise<ServiceAnswer>;
  /** An error in the service's own wire shape; also used for injected faults. */
  errorAnswer(error: ServiceError): ServiceAnswer;
}

/** An error answer of an AWS service. `code` is what the SDK surfaces as `error.name`. */
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
