import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/**
 * Below the ports that systems hand out for outgoing connections, so that none of these takes one before it is used.
 *
 * @see https://www.kernel.org/doc/html/latest/networking/ip-sysctl.html `ip_local_port_range`
 */
const FIRST_PORT = 20_000;
const END_PORT = 30_000;

/** Ports of loopback that nobody listens on; different from each other, because all are held until the last is found. */
export async function freePorts(count: number): Promise<number[]> {
  const held = new Map<number, Server>();
  while (held.size < count) {
    const port = randomInt(FIRST_PORT, END_PORT);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (isFree) held.set(port, server);
  }
  await Promise.all(Array.from(held.values(), (server) => once(server.close(), 'close')));
  return [...held.keys()];
}
