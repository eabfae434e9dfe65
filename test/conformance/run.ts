import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isConformant, runChecks } from './checks.ts';
import { deviationsTable } from './deviations-table.ts';
import { checkEventPatterns } from './event-patterns.ts';
import { summaryText } from './summary.ts';

const USAGE = `Compares this project with the measured behaviour of the reference.

  npm run conformance -- [--json | --markdown] [--event-patterns <file>]

  --json                    print the results as JSON
  --markdown                print the table of deliberate deviations for the README
  --event-patterns <file>   compare the event pattern matcher with a file of recorded answers as well
  --help                    print this

The exit code is 1 when a case fails or too few were compared.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      'event-patterns': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const results = await runChecks();
  const eventPatterns = values['event-patterns'];
  const notRun = reasonNotToRun(eventPatterns);
  if (eventPatterns !== undefined && notRun === undefined) results.push(checkEventPatterns(eventPatterns));
  if (!isConformant(results)) process.exitCode = 1;
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ conformant: isConformant(results), results }, undefined, 2)}\n`);
    return;
  }
  if (values.markdown) {
    process.stdout.write(`${deviationsTable(results)}\n`);
    return;
  }
  const isColoured = process.stdout.isTTY && process.env.NO_COLOR === undefined;
  const eventPatternsLine = notRun === undefined ? '' : `Event patterns were not compared: ${notRun}.\n`;
  process.stdout.write(`${summaryText(results, isColoured)}\n${eventPatternsLine}`);
}

/** Undefined when event patterns can be compared. */
function reasonNotToRun(path: string | undefined): string | undefined {
  if (path === undefined) return 'no file was given with --event-patterns';
  return existsSync(path) ? undefined : `there is no file ${path}`;
}

await main();
