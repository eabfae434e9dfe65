import { expect, it } from 'vitest';
import { HeldPartitions } from '../../../infra/kafka/held-partitions.ts';

it('are gained when the group is at rest, and lost before it shares out anew', () => {
  const held = new HeldPartitions();

  expect(held.add(new Set([0, 1, 2]))).toEqual([0, 1, 2]);
  expect(held.drop(new Set([1, 2]))).toEqual([0]);
  expect(held.add(new Set([1, 2, 3]))).toEqual([3]);
});

it('are lost once, however often the group shares out before it is at rest', () => {
  const held = new HeldPartitions();
  held.add(new Set([0, 1]));

  expect(held.drop(new Set([1]))).toEqual([0]);
  expect(held.drop(new Set([1]))).toEqual([]);
});

it('are gained also when they came with a loss, upon which the group shares out once more', () => {
  const held = new HeldPartitions();
  held.add(new Set([0, 1]));

  expect(held.drop(new Set([1, 2]))).toEqual([0]);
  expect(held.add(new Set([1, 2]))).toEqual([2]);
});

it('are gained anew by a member that was put out and is back', () => {
  const held = new HeldPartitions();
  held.add(new Set([0, 1]));

  expect(held.drop(new Set())).toEqual([0, 1]);
  expect(held.add(new Set([0, 1]))).toEqual([0, 1]);
});
