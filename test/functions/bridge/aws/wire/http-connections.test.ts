import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createNetServer } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import tls from 'node:tls';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { HttpConnections } from '../../../../../functions/bridge/aws/wire/http-connections.ts';
import { privateAuthority } from '../../../../fixtures/private-authority.ts';

/** More than sockets hold on their way. */
const BODY_BYTES = 24 * 1024 * 1024;

const CONNECTIONS = 8;

const authority = privateAuthority();
const servers: ReturnType<typeof createHttpServer>[] = [];

async function start(
  scheme: 'http' | 'https',
  listener: RequestListener,
  { maxSockets = 1 } = {},
): Promise<HttpConnections> {
  const { key, certificate: cert } = authority.server;
  const server = scheme === 'http' ? createHttpServer(listener) : createHttpsServer({ key, cert }, listener);
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const endpoint = new URL(`${scheme}://127.0.0.1:${port}`);
  return new HttpConnections({ endpoint, maxSockets, requestTimeoutMs: 60_000 });
}

function post(connections: HttpConnections) {
  const body = Buffer.from('{}');
  return connections.post({ headers: headersFor(body), body }, new AbortController().signal);
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

function headersFor(body: Uint8Array): string[] {
  return ['host', 'events.test', 'content-length', String(body.length)];
}

describe.each(['http', 'https'] as const)('HttpConnections by %s', (scheme) => {
  const usual = tls.getCACertificates('default');

  afterEach(() => {
    tls.setDefaultCACertificates(usual);
    for (const server of servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  });

  it('tells that a body was sent only when nobody reads it any more', async () => {
    // Prepare
    tls.setDefaultCACertificates([...usual, authority.certificate]);
    const request = Promise.withResolvers<IncomingMessage>();
    const received = Promise.withResolvers<Buffer>();
    const connections = await start(scheme, async (incoming, response) => {
      request.resolve(incoming);
      await isToRead.promise;
      received.resolve(await buffer(incoming));
      response.end();
    });
    const isToRead = Promise.withResolvers<void>();
    const body = Buffer.alloc(BODY_BYTES, 'body');
    const expected = Buffer.from(body);
    let isSent = false;
    // What is written over the body from then on must not arrive.
    const onSent = () => {
      isSent = true;
      body.fill('x');
    };

    // Act
    const { signal } = new AbortController();
    const answer = connections.post({ headers: headersFor(body), body, onSent }, signal);
    await Promise.race([request.promise, answer]);
    const wasSentEarly = isSent;
    isToRead.resolve();
    const { status } = await answer;

    // Assess
    expect(wasSentEarly).toBe(false);
    expect(isSent).toBe(true);
    expect(status).toBe(200);
    expect((await received.promise).equals(expected)).toBe(true);
  });

  it('finds one connection dead after a freeze, and leaves the others of its age alone', async () => {
    // Prepare
    tls.setDefaultCACertificates([...usual, authority.certificate]);
    const known = new Set<unknown>();
    const allHere = Promise.withResolvers<void>();
    let found = 0;
    let areForgotten = false;
    const connections = await start(
      scheme,
      async ({ socket }, response) => {
        if (areForgotten && known.has(socket)) {
          found += 1;
          socket.destroy();
          return;
        }
        known.add(socket);
        if (known.size === CONNECTIONS) allHere.resolve();
        await allHere.promise;
        response.end();
      },
      { maxSockets: CONNECTIONS },
    );
    await Promise.all(Array.from({ length: CONNECTIONS }, () => post(connections)));
    areForgotten = true;

    // Act
    const first = await post(connections).catch((error: unknown) => error);
    const second = await post(connections);

    // Assess
    expect(first).toMatchObject({ code: 'ECONNRESET' });
    expect(second.status).toBe(200);
    expect(found).toBe(1);
  });

  it('keeps its connections when a request fails that had an answer begun', async () => {
    // Prepare
    tls.setDefaultCACertificates([...usual, authority.certificate]);
    const seen = new Set<unknown>();
    const together = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let requests = 0;
    const connections = await start(
      scheme,
      async ({ socket }, response) => {
        seen.add(socket);
        requests += 1;
        together[requests - 1]?.resolve();
        await Promise.all(together.map(({ promise }) => promise));
        if (requests === 3) response.writeHead(200, { 'content-length': '100' }).write('cut');
        if (requests === 3) socket.destroySoon();
        else response.end();
      },
      { maxSockets: 2 },
    );
    await Promise.all([post(connections), post(connections)]);

    // Act
    const cut = await post(connections).catch((error: unknown) => error);
    const { status } = await post(connections);

    // Assess
    expect(cut).toMatchObject({ $metadata: { httpStatusCode: 200 } });
    expect(status).toBe(200);
    expect(seen.size).toBe(2);
  });

  it('keeps nothing of a request as long as its connection', async () => {
    // Prepare
    tls.setDefaultCACertificates([...usual, authority.certificate]);
    const connections = await start(scheme, (incoming, response) => {
      incoming.resume();
      response.end();
    });
    const bodies: WeakRef<Uint8Array>[] = [];
    const postOwnBody = async (): Promise<void> => {
      const body = Buffer.alloc(100);
      bodies.push(new WeakRef(body));
      const onSent = () => void body.length;
      await connections.post({ headers: headersFor(body), body, onSent }, new AbortController().signal);
    };

    // Act
    for (let request = 0; request < 3; request++) await postOwnBody();
    await sleep(0);
    collectGarbage();

    // Assess: the agent knows the last one until the next.
    expect(bodies.slice(0, -1).map((body) => body.deref())).toEqual([undefined, undefined]);
  });

  it('does not tell so of a body that was given up on its way', async () => {
    // Prepare
    tls.setDefaultCACertificates([...usual, authority.certificate]);
    const controller = new AbortController();
    const closed = Promise.withResolvers<void>();
    const connections = await start(scheme, (incoming) => {
      controller.abort(new Error('enough'));
      incoming.on('error', () => undefined).on('close', closed.resolve);
      incoming.resume();
    });
    const body = Buffer.alloc(BODY_BYTES);
    let isSent = false;
    const onSent = () => {
      isSent = true;
    };

    // Act
    const answer = connections.post({ headers: headersFor(body), body, onSent }, controller.signal);

    // Assess
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    await closed.promise;
    expect(isSent).toBe(false);
  });
});

describe('an endpoint that answers before it has read the request', () => {
  it('leaves its connection free for the next', async () => {
    // Prepare
    const server = createNetServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        socket.pause();
        socket.write('HTTP/1.1 413 Payload Too Large\r\ncontent-length: 0\r\n\r\n');
      });
    });
    onTestFinished(() => void server.close());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const endpoint = new URL(`http://127.0.0.1:${port}`);
    const connections = new HttpConnections({ endpoint, maxSockets: 1, requestTimeoutMs: 5_000 });
    const body = Buffer.alloc(BODY_BYTES);

    // Act
    const statuses: number[] = [];
    for (let request = 0; request < 3; request++) {
      const { status } = await connections.post(
        { headers: headersFor(body), body },
        new AbortController().signal,
      );
      statuses.push(status);
    }

    // Assess
    expect(statuses).toEqual([413, 413, 413]);
  });
});
