import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createServer as createTlsServer } from 'node:tls';
import type { TlsIdentity } from '../../../infra/local/listener.ts';
import { jsonAnswer } from './json-answer.ts';
import { countEntries, putEventsAnswer } from './put-events-answer.ts';
import { type ReceivedRequest, RequestReader } from './request-reader.ts';
import { takeMessages } from './send-messages-answer.ts';

/** What has come in since somebody last asked. */
export interface Received {
  /** PutEvents. */
  readonly requests: number;
  readonly entries: number;
  /** Of the bodies of PutEvents. */
  readonly bytes: number;
  /** Dead letters. */
  readonly messages: number;
}

const NOTHING: Received = { requests: 0, entries: 0, bytes: 0, messages: 0 };

const BUS_DESCRIPTION = {
  Name: 'orders',
  Arn: 'arn:aws:events:eu-west-1:123456789012:event-bus/orders',
};

/**
 * A bus that exists and takes every event, and a queue that takes every message; both only count. On loopback, with TLS as
 * well.
 */
export class EventsEndpoint {
  /** From when a PutEvents request is there until it is answered. */
  latencyMs = 0;
  /** Bodies of PutEvents are kept while this is a list. */
  bodies: string[] | undefined;
  readonly #servers;
  #received = NOTHING;

  private constructor({ key, certificate: cert }: TlsIdentity) {
    const onConnection = (socket: Socket) => this.#onConnection(socket);
    this.#servers = [createServer(onConnection), createTlsServer({ key, cert }, onConnection)];
  }

  static async start(tls: TlsIdentity): Promise<EventsEndpoint> {
    const endpoint = new EventsEndpoint(tls);
    const listening = endpoint.#servers.map((server) => once(server, 'listening'));
    for (const server of endpoint.#servers) server.listen(0, '127.0.0.1');
    await Promise.all(listening);
    return endpoint;
  }

  /** Without TLS, and with it. */
  get ports(): readonly number[] {
    return this.#servers.map((server) => {
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : 0;
    });
  }

  take(): Received {
    const received = this.#received;
    this.#received = NOTHING;
    return received;
  }

  close(): void {
    for (const server of this.#servers) server.close();
  }

  #onConnection(socket: Socket): void {
    const reader = new RequestReader();
    socket.setNoDelay(true);
    // A client that goes away takes its connection with it.
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      for (const request of reader.read(chunk)) void this.#answer(request, socket);
    });
  }

  async #answer({ target, body }: ReceivedRequest, socket: Socket): Promise<void> {
    if (target.endsWith('.PutEvents')) await this.#putEvents(body, socket);
    else if (target.endsWith('.SendMessageBatch')) this.#sendMessages(body, socket);
    else socket.write(jsonAnswer(BUS_DESCRIPTION));
  }

  async #putEvents(body: Buffer, socket: Socket): Promise<void> {
    const entries = countEntries(body);
    const received = this.#received;
    this.#received = {
      ...received,
      requests: received.requests + 1,
      entries: received.entries + entries,
      bytes: received.bytes + body.length,
    };
    this.bodies?.push(body.toString());
    if (this.latencyMs > 0) await sleep(this.latencyMs);
    socket.write(putEventsAnswer(entries));
  }

  #sendMessages(body: Buffer, socket: Socket): void {
    const { messages, answer } = takeMessages(body);
    this.#received = { ...this.#received, messages: this.#received.messages + messages };
    socket.write(answer);
  }
}
