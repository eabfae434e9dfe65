import { expect, test } from 'vitest';
import { heardSource } from '../../../../infra/local/pipeline/heard-source.ts';
import { FakeLog } from '../mapping/fake-log.ts';
import { VirtualClock } from '../mapping/virtual-clock.ts';

test('a source tells of the commits that it took, and not of what is the part of another member', async () => {
  const log = new FakeLog(new VirtualClock(), 2);
  const told: ReadonlyMap<number, number>[] = [];
  const source = heardSource(log, (nextOffsets) => told.push(nextOffsets));
  const subscription = { topic: 'orders', groupId: 'bridge', startingPosition: 'TRIM_HORIZON' } as const;
  const member = await source.join({ ...subscription, onRevoked: async () => undefined });
  await log.rebalance([1]);

  const taken = await member.commit(
    new Map([
      [0, 4],
      [1, 7],
    ]),
  );

  expect(taken).toEqual(new Set([0]));
  expect(told).toEqual([new Map([[0, 4]])]);
});
