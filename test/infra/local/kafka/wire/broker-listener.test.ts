import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  type BrokerListener,
  startBrokerListener,
} from '../../../../../infra/local/kafka/wire/broker-listener.ts';
import { FrameError } from '../../../../../infra/local/kafka/wire/frame-splitter.ts';
import type { Reaction } from '../../../../../infra/local/kafka/wire/request-handler.ts';

let listener: BrokerListener;
let react: (frame: Buffer) => Reaction;

beforeEach(async () => {
  react = (frame) => ({ answer: frame });
  listener = await startBrokerListener({ host: '127.0.0.1', port: 0, handle: (frame) => react(frame) });
});

afterEach(async () => {
  await listener.close();
});

async function connected(): Promise<Socket> {
  const socket = connect(listener.address.port, listener.address.host);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** However it ends. */
function ended(socket: Socket): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.on('close', () => resolve());
  return promise;
}

function framed(text: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(text.length);
  return Buffer.concat([length, Buffer.from(text)]);
}

async function answerTo(socket: Socket, ...texts: string[]): Promise<string> {
  socket.write(Buffer.concat(texts.map(framed)));
  let answer = '';
  while (answer.length < texts.join('').length) {
    const [chunk] = await once(socket, 'data');
    answer += String(chunk);
  }
  return answer;
}

test('answers the requests of a connection in their order', async () => {
  expect(await answerTo(await connected(), 'request no. 1', 'request no. 2')).toBe(
    'request no. 1request no. 2',
  );
});

describe('A connection ends', () => {
  test.each<[string, () => Reaction]>([
    ['in peace', () => 'close'],
    ['by a reset', () => 'reset'],
    [
      'at bytes that are no request',
      () => {
        throw new FrameError('no request');
      },
    ],
  ])('%s, and the others go on', async (_, reaction) => {
    const [ending, other] = [await connected(), await connected()];
    react = (frame) => (String(frame) === 'end this one' ? reaction() : { answer: frame });
    ending.write(framed('end this one'));
    await ended(ending);

    expect(await answerTo(other, 'still there?')).toBe('still there?');
  });

  test('at a length that no request has', async () => {
    const socket = await connected();
    socket.write('GET / HTTP/1.1\r\n\r\n');

    await ended(socket);
  });

  test('at a defect, which is told, and does not end the process', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    react = () => {
      throw new TypeError('not thought of');
    };
    const socket = await connected();
    socket.write(framed('some request'));

    await ended(socket);

    expect(warn).toHaveBeenCalledWith(expect.stringContaining('Defect of the embedded Kafka: TypeError'));
    warn.mockRestore();
  });

  test('when all of them do, and clients may come again', async () => {
    const socket = await connected();
    await answerTo(socket, 'request no. 1');
    const closed = ended(socket);

    listener.disconnect();

    await closed;
    expect(await answerTo(await connected(), 'request no. 2')).toBe('request no. 2');
  });
});

test('A client that does not read its answers does not fill the memory', async () => {
  const requests = 200;
  let handled = 0;
  react = (frame) => {
    if (String(frame) === 'still there?') return { answer: frame };
    handled++;
    return { answer: Buffer.alloc(1024 * 1024) };
  };
  const [silent, other] = [await connected(), await connected()];
  silent.pause();
  for (let index = 0; index < requests; index++) silent.write(framed('x'.repeat(60_000)));
  await vi.waitUntil(() => handled > 0);
  for (let round = 0; round < 100; round++) await answerTo(other, 'still there?');
  expect(handled).toBeLessThan(requests / 2);

  silent.resume();

  await vi.waitUntil(() => handled === requests, { timeout: 20_000 });
});

test.each(['0.0.0.0', '127.0.0.1'])('Listening at %s, it is found on this machine', async (host) => {
  const other = await startBrokerListener({ host, port: 0, handle: () => 'none' });

  expect(other.address).toEqual({ host: '127.0.0.1', port: expect.any(Number) });
  await other.close();
});
