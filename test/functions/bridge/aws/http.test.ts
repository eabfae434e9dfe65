import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { requestSignal } from '../../../../functions/bridge/aws/request-signal.ts';
import { eventBridgeClient, sdkEventBridge } from '../../../../functions/bridge/aws/sdk-event-bridge.ts';
import { reasonOf, unlessAborted } from '../../../../functions/bridge/aws/wire/unless-aborted.ts';
import { controlTimeouts } from '../../../fixtures/abort-signal.ts';
import { bridgeEntry } from '../../../fixtures/bridge-entry.ts';
import { configuration } from '../../../fixtures/configuration.ts';

const OK = JSON.stringify({ FailedEntryCount: 0, Entries: [{ EventId: 'e-1' }] });

/** What a PutEvents endpoint on loopback has seen. */
let requests: { target: string | undefined; socket: Socket }[];
let status: number;
/** Whether the body of the answer stops halfway. */
let isStalling: boolean;
let server: Server;

beforeEach(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  requests = [];
  status = 200;
  isStalling = false;
  server = createServer((request, response) => {
    requests.push({ target: request.headers['x-amz-target']?.toString(), socket: request.socket });
    request.resume().on('end', () => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      const body = status === 200 ? OK : '{"__type":"InternalException"}';
      if (isStalling) response.write(body.slice(0, body.length / 2));
      else response.end(body);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

function putEvents(signal = new AbortController().signal) {
  const address = server.address() as AddressInfo;
  const { eventBusArn, ...settings } = configuration({
    'aws.eventbridge.endpoint.uri': `http://127.0.0.1:${address.port}`,
  });
  const bridge = sdkEventBridge(eventBridgeClient(settings), eventBusArn);
  return () => bridge.putEvents([bridgeEntry(0)], signal);
}

describe('keepAliveHandler', () => {
  it('sends one request after the other over the same connection', async () => {
    const send = putEvents();

    await send();
    await send();

    expect(requests.map(({ target }) => target)).toEqual(['AWSEvents.PutEvents', 'AWSEvents.PutEvents']);
    expect(new Set(requests.map(({ socket }) => socket)).size).toBe(1);
  });

  it('finds one connection dead after a freeze, and closes the others of its age', async () => {
    // Prepare: four connections, which all requests that come over them find dead.
    const send = putEvents();
    await Promise.all(Array.from({ length: 4 }, send));
    const old = new Set(requests.map(({ socket }) => socket));
    server.prependListener('request', ({ socket }) => old.has(socket) && socket.destroy());

    // Act
    const first = await send().catch((error: unknown) => error);
    await send();

    // Assess
    expect(old.size).toBe(4);
    expect(first).toMatchObject({ code: 'ECONNRESET' });
    expect(requests.slice(4).map(({ socket }) => old.has(socket))).toEqual([true, false]);
  });

  it('does not repeat a request that the service failed', async () => {
    status = 500;

    await expect(putEvents()()).rejects.toMatchObject({
      name: 'InternalException',
      $metadata: { httpStatusCode: 500 },
    });
    expect(requests).toHaveLength(1);
  });

  it('ends a request when its signal is aborted', async () => {
    await expect(putEvents(AbortSignal.abort())()).rejects.toMatchObject({ name: 'AbortError' });
    expect(requests).toHaveLength(0);
  });
});

describe('requestSignal', () => {
  it('is aborted by the timeout of a request', () => {
    // Prepare
    const { timeOut, timeoutsMs } = controlTimeouts();
    const signal = requestSignal(new AbortController().signal);
    const isAbortedBefore = signal.aborted;

    // Act
    timeOut();

    // Assess
    expect([isAbortedBefore, signal.aborted]).toEqual([false, true]);
    expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
    expect(timeoutsMs).toEqual([10_000]);
  });

  it('is aborted with the reason of the signal around it', () => {
    const around = new AbortController();
    const signal = requestSignal(around.signal);

    around.abort(new Error('the deadline'));

    expect(signal.reason).toMatchObject({ message: 'the deadline' });
  });

  it('is aborted from the start when the signal around it is', () => {
    expect(requestSignal(AbortSignal.abort()).aborted).toBe(true);
  });

  it('ends a request whose answer stops halfway through the body', async () => {
    // Prepare
    isStalling = true;
    const { timeOut } = controlTimeouts();
    const answering = new Promise((resolve) => server.once('request', resolve));

    // Act: the headers and the first half have gone out before the time is up.
    const sending = putEvents()();
    sending.catch(() => undefined);
    await answering;
    await new Promise((resolve) => setTimeout(resolve, 50));
    timeOut();

    // Assess
    await expect(sending).rejects.toThrow();
    expect(requests).toHaveLength(1);
  });
});

describe('unlessAborted, by the reason of the signal', () => {
  it('rejects with the reason of the signal, whether it is aborted before or later', async () => {
    const controller = new AbortController();
    const later = unlessAborted(new Promise<never>(() => undefined), controller.signal, reasonOf);

    controller.abort(new Error('the deadline'));

    await expect(later).rejects.toThrow('the deadline');
    await expect(
      unlessAborted(new Promise<never>(() => undefined), controller.signal, reasonOf),
    ).rejects.toThrow('the deadline');
  });
});
