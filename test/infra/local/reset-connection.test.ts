import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { resetConnection } from '../../../infra/local/reset-connection.ts';

/** The two ends of a connection. */
async function connection(): Promise<{ client: Socket; served: Socket }> {
  const server = createServer();
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [served]: Socket[] = await once(server, 'connection');
  if (served === undefined) throw new Error('There is no connection.');
  return { client, served };
}

describe('a connection that is reset', () => {
  it('ends without a farewell', async () => {
    const { client, served } = await connection();

    resetConnection(served);

    expect(await once(client, 'error')).toMatchObject([{ code: 'ECONNRESET' }]);
  });

  it.each([
    { what: 'has said farewell', turns: 0 },
    { what: 'has been answered with farewell', turns: 1 },
    { what: 'has been told farewell to', turns: 2 },
    { what: 'is long gone', turns: 10 },
  ])('is let go of when the other side $what', async ({ turns }) => {
    // Prepare
    const { client, served } = await connection();
    const errors: Error[] = [];
    served.on('error', (error) => errors.push(error));
    served.resume();
    client.resume();

    // Act
    client.end();
    await once(served, 'end');
    for (let turn = 0; turn < turns; turn++) await new Promise<void>((next) => process.nextTick(next));
    const closed = served.closed ? undefined : once(served, 'close');
    resetConnection(served);
    await closed;

    // Assess: the error tells of a handle that stays for good.
    expect(errors).toEqual([]);
  });
});
