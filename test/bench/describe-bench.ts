import { styleText } from 'node:util';
import type { BenchResult } from './bench.ts';
import { figureText } from './figure-text.ts';
import type { Machine } from './machine.ts';
import type { Table } from './table.ts';
import { isMet, type Target } from './target.ts';

const LINE_COLUMNS = 118;

/** The result as a person reads it. */
export function describeBench(result: BenchResult): string {
  return [
    ...result.tables.flatMap((table) => [...describeTable(table), '']),
    ...(result.isSmoke ? [] : [...describeTargets(result.targets), '']),
    verdict(result),
  ].join('\n');
}

function describeTable({ title, about, columns, rows }: Table): string[] {
  const lines = [
    ['', ...columns.map((column) => column.title)],
    ...rows.map(({ name, cells }) => [
      name,
      ...columns.map(({ unit }, position) => figureText(cells[position], unit)),
    ]),
  ];
  const widths = ['', ...columns].map((_, position) =>
    Math.max(...lines.map((line) => (line[position] ?? '').length)),
  );
  const aligned = lines.map((line) =>
    line
      .map((text, position) =>
        position === 0 ? text.padEnd(widths[position] ?? 0) : text.padStart(widths[position] ?? 0),
      )
      .join('  '),
  );
  const [head = '', ...body] = aligned;
  return [
    styleText('bold', title),
    ...wrapText(about).map((line) => styleText('dim', line)),
    styleText('bold', head),
    ...body,
  ];
}

function describeTargets(targets: readonly Target[]): string[] {
  if (targets.length === 0) return [];
  return [styleText('bold', 'Targets'), ...targets.map(describeTarget)];
}

function describeTarget(target: Target): string {
  const { name, bound, limit, unit, measured } = target;
  const mark = isMet(target) ? styleText('green', 'met    ') : styleText('yellow', 'not met');
  return `${mark}  ${figureText(measured, unit)} ${unit}, ${bound} ${limit}: ${name}`;
}

function verdict({ machine, samples, isSmoke, milliseconds, targets }: BenchResult): string {
  const seconds = (milliseconds / 1_000).toFixed(0);
  const met = targets.filter(isMet).length;
  const what = isSmoke
    ? 'Everything works: nothing lost, nothing sent twice. One unit of work each tells nothing about time.'
    : `${met} of ${targets.length} targets met. Medians of ${samples} samples, in brackets the middle half of them.`;
  return `${what}\n${styleText('dim', `${machineText(machine)}; ${seconds} s`)}`;
}

export function machineText({ processor, cores, memoryGb, system, node, date, commit }: Machine): string {
  const of = commit === undefined ? '' : `, commit ${commit}`;
  return `${processor}, ${cores} cores, ${memoryGb} GB, ${system}, Node ${node}, ${date.slice(0, 10)}${of}`;
}

function wrapText(text: string): string[] {
  const lines: string[] = [];
  for (const next of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + next.length <= LINE_COLUMNS) {
      lines[lines.length - 1] = `${last} ${next}`;
    } else lines.push(next);
  }
  return lines;
}
