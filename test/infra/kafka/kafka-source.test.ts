import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { connectKafkaSource } from '../../../infra/kafka/kafka-source.ts';

/** A port of loopback on which nobody listens any more. */
async function closedPort(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const server = createServer().listen(0, '127.0.0.1', () => {
    const address = server.address();
    server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
  });
  return promise;
}

describe('a Kafka as the source of a mapping', () => {
  it('is refused when no broker answers, with what to do', async () => {
    const broker = `127.0.0.1:${await closedPort()}`;

    await expect(connectKafkaSource({ brokers: [broker], access: { auth: 'none' } })).rejects.toThrow(
      expect.objectContaining({
        code: 'BROKER_UNREACHABLE',
        message: expect.stringContaining(`Connecting to ${broker} failed: connect ECONNREFUSED`),
      }),
    );
  });
});
