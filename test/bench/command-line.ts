import { parseArgs } from 'node:util';
import { wholeNumber } from '../../infra/command-line/whole-number.ts';
import type { Group } from './group.ts';
import { GROUPS } from './groups.ts';

const NAME_COLUMNS = 16;

export const HELP = `What the bridge costs, against named baselines in the same run; test/bench/BENCHMARKS.md explains method and figures.

  npm run bench                      everything, some ten minutes
  npm run bench -- --only requests   one group, or several
  npm run bench -- --smoke           everything once: whether it works, not how fast it is

Groups
${GROUPS.map(({ name, about }) => `  ${name.padEnd(NAME_COLUMNS)} ${about}`).join('\n')}

Options
  --samples N      of each contestant, taken by turns (15)
  --only GROUP     only this group; can be repeated
  --smoke          one unit of work each, without warming up
  --profile DIR    a processor profile of each measured process, into this folder
  --write          puts the result into test/bench/BENCHMARKS.md as well
  --json           print the result as JSON, every sample included, for machines
  --help           this text

Leave the machine alone meanwhile. The exit code is 1 when a record is lost or a request fails, not when a target is missed.
`;

export type Command =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'bench';
      readonly samples: number;
      readonly groups: readonly Group[];
      readonly isSmoke: boolean;
      readonly profileFolder: string | undefined;
      readonly isJson: boolean;
      readonly isWriting: boolean;
    };

const DEFAULT_SAMPLES = 15;
const SAMPLES_RANGE = { min: 1, max: 1_000 };

/**
 * Reads the command line of `npm run bench`.
 *
 * @throws Error with a sentence for the person who typed it.
 */
export function parseCommand(args: readonly string[]): Command {
  const { values } = parseArgs({
    args: [...args],
    options: {
      samples: { type: 'string' },
      only: { type: 'string', multiple: true },
      smoke: { type: 'boolean', default: false },
      profile: { type: 'string' },
      write: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return { kind: 'help' };
  if (values.write && (values.smoke || values.only !== undefined)) {
    throw new Error('--write puts all figures into BENCHMARKS.md: leave --smoke and --only out.');
  }
  return {
    kind: 'bench',
    samples: wholeNumber('--samples', values.samples, DEFAULT_SAMPLES, SAMPLES_RANGE),
    groups: values.only === undefined ? GROUPS : values.only.map(groupOf),
    isSmoke: values.smoke,
    profileFolder: values.profile,
    isJson: values.json,
    isWriting: values.write,
  };
}

function groupOf(name: string): Group {
  const group = GROUPS.find((known) => known.name === name);
  if (group === undefined) {
    throw new Error(
      `There is no group "${name}". There are ${GROUPS.map((known) => known.name).join(', ')}.`,
    );
  }
  return group;
}
