import { afterEach, expect, test, vi } from 'vitest';
import { JavaProducer } from './java-producer.ts';
import { planRecords } from './planned-record.ts';

afterEach(() => void vi.unstubAllEnvs());

test('Whoever sends by a producer that cannot be started is told why', async () => {
  vi.stubEnv('PATH', '/nowhere');
  const producer = new JavaProducer('');
  const [record] = planRecords({ records: 1, poisonShare: 0, seed: 1 });
  if (record === undefined) throw new Error('No record is planned.');
  expect(await producer.send('orders', 'orders', record)).toMatchObject({
    error: 'The Java producer has ended.\nspawn java ENOENT',
  });
  await producer.close();
});
