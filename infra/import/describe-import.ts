import { styleText } from 'node:util';
import { counted, nounOf } from '../command-line/counted.ts';
import { wrap } from '../command-line/text.ts';
import { describeRemarks, heading } from '../redrive/describe-staying.ts';
import type { Import } from './import-connector.ts';
import { FATES, type Fate, type ImportLine, OPEN_FATES } from './import-line.ts';

/** What is open comes last, next to the prompt. */
const HEADINGS: Readonly<Record<Fate, string>> = {
  'carried over': 'Carried over',
  changed: 'Changed',
  added: 'Added, because it was not written',
  'not needed': 'Not needed',
  'left out': 'Left out',
  unsupported: 'Unsupported: nothing here does the same',
  missing: 'Missing',
};

const INDENTATION = '  ';
/** What does not fit beside a name, and reasons, stand under it. */
const UNDER = '      ';
/** Longer names push their values aside. */
const MAX_NAME_COLUMNS = 54;

/** What becomes of a connector, as a person reads it: property by property, by what became of it. */
export function describeImport({ bridgeName, lines, remarks, isComplete }: Import, columns: number): string {
  return [
    heading(`The connector as the bridge ${bridgeName}`),
    ...FATES.flatMap((fate) => section(fate, lines, columns)),
    ...describeRemarks(remarks, columns),
    ...(isComplete ? [] : ['', ...describeOpen(lines, columns)]),
  ].join('\n');
}

function section(fate: Fate, lines: readonly ImportLine[], columns: number): string[] {
  const ofFate = lines.filter((line) => line.fate === fate);
  if (ofFate.length === 0) return [];
  const width = Math.min(MAX_NAME_COLUMNS, Math.max(...ofFate.map(({ property }) => property.length)));
  return [
    '',
    styleText(
      OPEN_FATES.includes(fate) ? ['bold', 'yellow'] : 'bold',
      `${HEADINGS[fate]} (${ofFate.length})`,
    ),
    ...ofFate.flatMap((line) => row(line, width, columns)),
  ];
}

function row({ property, value, becomes, why }: ImportLine, width: number, columns: number): string[] {
  const arrow = becomes === undefined || value === undefined ? becomes : `→ ${becomes}`;
  const text = [value, arrow].filter((part) => part !== undefined).join(' ');
  const beside = `${INDENTATION}${property.padEnd(width)}  ${text}`.trimEnd();
  const rows =
    beside.length <= columns ? [beside] : [INDENTATION + property, ...wrap(spaced(text), columns, UNDER)];
  return [
    ...rows,
    ...(why === undefined ? [] : wrap(why, columns, UNDER).map((line) => styleText('dim', line))),
  ];
}

/** Lists can break after a comma; ARNs and class names stay whole, so that they can be copied. */
function spaced(text: string): string {
  return text.replaceAll(/,(?=\S)/g, ', ');
}

function describeOpen(lines: readonly ImportLine[], columns: number): string[] {
  const open = lines.filter(({ fate }) => OPEN_FATES.includes(fate)).length;
  return wrap(
    `${counted(open, 'property', 'properties')} ${nounOf(open, 'keeps', 'keep')} this from being imported, and nothing was written. Correct the file, or give --set NAME=VALUE or --remove NAME, and import it again.`,
    columns,
  ).map((line) => styleText('yellow', line));
}
