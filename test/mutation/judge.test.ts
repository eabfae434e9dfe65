import { describe, expect, it } from 'vitest';
import { judge } from './judge.ts';
import type { Mutant, MutantStatus } from './mutant.ts';
import type { AcceptedSurvivor } from './survivors.ts';

const FILE = 'functions/bridge/pack.ts';

function mutant(status: MutantStatus, change = '1 → 2', file = FILE): Mutant {
  return { file, line: 7, code: 'return 1;', change, status };
}

function accepted(change = '1 → 2', file = FILE): AcceptedSurvivor {
  return { file, code: 'return 1;', change, reason: 'The caller adds nothing.' };
}

describe('judge', () => {
  it.each<MutantStatus>(['survived', 'no-coverage'])('asks for a reason when a mutation is %s', (status) => {
    const unnoticed = mutant(status);

    expect(judge([unnoticed], [])).toEqual({ justified: [], unjustified: [unnoticed], stale: [] });
  });

  it.each<MutantStatus>(['killed', 'timeout', 'invalid'])(
    'asks for nothing when a mutation is %s',
    (status) => {
      expect(judge([mutant(status)], [])).toEqual({ justified: [], unjustified: [], stale: [] });
    },
  );

  it('gives a survivor the reason that is listed for it', () => {
    const survivor = mutant('survived');

    expect(judge([survivor], [accepted()])).toEqual({
      justified: [{ mutant: survivor, reason: 'The caller adds nothing.' }],
      unjustified: [],
      stale: [],
    });
  });

  it.each([
    { what: 'another change', listed: accepted('1 → 3') },
    { what: 'another line', listed: { ...accepted(), code: 'return 1 + 0;' } },
  ])('takes no reason that is given for $what', ({ listed }) => {
    const survivor = mutant('survived');

    expect(judge([survivor], [listed])).toEqual({ justified: [], unjustified: [survivor], stale: [listed] });
  });

  it('takes a reason for one mutation only', () => {
    const survivors = [mutant('survived'), mutant('survived')];

    expect(judge(survivors, [accepted()])).toMatchObject({ unjustified: [{}], stale: [] });
    expect(judge(survivors, [accepted(), accepted()])).toMatchObject({ unjustified: [], stale: [] });
  });

  it('tells of a reason that is no longer needed', () => {
    expect(judge([mutant('killed')], [accepted()]).stale).toEqual([accepted()]);
  });

  it('says nothing of reasons for files that were not mutated', () => {
    expect(judge([mutant('killed')], [accepted('1 → 2', 'functions/bridge/settle.ts')]).stale).toEqual([]);
  });
});
