import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { wholeNumber } from '../../infra/command-line/whole-number.ts';
import type { Scenario } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';

export const HELP = `Records through the built bridge while everything around it fails, then an audit of what arrived.

  npm run soak                        all scenarios
  npm run soak -- --scenario killed   one of them, or several

Options
  --seed N         repeats the records, the faults and the kills of a run (a new one each time)
  --records N      over all scenarios (1000000)
  --scenario NAME  only this scenario; can be repeated
  --list           the scenarios, each with what it is about
  --verbose        print what the functions log
  --json           print the result as JSON, for machines
  --help           this text

A scenario is a value in test/soak/*-scenarios.ts and test/soak/matrix.ts. The exit code is 1 when a record is lost, invented,
altered, sent twice without cause, out of order, or wrongly given up.
`;

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'list' }
  | {
      readonly kind: 'soak';
      readonly seed: number;
      readonly records: number;
      readonly scenarios: readonly Scenario[];
      readonly isVerbose: boolean;
      readonly isJson: boolean;
    };

const DEFAULT_RECORDS = 1_000_000;
const RECORDS_RANGE = { min: 1, max: 100_000_000 };
const SEED_RANGE = { min: 0, max: 2 ** 31 - 1 };

const OPTIONS = {
  seed: { type: 'string' },
  records: { type: 'string' },
  scenario: { type: 'string', multiple: true },
  list: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/**
 * Reads the command line of `npm run soak`.
 *
 * @throws Error with a sentence for the person who typed it.
 */
export function parseCommand(args: readonly string[]): Command {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  if (values.help) return { kind: 'help' };
  if (values.list) return { kind: 'list' };
  return {
    kind: 'soak',
    seed: wholeNumber('--seed', values.seed, newSeed(), SEED_RANGE),
    records: wholeNumber('--records', values.records, DEFAULT_RECORDS, RECORDS_RANGE),
    scenarios: values.scenario === undefined ? SCENARIOS : values.scenario.map(scenarioOf),
    isVerbose: values.verbose,
    isJson: values.json,
  };
}

export function newSeed(): number {
  return randomInt(SEED_RANGE.max);
}

function scenarioOf(name: string): Scenario {
  const scenario = SCENARIOS.find((known) => known.name === name);
  if (scenario === undefined) throw new Error(`There is no scenario "${name}". --list shows them all.`);
  return scenario;
}
