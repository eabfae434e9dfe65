import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { resetConnection } from '../../reset-connection.ts';
import { FrameError, FrameSplitter } from './frame-splitter.ts';
import type { BrokerAddress } from './metadata.ts';
import type { Reaction } from './request-handler.ts';

/** A request may hold batches for many partitions. A broker takes 100 MiB; this is one laptop. */
const MAX_REQUEST_BYTES = 16 * 1024 * 1024;

/** One for each client and a few more. */
const MAX_CONNECTIONS = 256;

export interface BrokerListenerOptions {
  /** IPv4 address. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** @throws FrameError for bytes that are no request. */
  readonly handle: (frame: Buffer) => Reaction;
}

export interface BrokerListener {
  readonly address: BrokerAddress;
  /** Ends all connections; clients open them again. */
  disconnect(): void;
  close(): Promise<void>;
}

/** Listens for Kafka's clients, without TLS and login. Requests of a connection are answered one after the other. */
export async function startBrokerListener(options: BrokerListenerOptions): Promise<BrokerListener> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, options.handle);
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.listen(options.port, options.host);
  await once(server, 'listening');
  const disconnect = () => {
    for (const socket of sockets) resetConnection(socket);
  };
  return {
    address: addressOf(server),
    disconnect,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      disconnect();
      await closed;
    },
  };
}

function addressOf(server: Server): BrokerAddress {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The listener has no TCP address.');
  return { host: address.address === '0.0.0.0' ? '127.0.0.1' : address.address, port: address.port };
}

function serve(socket: Socket, handle: (frame: Buffer) => Reaction): void {
  const splitter = new FrameSplitter(MAX_REQUEST_BYTES);
  // A client that goes away is nothing to report; without a listener it would end the process.
  socket.on('error', () => undefined);
  // Who does not read answers is not read either.
  socket.on('drain', () => socket.resume());
  socket.on('data', (chunk) => {
    try {
      for (const frame of splitter.split(chunk)) {
        if (socket.destroyed) return;
        react(socket, handle(frame));
      }
    } catch (error) {
      socket.destroy();
      if (!(error instanceof FrameError)) process.emitWarning(defect(error));
    }
  });
}

function react(socket: Socket, reaction: Reaction): void {
  if (reaction === 'none') return;
  if (reaction === 'close') socket.destroy();
  else if (reaction === 'reset') resetConnection(socket);
  else if (!socket.write(reaction.answer)) socket.pause();
}

/** It must be loud, and must not end a demo. */
function defect(error: unknown): string {
  return `Defect of the embedded Kafka: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
