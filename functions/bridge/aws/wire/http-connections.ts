import type { RequestOptions, request as startRequest } from 'node:http';
import { AbortError } from './call-errors.ts';
import { distrustIdle } from './distrust-idle.ts';
import { type HttpAnswer, readAnswer } from './http-answer.ts';

export interface HttpRequest {
  /** Names and values in turn, `host` and `content-length` among them. */
  readonly headers: readonly string[];
  readonly body: Uint8Array;
  /** Told when the operating system has the whole request: nobody reads the body any more. Not told when sending fails. */
  readonly onSent?: (() => void) | undefined;
}

export interface HttpConnectionsOptions {
  /** Where all requests go; the path is `/`. */
  readonly endpoint: URL;
  readonly maxSockets: number;
  /** Time for a whole answer. Beyond it the request counts as failed; it may still have been carried out. */
  readonly requestTimeoutMs: number;
}

/**
 * Connections to one endpoint that stay open between requests and invocations.
 *
 * HTTP/1.1, as the SDK's clients of EventBridge and Systems Manager. Whether an endpoint of AWS offers HTTP/2 differs by
 * service and Region, and is not documented for these.
 */
export class HttpConnections {
  readonly #start: typeof startRequest;
  readonly #options: RequestOptions;
  readonly #timeoutMs: number;

  constructor({ endpoint, maxSockets, requestTimeoutMs }: HttpConnectionsOptions) {
    // Each takes a while to load, and one is enough.
    const { Agent, request } = process.getBuiltinModule(
      endpoint.protocol === 'https:' ? 'node:https' : 'node:http',
    );
    this.#start = request;
    this.#options = {
      agent: distrustIdle(new Agent({ keepAlive: true, maxSockets })),
      method: 'POST',
      path: '/',
      // An IPv6 address has brackets in a URL, and nowhere else.
      host: endpoint.hostname.replace(/^\[(.*)\]$/, '$1'),
      ...(endpoint.port !== '' && { port: endpoint.port }),
    };
    this.#timeoutMs = requestTimeoutMs;
  }

  /**
   * Sends one request, once.
   *
   * @throws AbortError, TimeoutError, AnswerTooLargeError, or the error of the connection; with `$metadata` when an answer
   * had begun.
   */
  async post({ headers, body, onSent }: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    if (signal.aborted) throw new AbortError(signal.reason);
    const request = this.#start({ ...this.#options, headers });
    const answer = readAnswer(request, this.#timeoutMs, signal);
    // Once: Node keeps the first request of a TLS connection as long as the connection, and with it what it would tell.
    if (onSent !== undefined) request.once('finish', onSent);
    request.end(body);
    return await answer;
  }
}
