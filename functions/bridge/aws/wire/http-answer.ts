import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { CONNECTION_TIMEOUT_MS } from '../request-signal.ts';
import {
  AbortError,
  AnswerTooLargeError,
  answerMetadata,
  connectionError,
  TimeoutError,
} from './call-errors.ts';

/**
 * The most of an answer that is read. A refusal may quote the whole request, 1 MiB of entries, and escape much of it; nothing
 * else comes near.
 */
export const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

type Fail = (error: Error) => void;

/**
 * The answer to a request that is about to be sent. Whatever ends it before takes the connection with it.
 *
 * @param timeoutMs time for the whole answer: a body can stall as well.
 */
export function readAnswer(
  request: ClientRequest,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    let response: IncomingMessage | undefined;
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    };
    const fail: Fail = (error) => {
      finish();
      request.destroy();
      reject(response === undefined ? error : Object.assign(error, { $metadata: metadataOf(response) }));
    };
    const abort = () => fail(new AbortError(signal.reason));
    const timeOut = () => fail(new TimeoutError(`No answer within ${timeoutMs} ms.`));
    const timer = setTimeout(timeOut, timeoutMs);
    signal.addEventListener('abort', abort);
    request.on('error', (error) => fail(response === undefined ? connectionError(error) : error));
    request.on('socket', (socket) => limitConnecting(socket, fail));
    request.on('response', (incoming) => {
      response = incoming;
      collect(incoming, fail, (body) => {
        finish();
        // The agent keeps a connection busy until the whole request is sent, which nobody watches any more.
        if (!request.writableFinished) request.destroy();
        resolve({ status: statusOf(incoming), headers: incoming.headers, body });
      });
    });
  });
}

function statusOf({ statusCode = 0 }: IncomingMessage): number {
  return statusCode;
}

function metadataOf(response: IncomingMessage) {
  return answerMetadata(statusOf(response), response.headers);
}

function limitConnecting(socket: Socket, fail: Fail): void {
  if (!socket.connecting) return;
  const timeOut = () => fail(new TimeoutError(`No connection within ${CONNECTION_TIMEOUT_MS} ms.`));
  const timer = setTimeout(timeOut, CONNECTION_TIMEOUT_MS);
  // A listener that stayed would keep the request, and the memory of its body, as long as the connection.
  const stop = () => {
    clearTimeout(timer);
    socket.off('connect', stop).off('close', stop);
  };
  socket.on('connect', stop).on('close', stop);
}

function collect(incoming: IncomingMessage, fail: Fail, end: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  incoming.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    chunks.push(chunk);
    if (bytes > MAX_ANSWER_BYTES) {
      fail(new AnswerTooLargeError(`The answer has more than ${MAX_ANSWER_BYTES} bytes.`));
    }
  });
  incoming.on('error', fail);
  incoming.on('end', () =>
    end(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)),
  );
}
