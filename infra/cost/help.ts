import { DEFAULT_LOAD, DEFAULT_POLLERS } from './load.ts';
import { NUMBER_OPTIONS, type NumberOption } from './options.ts';
import { DEFAULT_REGION, REGIONS } from './prices.ts';

const NAME_COLUMNS = 30;

export const HELP = `What one bridge costs in a month, line by line, with formulas and the dates of the prices.

  npm run cost                                          one record of 1,000 bytes a second
  npm run cost -- --records-per-second 100 --record-bytes 2000
  npm run cost -- --records-per-second 100 --json

Load and set-up
${Array.from(NUMBER_OPTIONS, ([name, option]) => optionLine(`--${name} N`, `${option.about}${defaultText(option)}`)).join('\n')}

Options
${[
  optionLine('--on-demand', 'on-demand pollers: free, without retry controls and partial responses'),
  optionLine('--no-alarms', 'without the alarms'),
  optionLine('--no-dashboard', 'without the dashboard'),
  optionLine('--demo', "with the cluster, the endpoint and the analyzer's pollers of the demo"),
  optionLine('--region NAME', `${[...REGIONS.keys()].join(', ')} (${DEFAULT_REGION})`),
  optionLine('--price NAME=USD', 'replaces a unit price; can be repeated; names are in --json'),
  optionLine('--json', 'print the estimate as JSON, for machines'),
  optionLine('--help', 'this text'),
].join('\n')}
`;

function optionLine(name: string, about: string): string {
  return `  ${name.padEnd(NAME_COLUMNS)} ${about}`;
}

function defaultText({ sets, about }: NumberOption): string {
  if (about.endsWith(')')) return '';
  return ` (${defaultOf(sets)})`;
}

function defaultOf(sets: NumberOption['sets']): number {
  if (sets === 'minimumPollers') return DEFAULT_POLLERS.minimum;
  if (sets === 'maximumPollers') return DEFAULT_POLLERS.maximum;
  return DEFAULT_LOAD[sets];
}
