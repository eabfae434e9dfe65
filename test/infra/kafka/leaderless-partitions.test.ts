import { expect, it } from 'vitest';
import { LeaderlessPartitions, NO_LEADER } from '../../../infra/kafka/leaderless-partitions.ts';

function looked(...lookUps: readonly (readonly number[])[]): LeaderlessPartitions {
  const partitions = new LeaderlessPartitions();
  for (const leaders of lookUps) partitions.look(leaders);
  return partitions;
}

const OUT = [1, NO_LEADER];
const BACK = [1, 2];

it('there are some until each partition has a leader', () => {
  const isOut = [[BACK], [BACK, OUT], [BACK, OUT, BACK]].map((lookUps) => looked(...lookUps).areThere);
  expect(isOut).toEqual([false, true, false]);
});

it.each([
  { lookUps: [OUT, OUT, OUT], isTold: false, when: 'an election may be on' },
  { lookUps: [OUT, OUT, OUT, OUT], isTold: true, when: 'it has gone on for longer' },
  { lookUps: [OUT, OUT, OUT, OUT, BACK], isTold: false, when: 'there is a leader again' },
  { lookUps: [OUT, OUT, OUT, BACK, OUT], isTold: false, when: 'another election may be on' },
])('one is to be told: $isTold, when $when', ({ lookUps, isTold }) => {
  expect(looked(...lookUps).isToBeTold(1)).toBe(isTold);
});

it('one is told once, and again when it is out again', () => {
  const partitions = looked(OUT, OUT, OUT, OUT);
  expect([partitions.isToBeTold(1), partitions.isToBeTold(1)]).toEqual([true, false]);

  for (const leaders of [BACK, OUT, OUT, OUT, OUT]) partitions.look(leaders);
  expect(partitions.isToBeTold(1)).toBe(true);
});
