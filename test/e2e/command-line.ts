import { parseArgs } from 'node:util';
import { wholeNumber } from '../../infra/command-line/whole-number.ts';
import type { Scenario } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';

export const HELP = `The whole way with a real Apache Kafka: AWS's own Java serializer writes Avro to topics, the local event source mapping
reads them and invokes the built bridge, and what the stand-ins of AWS received is held against what the broker acknowledged.

  npm run e2e                               all scenarios
  npm run e2e -- --scenario rebalance       one of them, or several

Options
  --records N      of the plain run; the others have a part of it (20000)
  --seed N         other records (1)
  --scenario NAME  only this scenario; can be repeated
  --list           the scenarios, each with what it is about
  --verbose        print what the functions log and what went wrong with the mapping
  --json           print the result as JSON, for machines
  --help           this text

Needs a JDK (17 or later) and openssl; the first time also Maven, which fetches some 120 MB to .local/kafka and .local/producers.
Takes one to two minutes on two cores. The exit code is 1 when a record is lost, invented, altered, out of order where order is
promised, sent twice or given up without cause, or when something that should happen does not.
`;

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'list' }
  | {
      readonly kind: 'play';
      readonly records: number;
      readonly seed: number;
      readonly scenarios: readonly Scenario[];
      readonly isVerbose: boolean;
      readonly isJson: boolean;
    };

const DEFAULT_RECORDS = 20_000;
const RECORDS_RANGE = { min: 1_000, max: 500_000 };
const DEFAULT_SEED = 1;
const SEED_RANGE = { min: 0, max: 2 ** 31 - 1 };

const OPTIONS = {
  records: { type: 'string' },
  seed: { type: 'string' },
  scenario: { type: 'string', multiple: true },
  list: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/**
 * Reads the command line of `npm run e2e`.
 *
 * @throws Error with a sentence for the person who typed it.
 */
export function parseCommand(args: readonly string[]): Command {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  if (values.help) return { kind: 'help' };
  if (values.list) return { kind: 'list' };
  return {
    kind: 'play',
    records: wholeNumber('--records', values.records, DEFAULT_RECORDS, RECORDS_RANGE),
    seed: wholeNumber('--seed', values.seed, DEFAULT_SEED, SEED_RANGE),
    scenarios: values.scenario === undefined ? SCENARIOS : values.scenario.map(scenarioOf),
    isVerbose: values.verbose,
    isJson: values.json,
  };
}

function scenarioOf(name: string): Scenario {
  const scenario = SCENARIOS.find((known) => known.name === name);
  if (scenario === undefined) throw new Error(`There is no scenario "${name}". --list shows them all.`);
  return scenario;
}
