import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/**
 * Ends a connection without a farewell. Only plain TCP can be reset, and only until it says farewell by itself, as it does when
 * the other side has: from then on, `resetAndDestroy` fails and Node.js never lets go of the connection, so that a process that
 * is done uses up a processor and does not end. To a client, what happens instead is the same failure.
 *
 * @param socket null when the connection has gone.
 */
export function resetConnection(socket: Socket | null): void {
  if (socket instanceof TLSSocket || socket?.writableEnded) socket.destroy();
  else socket?.resetAndDestroy();
}
