import { once } from 'node:events';
import { Agent, createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { resetConnection } from '../../infra/local/reset-connection.ts';
import { WireTap } from './wire-tap.ts';

const NEVER = Number.POSITIVE_INFINITY;

let server: Server;
let tap: WireTap;
let agent: Agent;
/** What the tap tells where a request is processed. */
let seen: (number | undefined)[];

beforeEach(async () => {
  seen = [];
  server = createServer(async (incoming, outgoing) => {
    for await (const _ of incoming);
    await sleep(1);
    seen.push(tap.current?.number);
    if (incoming.url === '/reset') resetConnection(incoming.socket);
    else if (incoming.url !== '/silence') outgoing.end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  tap = new WireTap(url());
  agent = new Agent({ keepAlive: true, maxSockets: 1 });
});

afterEach(() => {
  tap.close();
  agent.destroy();
  server.closeAllConnections();
  server.close();
});

function url(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function call(path: string): Promise<void> {
  const outgoing = request(url() + path, { method: 'POST', agent }).end('{}');
  const [response] = await once(outgoing, 'response');
  response.resume();
  await once(response, 'end');
}

test('numbers requests, and tells the number where they are processed', async () => {
  await call('/');
  await call('/');
  expect(seen).toEqual([1, 2]);
  expect(tap.count).toBe(2);
});

test('keeps requests apart that are processed at the same time', async () => {
  agent.maxSockets = 5;
  await Promise.all(['/', '/', '/', '/', '/'].map(call));
  expect(new Set(seen)).toEqual(new Set([1, 2, 3, 4, 5]));
});

test('an answer is read when the client goes on with the connection', async () => {
  await call('/');
  await call('/');
  expect(tap.isAnswerRead(1, NEVER)).toBe(true);
});

test('an answer that was not written is not read', async () => {
  await expect(call('/reset')).rejects.toThrow();
  expect(tap.isAnswerRead(1, NEVER)).toBe(false);
});

test('nobody has read the answer to a client that did not wait for it', async () => {
  const outgoing = request(`${url()}/silence`, { method: 'POST', agent }).end('{}');
  outgoing.on('error', () => undefined);
  await expect.poll(() => seen).toEqual([1]);
  outgoing.destroy();
  expect(tap.isAnswerRead(1, NEVER)).toBe(false);
});

test('an answer counts as unread when the client leaves before its end, and as read when it leaves behind it', async () => {
  await call('/');
  const beforeMs = performance.now();
  const [socket] = Object.values(agent.freeSockets).flat();
  const closed = new Promise((resolve) => server.once('connection', resolve));
  socket?.destroy();
  await call('/');
  await closed;
  await expect.poll(() => tap.isAnswerRead(1, NEVER)).toBe(false);
  expect(tap.isAnswerRead(1, beforeMs)).toBe(true);
});

test('does not count requests of other servers', async () => {
  const other = createServer((_, outgoing) => outgoing.end()).listen(0, '127.0.0.1');
  await once(other, 'listening');
  await fetch(`http://127.0.0.1:${(other.address() as AddressInfo).port}`);
  other.closeAllConnections();
  other.close();
  expect(tap.count).toBe(0);
});
