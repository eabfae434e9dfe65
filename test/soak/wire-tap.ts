import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** One request and its answer. */
export interface Exchange {
  /** From 1 on, in the order in which requests arrived. */
  readonly number: number;
}

/** The channel on which Node's HTTP servers tell of each request. */
const REQUEST_STARTED = 'http.server.request.start';

/**
 * Listens in on the HTTP server of the stand-ins, for what they do not know themselves: which request an event came with,
 * and whether its client can have read the answer.
 *
 * @see https://nodejs.org/api/diagnostics_channel.html#built-in-channels
 */
export class WireTap {
  readonly #port: number;
  readonly #current = new AsyncLocalStorage<Exchange>();
  readonly #unanswered = new Set<number>();
  /** When the client left although it had been answered; by number of the last exchange of its connection. */
  readonly #leftAtMs = new Map<number, number>();
  readonly #last = new WeakMap<Socket, number>();
  #count = 0;
  #brokenOff = 0;

  /** @param url of the stand-ins. */
  constructor(url: string) {
    this.#port = Number(new URL(url).port);
    subscribe(REQUEST_STARTED, this.#onRequest);
  }

  /** Requests that have arrived whole, or still may. */
  get count(): number {
    return this.#count - this.#brokenOff;
  }

  /** The exchange in which the caller is called, such as `onEvent` of the stand-ins. */
  get current(): Exchange | undefined {
    return this.#current.getStore();
  }

  /**
   * Whether the client has read the answer, as far as can be seen: it was written whole, and the client did not close the
   * connection before it went on.
   *
   * @param untilMs how long the client was there: until the end of its invocation. By `performance.now()`.
   */
  isAnswerRead(exchange: number, untilMs: number): boolean {
    return !this.#unanswered.has(exchange) && (this.#leftAtMs.get(exchange) ?? untilMs) >= untilMs;
  }

  close(): void {
    unsubscribe(REQUEST_STARTED, this.#onRequest);
  }

  readonly #onRequest = (message: unknown): void => {
    const { request, response, socket } = message as StartedRequest;
    if (socket.localPort !== this.#port) return;
    const number = ++this.#count;
    this.#current.enterWith({ number });
    if (!this.#last.has(socket)) socket.once('close', () => this.#onLeft(socket));
    this.#last.set(socket, number);
    this.#unanswered.add(number);
    response.once('finish', () => this.#unanswered.delete(number));
    request.once('close', () => {
      if (!request.complete) this.#brokenOff++;
    });
  };

  #onLeft(socket: Socket): void {
    const number = this.#last.get(socket);
    if (number !== undefined) this.#leftAtMs.set(number, performance.now());
  }
}

/** @see https://nodejs.org/api/diagnostics_channel.html#event-httpserverrequeststart */
interface StartedRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly socket: Socket;
}
