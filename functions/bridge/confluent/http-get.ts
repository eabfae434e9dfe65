import {
  type ClientRequest,
  type Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
} from 'node:http';
import { type Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { requestSignal } from '../aws/request-signal.ts';

/** Time to open a connection, TLS included; beyond it the next address is tried. */
const CONNECTION_TIMEOUT_MS = 2_000;

/**
 * Largest answer. A schema is one message of the topic in which the registry keeps it, 1 MiB unless its brokers take more;
 * the rest is for escaping in JSON.
 */
export const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

export interface HttpGetOptions {
  readonly agent: HttpAgent | HttpsAgent;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  /** Where a redirect points; none is followed, because the request may carry credentials. */
  readonly location: string | undefined;
  readonly body: string;
}

/**
 * Sends a GET request and reads the whole answer, whatever its status.
 *
 * `fetch` takes no private authority without one more package, and the client of the SDK only requests of its own kind.
 *
 * @throws Error when there is no complete answer; the message names neither headers nor the contents of the answer
 */
export async function httpGet(url: URL, { agent, headers, signal }: HttpGetOptions): Promise<HttpAnswer> {
  const limited = requestSignal(signal);
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  for (;;) {
    const request = send(url, { agent, headers, signal: limited });
    try {
      const response = await responseOf(request);
      const {
        statusCode: status = 0,
        headers: { location },
      } = response;
      return { status, location, body: await bodyOf(response) };
    } catch (error) {
      if (limited.aborted) throw reasonOf(limited);
      // The server may close an idle connection in the moment it is used again.
      if (!request.reusedSocket || !isReset(error)) throw error;
    }
  }
}

function responseOf(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', reject);
    limitConnecting(request);
    request.end();
  });
}

/** Counts from the moment the request has a socket: before, it may wait for another request to end. */
function limitConnecting(request: ClientRequest): void {
  request.once('socket', (socket) => {
    if (request.reusedSocket) return;
    const timer = setTimeout(() => {
      request.destroy(new Error(`There is no connection after ${CONNECTION_TIMEOUT_MS} ms.`));
    }, CONNECTION_TIMEOUT_MS);
    const stop = () => clearTimeout(timer);
    socket.once(request.protocol === 'https:' ? 'secureConnect' : 'connect', stop);
    request.once('close', stop);
  });
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const part of response) {
    const chunk: Buffer = part;
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new Error(`The answer is larger than ${MAX_ANSWER_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function isReset(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}

function reasonOf({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new Error('The request was given up.');
}
