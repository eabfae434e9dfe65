import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

/** What a server proves its name with, in PEM. */
export interface TlsIdentity {
  readonly key: string;
  /** Its own, followed by those that lead up to the authority. */
  readonly certificate: string;
}

export interface Listener {
  readonly url: string;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** Listens for HTTP, inside TLS when there is an identity for it. */
export async function startListener(
  onRequest: RequestListener,
  { host, port }: { readonly host: string; readonly port: number },
  tls?: TlsIdentity,
): Promise<Listener> {
  const server =
    tls === undefined
      ? createServer(onRequest)
      : createTlsServer({ key: tls.key, cert: tls.certificate }, onRequest);
  // The client decides when a connection ends: an idle timeout here would race with its next request.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  server.listen(port, host);
  await once(server, 'listening');
  return { url: urlOf(server, tls === undefined ? 'http' : 'https'), close: () => close(server) };
}

function urlOf(server: Server, scheme: 'http' | 'https'): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no TCP address.');
  const host = address.address === '0.0.0.0' ? '127.0.0.1' : address.address;
  return `${scheme}://${host}:${address.port}`;
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
