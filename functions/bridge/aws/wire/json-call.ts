import { hash, randomUUID } from 'node:crypto';
import { VERSION } from '../../../../shared/version.ts';
import { REQUEST_TIMEOUT_MS } from '../request-signal.ts';
import { readAwsAnswer } from './aws-answer.ts';
import { type AwsCredentials, areFresh } from './aws-credentials.ts';
import { HttpConnections } from './http-connections.ts';
import { ServerClock } from './server-clock.ts';
import { type Header, Signer } from './signer.ts';
import { traceHeaders } from './trace-headers.ts';
import { unlessAborted } from './unless-aborted.ts';

const CONTENT_TYPE = 'application/x-amz-json-1.1';

const USER_AGENT = `kafka-eventbridge-bridge/${VERSION}`;

/** What the SDK writes as a hyphen in the name of an application. */
const ESCAPED_IN_USER_AGENT = /[^!$%&'*+\-.^_`|~\w#]/g;

/** Headers that a signature may be over. */
export const SIGNED_HEADERS: ReadonlySet<string> = new Set([
  'amz-sdk-invocation-id',
  'amz-sdk-request',
  'baggage',
  'content-length',
  'content-type',
  'host',
  'traceparent',
  'tracestate',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-security-token',
  'x-amz-target',
  'x-amz-user-agent',
]);

/** One AWS service that speaks JSON over POST, in one Region. */
export interface JsonServiceOptions {
  /** Signing name, such as `events`. */
  readonly service: string;
  readonly region: string;
  /** Asked for once. Only scheme, host and port count. */
  readonly endpoint: () => Promise<URL> | URL;
  /** Asked for again before they expire. */
  readonly credentials: () => Promise<AwsCredentials>;
  readonly maxSockets: number;
  /** Time for a whole answer. @default 10000 */
  readonly requestTimeoutMs?: number;
}

interface Destination {
  readonly host: string;
  readonly connections: HttpConnections;
}

/**
 * Calls of one AWS service in AWS JSON 1.1: what a client of the SDK puts on the wire, without the work by which it gets
 * there. One attempt a call.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export class JsonService {
  readonly #options: JsonServiceOptions;
  readonly #signer: Signer;
  readonly #clock = new ServerClock(Date.now);
  readonly #userAgent = userAgent(process.env);
  #destination: Destination | undefined;
  #credentials: AwsCredentials | undefined;

  constructor(options: JsonServiceOptions) {
    this.#options = options;
    this.#signer = new Signer(options.region, options.service);
  }

  /**
   * Calls one operation, once.
   *
   * @param target such as `AWSEvents.PutEvents`.
   * @param body JSON text in UTF-8.
   * @param onSent told when nobody reads the body any more; not told when it is not sent as a whole.
   * @returns the parsed JSON of the answer.
   * @throws AwsError whose name is AWS's code; SyntaxError for an answer that is no JSON; AbortError, TimeoutError or the
   * error of the connection when there was no answer. Names and `$metadata` are those of the SDK's errors.
   */
  async call(target: string, body: Uint8Array, signal: AbortSignal, onSent?: () => void): Promise<unknown> {
    const destination = this.#destination ?? (await this.#findDestination(signal));
    const known = this.#credentials;
    const credentials =
      known !== undefined && areFresh(known, Date.now()) ? known : await this.#renewCredentials(signal);
    const headers = this.#headers(target, body, destination.host, credentials);
    const sentMs = Date.now();
    const answer = await destination.connections.post({ headers, body, onSent }, signal);
    this.#clock.learn(answer, sentMs);
    return readAwsAnswer(answer);
  }

  async #findDestination(signal: AbortSignal): Promise<Destination> {
    const endpoint = await unlessAborted(this.#options.endpoint(), signal);
    const { maxSockets, requestTimeoutMs = REQUEST_TIMEOUT_MS } = this.#options;
    // Calls at the same time must not open connections of their own.
    this.#destination ??= {
      host: endpoint.host,
      connections: new HttpConnections({ endpoint, maxSockets, requestTimeoutMs }),
    };
    return this.#destination;
  }

  async #renewCredentials(signal: AbortSignal): Promise<AwsCredentials> {
    this.#credentials = await unlessAborted(this.#options.credentials(), signal);
    return this.#credentials;
  }

  /** Names and values in turn. The signed ones are those that the SDK signs. */
  #headers(target: string, body: Uint8Array, host: string, credentials: AwsCredentials): string[] {
    const date = this.#clock.amzDate();
    const bodyHash = hash('sha256', body, 'hex');
    const trace = traceHeaders(process.env);
    const signed: Header[] = [
      ['amz-sdk-invocation-id', randomUUID()],
      ['amz-sdk-request', 'attempt=1; max=1'],
      ...trace.baggage,
      ['content-length', String(body.length)],
      ['content-type', CONTENT_TYPE],
      ['host', host],
      ...trace.context,
      ['x-amz-content-sha256', bodyHash],
      ['x-amz-date', date],
      ...(credentials.sessionToken ? [['x-amz-security-token', credentials.sessionToken] as const] : []),
      ['x-amz-target', target],
      ['x-amz-user-agent', USER_AGENT],
    ];
    const authorization = this.#signer.authorization({ date, bodyHash, headers: signed }, credentials);
    return [
      ...signed,
      ...trace.xRay,
      ['user-agent', this.#userAgent],
      ['authorization', authorization],
    ].flat();
  }
}

/**
 * With the name that a user has given the application. Powertools gives its own when it is loaded.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-appid.html
 */
function userAgent({ AWS_SDK_UA_APP_ID: applicationId }: NodeJS.ProcessEnv): string {
  if (!applicationId) return USER_AGENT;
  return `${USER_AGENT} app/${applicationId.replace(ESCAPED_IN_USER_AGENT, '-')}`;
}
