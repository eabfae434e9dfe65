import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventBridgePutEvents } from '../../../../functions/bridge/aws/event-bridge.ts';
import { bridgeEntry } from '../../../fixtures/bridge-entry.ts';
import { configuration } from '../../../fixtures/configuration.ts';

const OK = JSON.stringify({ FailedEntryCount: 0, Entries: [{ EventId: 'e-1' }] });

/** What a PutEvents endpoint on loopback has seen. */
let requests: { target: string | undefined; socket: Socket }[];
let status: number;
let server: Server;

beforeEach(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  requests = [];
  status = 200;
  server = createServer((request, response) => {
    requests.push({ target: request.headers['x-amz-target']?.toString(), socket: request.socket });
    request.resume().on('end', () => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(status === 200 ? OK : '{"__type":"InternalException"}');
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});

afterEach(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

function putEvents(signal = new AbortController().signal) {
  const address = server.address() as AddressInfo;
  const send = eventBridgePutEvents(
    configuration({ 'aws.eventbridge.endpoint.uri': `http://127.0.0.1:${address.port}` }),
  );
  return () => send([bridgeEntry(0)], signal);
}

describe('keepAliveHandler', () => {
  it('sends one request after the other over the same connection', async () => {
    const send = putEvents();

    await send();
    await send();

    expect(requests.map(({ target }) => target)).toEqual(['AWSEvents.PutEvents', 'AWSEvents.PutEvents']);
    expect(new Set(requests.map(({ socket }) => socket)).size).toBe(1);
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
