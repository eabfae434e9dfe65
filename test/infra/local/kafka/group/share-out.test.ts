import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shareOut } from '../../../../../infra/local/kafka/group/share-out.ts';

describe('Partitions are shared out', () => {
  test.each<[string, string[], (string | undefined)[], (string | undefined)[]]>([
    ['the first member takes all', ['a'], [undefined, undefined], ['a', 'a']],
    ['one who joins takes from those who have most', ['a', 'b'], ['a', 'a', 'a', 'a'], ['a', 'a', 'b', 'b']],
    ['what is left over stays where it is', ['a', 'b'], ['b', 'b', undefined], ['b', 'b', 'a']],
    ['one who leaves takes nothing from others', ['a', 'c'], ['a', undefined, 'c'], ['a', 'a', 'c']],
    ['more members than partitions: the last have none', ['a', 'b', 'c'], ['a', 'a'], ['a', 'b']],
    ['nobody is there', [], ['a', undefined], [undefined, undefined]],
  ])('%s', (_, members, owners, expected) => {
    expect(shareOut(members, owners)).toEqual(expected);
  });

  test('evenly, all of them, and no more of them move than have to', () => {
    const groups = fc
      .uniqueArray(fc.string(), { minLength: 1, maxLength: 6 })
      .chain((members) =>
        fc.tuple(
          fc.constant(members),
          fc.array(fc.option(fc.constantFrom(...members), { nil: undefined }), { maxLength: 20 }),
        ),
      );
    fc.assert(
      fc.property(groups, ([members, owners]) => {
        const shared = shareOut(members, owners);

        const counts = members.map((member) => shared.filter((owner) => owner === member).length);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(owners.length);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        const moved = owners.filter((owner, partition) => owner !== undefined && owner !== shared[partition]);
        expect(moved).toHaveLength(leastMoves(members, owners));
      }),
    );
  });
});

/** What members have beyond an even share; the largest shares go to those who have most. */
function leastMoves(members: readonly string[], owners: readonly (string | undefined)[]): number {
  const held = members
    .map((member) => owners.filter((owner) => owner === member).length)
    .toSorted((a, b) => b - a);
  const share = Math.floor(owners.length / members.length);
  const leftOver = owners.length % members.length;
  return held.reduce((sum, count, index) => sum + Math.max(0, count - share - (index < leftOver ? 1 : 0)), 0);
}
