import { styleText } from 'node:util';
import { DUPLICATE_CAUSES, type DuplicateCause } from './duplicates.ts';
import { hasViolations, type ScenarioResult, VIOLATIONS, type Violation } from './scenario-result.ts';
import { isSound, type SoakResult } from './soak.ts';

/** Columns of the table, each with a figure of a scenario. */
const COLUMNS: readonly (readonly [string, (result: ScenarioResult) => number])[] = [
  ['records', ({ records }) => records],
  ['batches', ({ batches }) => batches],
  ['invocations', ({ invocations }) => invocations],
  ['requests', ({ requests }) => requests],
  ['faults', (result) => faultCount(result)],
  ['killed', ({ killed, timedOut }) => killed + timedOut],
  ['sent', ({ sent }) => sent],
  ['dead', ({ deadLettered }) => deadLettered],
  ['exhausted', ({ exhausted }) => exhausted],
  ['again', (result) => duplicateCount(result)],
  ['lost', ({ violations }) => violations.lost.length],
  ['invented', ({ violations }) => violations.invented.length],
  ['causeless', ({ violations }) => violations.unexplained.length],
  ['disorder', ({ violations }) => violations['out-of-order'].length],
  ['wrong', (result) => otherViolations(result)],
];

const LEGEND = [
  'killed: functions killed or out of time.  dead: dead-lettered.  exhausted: out of retries, in the failure destination of the mapping.',
  'again: events beyond the first of a record, all explained; causeless: those that nothing explains.  disorder: against the order.',
  'wrong: records altered, condemned or given up, dangling notices, crashes.',
];

const NAMED_RECORDS = 5;

/**
 * The result as a person reads it.
 *
 * @param scope a row for each scenario, or only the sums.
 */
export function describeSoak(result: SoakResult, scope: 'scenarios' | 'sums' = 'scenarios'): string {
  return [
    ...table(result.scenarios, scope),
    '',
    ...LEGEND.map((line) => styleText('dim', line)),
    '',
    `Faults      ${describeCounts(sumOf(result.scenarios.map(({ faults }) => faults)))}`,
    `Sent again  ${describeCounts(sumOf(result.scenarios.map(({ duplicates }) => duplicates)))}`,
    ...causesOf(result).map((cause) => styleText('dim', `            ${cause}: ${DUPLICATE_CAUSES[cause]}`)),
    ...result.scenarios
      .filter(hasViolations)
      .flatMap((scenario) => describeViolations(scenario, result.seed)),
    '',
    verdict(result),
  ].join('\n');
}

function table(scenarios: readonly ScenarioResult[], scope: 'scenarios' | 'sums'): string[] {
  const totals = COLUMNS.map(([, read]) => scenarios.reduce((sum, scenario) => sum + read(scenario), 0));
  const nameWidth = Math.max('all'.length, ...scenarios.map(({ name }) => name.length));
  const widths = COLUMNS.map(([title], column) => Math.max(title.length, count(totals[column] ?? 0).length));
  const line = (name: string, cells: readonly string[], speed: string) =>
    `${name.padEnd(nameWidth)}  ${cells.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  ')}  ${speed.padStart(9)}`;
  const row = (name: string, figures: readonly number[], speed: string) =>
    line(name, figures.map(count), speed);
  const titles = line(
    'scenario',
    COLUMNS.map(([title]) => title),
    'records/s',
  );
  return [
    styleText('bold', titles),
    ...(scope === 'sums' ? [] : scenarios).map((scenario) => {
      const text = row(
        scenario.name,
        COLUMNS.map(([, read]) => read(scenario)),
        count(perSecond(scenario)),
      );
      return hasViolations(scenario) ? styleText('red', text) : text;
    }),
    styleText('bold', row('all', totals, '')),
  ];
}

function describeViolations({ name, records, violations }: ScenarioResult, seed: number): string[] {
  return [
    '',
    styleText(['bold', 'red'], name),
    ...Object.entries(violations)
      .filter((entry): entry is [Violation, readonly string[]] => entry[1].length > 0)
      .map(([kind, found]) => {
        const more = found.length > NAMED_RECORDS ? ' …' : '';
        return `  ${count(found.length)} ${VIOLATIONS[kind]}: ${found.slice(0, NAMED_RECORDS).join(', ')}${more}`;
      }),
    `  Again: npm run soak -- --scenario ${name} --records ${records} --seed ${seed}`,
  ];
}

function verdict(result: SoakResult): string {
  const records = result.scenarios.reduce((sum, scenario) => sum + scenario.records, 0);
  const seconds = (result.milliseconds / 1_000).toFixed(1);
  const scenarios = result.scenarios.length === 1 ? '1 scenario' : `${result.scenarios.length} scenarios`;
  const what = `${count(records)} records in ${scenarios}, ${seconds} s, seed ${result.seed}`;
  return isSound(result)
    ? styleText('green', `${what}: nothing lost, nothing invented, every repetition explained, order kept`)
    : styleText('red', `${what}: ${result.scenarios.filter(hasViolations).length} of them went wrong`);
}

function sumOf(records: readonly Readonly<Record<string, number>>[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [name, value] of records.flatMap((record) => Object.entries(record))) {
    if (value > 0) sums.set(name, (sums.get(name) ?? 0) + value);
  }
  return sums;
}

function causesOf({ scenarios }: SoakResult): DuplicateCause[] {
  const sums = sumOf(scenarios.map(({ duplicates }) => duplicates));
  return (Object.keys(DUPLICATE_CAUSES) as DuplicateCause[]).filter((cause) => sums.has(cause));
}

function describeCounts(counts: ReadonlyMap<string, number>): string {
  return counts.size === 0
    ? 'none'
    : [...counts].map(([name, value]) => `${count(value)} ${name}`).join(', ');
}

function faultCount({ faults }: ScenarioResult): number {
  return Object.values(faults).reduce((sum, value) => sum + value, 0);
}

function duplicateCount({ duplicates }: ScenarioResult): number {
  return Object.values(duplicates).reduce((sum, value) => sum + value, 0);
}

function otherViolations({ violations }: ScenarioResult): number {
  const { altered, condemned, 'given-up': givenUp, crashed, dangling } = violations;
  return altered.length + condemned.length + givenUp.length + crashed.length + dangling.length;
}

function perSecond({ records, milliseconds }: ScenarioResult): number {
  return Math.round((records * 1_000) / milliseconds);
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
