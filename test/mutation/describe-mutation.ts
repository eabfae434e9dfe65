import { styleText } from 'node:util';
import type { Judgement } from './judge.ts';
import type { Mutant, MutantStatus } from './mutant.ts';

const COLUMNS: readonly MutantStatus[] = ['killed', 'timeout', 'survived', 'no-coverage', 'invalid'];
const HEADINGS = ['mutants', ...COLUMNS, 'score'];

/** What a person reads: a line a file, then every survivor with its reason, what lacks one, and the verdict. */
export function describeMutation(
  mutants: readonly Mutant[],
  { justified, unjustified, stale }: Judgement,
): string {
  const sections = [
    section(
      'Survivors, and why they may',
      justified.map(({ mutant, reason }) => `${place(mutant)}\n    ${reason}`),
    ),
    section(
      styleText('yellow', 'Listed in test/mutation/survivors.ts, but no longer surviving'),
      stale.map(({ file, code, change }) => `${file}  ${change}\n    in: ${code}`),
    ),
    section(
      styleText('red', 'Survivors without a reason'),
      unjustified.map((mutant) => `${place(mutant)}\n    in: ${mutant.code}`),
    ),
  ];
  return [table(mutants), ...sections.filter((text) => text !== ''), verdict(unjustified.length)].join(
    '\n\n',
  );
}

function table(mutants: readonly Mutant[]): string {
  const files = [...new Set(mutants.map(({ file }) => file))].sort();
  const rows = files.map((file) => [file, ...figures(mutants.filter((mutant) => mutant.file === file))]);
  const all = [['', ...HEADINGS], ...rows, ['together', ...figures(mutants)]];
  const widths = ['', ...HEADINGS].map((_, column) =>
    Math.max(...all.map((row) => row[column]?.length ?? 0)),
  );
  return all
    .map(([name = '', ...cells]) =>
      [name.padEnd(widths[0] ?? 0), ...cells.map((cell, i) => cell.padStart(widths[i + 1] ?? 0))].join('  '),
    )
    .join('\n');
}

function figures(mutants: readonly Mutant[]): string[] {
  const counts = COLUMNS.map((column) => mutants.filter(({ status }) => status === column).length);
  return [mutants.length, ...counts].map(String).concat(score(mutants));
}

/** Share of the mutations that were noticed, of those that run at all. */
function score(mutants: readonly Mutant[]): string {
  const valid = mutants.filter(({ status }) => status !== 'invalid');
  const noticed = valid.filter(({ status }) => status === 'killed' || status === 'timeout');
  return valid.length === 0 ? '–' : `${((100 * noticed.length) / valid.length).toFixed(1)} %`;
}

function section(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : [title, ...items.map((item) => `  ${item}`)].join('\n');
}

function place({ file, line, change }: Mutant): string {
  return `${file}:${line}  ${change}`;
}

function verdict(unjustified: number): string {
  return unjustified === 0
    ? styleText('green', 'Every mutation was noticed by a test, or has a reason not to be.')
    : styleText(
        'red',
        `Noticed by no test: ${unjustified}. Write one, or give the reason in test/mutation/survivors.ts.`,
      );
}
