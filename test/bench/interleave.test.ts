import { expect, test } from 'vitest';
import { interleave, type Runner } from './interleave.ts';

/** Takes as long as it is told for each unit, and writes down when it was its turn. */
function runner(name: string, unitMs: number, turns: string[]): Runner {
  return {
    name,
    run: async (units) => {
      turns.push(`${name}${units}`);
      return { cpuMs: unitMs * units, threadMs: (unitMs * units) / 2, wallMs: 2 * unitMs * units };
    },
  };
}

test('contestants take turns, and who begins changes from sample to sample', async () => {
  const turns: string[] = [];

  await interleave([runner('a', 1, turns), runner('b', 1, turns)], {
    samples: 3,
    warmUpCpuMs: 0,
    sampleMs: 0,
  });

  expect(turns).toEqual(['a1', 'b1', 'a1', 'b1', 'b1', 'a1', 'a1', 'b1']);
});

test('samples are as long for the slow as for the quick, and told for one unit', async () => {
  const turns: string[] = [];

  const sampled = await interleave([runner('quick', 1, turns), runner('slow', 10, turns)], {
    samples: 2,
    warmUpCpuMs: 100,
    sampleMs: 400,
  });

  expect(sampled).toEqual([
    { name: 'quick', units: 200, cpuMs: [1, 1], threadMs: [0.5, 0.5], wallMs: [2, 2] },
    { name: 'slow', units: 20, cpuMs: [10, 10], threadMs: [5, 5], wallMs: [20, 20] },
  ]);
});

test('warming up lasts until the processor time is spent', async () => {
  const turns: string[] = [];

  await interleave([runner('a', 1, turns)], { samples: 0, warmUpCpuMs: 60, sampleMs: 1_000 });

  expect(turns).toEqual(['a1', 'a2', 'a4', 'a8', 'a16', 'a32']);
});
