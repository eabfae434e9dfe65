import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { describeMutation } from './describe-mutation.ts';
import { judge } from './judge.ts';
import type { Mutant, MutantStatus } from './mutant.ts';

function mutant(file: string, status: MutantStatus, line = 1): Mutant {
  return { file, line, code: `line ${line};`, change: `${line} → 0`, status };
}

describe('describeMutation', () => {
  it('tells the figures of each file, each survivor with its reason, and what is missing', () => {
    // Prepare
    const mutants = [
      mutant('b.ts', 'killed'),
      mutant('b.ts', 'timeout'),
      mutant('b.ts', 'survived', 12),
      mutant('b.ts', 'no-coverage', 34),
      mutant('a.ts', 'killed'),
      mutant('a.ts', 'invalid'),
    ];
    const reasons = [
      { file: 'b.ts', code: 'line 12;', change: '12 → 0', reason: 'Nobody can tell.' },
      { file: 'a.ts', code: 'line 5;', change: '5 → 0', reason: 'Nobody could tell.' },
    ];

    // Act
    const text = stripVTControlCharacters(describeMutation(mutants, judge(mutants, reasons)));

    // Assess
    expect(text.split('\n')).toEqual([
      '          mutants  killed  timeout  survived  no-coverage  invalid    score',
      'a.ts            2       1        0         0            0        1  100.0 %',
      'b.ts            4       1        1         1            1        0   50.0 %',
      'together        6       2        1         1            1        1   60.0 %',
      '',
      'Survivors, and why they may',
      '  b.ts:12  12 → 0',
      '    Nobody can tell.',
      '',
      'Listed in test/mutation/survivors.ts, but no longer surviving',
      '  a.ts  5 → 0',
      '    in: line 5;',
      '',
      'Survivors without a reason',
      '  b.ts:34  34 → 0',
      '    in: line 34;',
      '',
      'Noticed by no test: 1. Write one, or give the reason in test/mutation/survivors.ts.',
    ]);
  });

  it('says so when nothing is missing', () => {
    const mutants = [mutant('a.ts', 'killed')];

    const text = stripVTControlCharacters(describeMutation(mutants, judge(mutants, [])));

    expect(text).toContain('Every mutation was noticed by a test, or has a reason not to be.');
    expect(text).not.toContain('Survivors');
  });
});
