import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { runChecks } from './checks.ts';
import { deviationsTable } from './deviations-table.ts';
import type { ConformanceResult, ListedDeviation } from './result.ts';

function resultOf(...deviations: ListedDeviation[]): ConformanceResult {
  return { file: 'a.json', matched: 1, deviations, failures: [] };
}

/** The rows below the heading. */
function rows(...results: ConformanceResult[]): string[] {
  return deviationsTable(results).split('\n').slice(3, -1);
}

describe('deviationsTable', () => {
  it('has a row a reason, over all files, with the number of cases and the shortest as an example', () => {
    const long = { id: 'long', reason: 'better', reference: '[1.10,2]', bridge: '[1.1,2]' };
    const short = { id: 'short', reason: 'better', reference: '1.10', bridge: '1.1' };
    const other = { id: 'other', reason: 'faster', reference: 'done after 200 ms', bridge: 'done' };

    expect(rows(resultOf(long, other), resultOf(short))).toEqual([
      '| Better | 2 | `1.10` | `1.1` |',
      '| Faster | 1 | done after 200 ms | done |',
    ]);
  });

  it('keeps a cell a cell: no bars, no line breaks, nothing long', () => {
    const [row = ''] = rows(
      resultOf({ id: 'x', reason: 'a|b', reference: `"${'|'.repeat(300)}"`, bridge: 'two\nlines' }),
    );

    expect(row).toContain('| A\\|b | 1 |');
    expect(row).toContain('| two lines |');
    expect(row.length).toBeLessThan(300);
    expect(row.replaceAll('\\|', '').match(/\|/g)).toHaveLength(5);
  });
});

test('the README has the table as it is printed by npm run conformance -- --markdown', async () => {
  const [start, end] = ['<!-- deviations -->', '<!-- /deviations -->'];
  const readme = readFileSync('README.md', 'utf8');
  const block = readme.slice(readme.indexOf(start), readme.indexOf(end) + end.length);

  expect(block).toBe(deviationsTable(await runChecks()));
});
