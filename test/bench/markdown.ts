import type { BenchResult } from './bench.ts';
import { machineText } from './describe-bench.ts';
import { figureText } from './figure-text.ts';
import { isMet } from './target.ts';

/** The result as the tables of BENCHMARKS.md, to be put between its markers. */
export function markdown({ machine, samples, tables, targets }: BenchResult): string {
  return [
    `${machineText(machine)}; ${samples} samples.`,
    '',
    '### Targets',
    '',
    row(['', 'measured', 'target', '']),
    row(['---', '---:', '---:', '---']),
    ...targets.map((target) =>
      row([
        target.name,
        `${figureText(target.measured, target.unit)} ${target.unit}`,
        `${target.bound} ${target.limit}`,
        isMet(target) ? 'met' : '**not met**',
      ]),
    ),
    ...tables.flatMap(({ title, about, columns, rows }) => [
      '',
      `### ${title}`,
      '',
      about,
      '',
      row(['', ...columns.map((column) => column.title)]),
      row(['---', ...columns.map(() => '---:')]),
      ...rows.map(({ name, cells }) =>
        row([name, ...columns.map(({ unit }, position) => figureText(cells[position], unit))]),
      ),
    ]),
  ].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
