import dns from 'node:dns';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { HttpConnections } from '../../../../../functions/bridge/aws/wire/http-connections.ts';

describe('readAnswer', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('gives up a connection that does not open in time', async () => {
    // Prepare: a connection opens with the address of its host, which is not found.
    const looking = Promise.withResolvers<void>();
    vi.spyOn(dns, 'lookup').mockImplementation(() => looking.resolve());
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const connections = new HttpConnections({
      endpoint: new URL('http://events.test'),
      maxSockets: 1,
      requestTimeoutMs: 10_000,
    });

    // Act
    const answer = connections.post({ headers: [], body: Buffer.alloc(0) }, new AbortController().signal);
    const outcome = expect(answer).rejects.toMatchObject({
      name: 'TimeoutError',
      message: 'No connection within 2000 ms.',
    });
    await looking.promise;
    await vi.advanceTimersByTimeAsync(2_000);

    // Assess
    await outcome;
  });
});
