import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Progress } from '../../infra/local/demo/progress.ts';
import { SYNTH_CASES, type SynthCase } from './cases.ts';
import { synthesise } from './synthesise.ts';

const USAGE = `Synthesises every deployment with every source, authentication and group of options, offline.

  npm run synth -- [--only <text>] [--json]

  --only <text>   only cases whose name holds the text
  --json          print the results as JSON
  --help          print this

Templates go to cdk.out/matrix/<case>/. Findings of cdk-nag and of CDK's validation fail a case; so does an exception.
`;

const OUT = fileURLToPath(new URL('../../cdk.out/matrix', import.meta.url));

interface SynthResult {
  readonly name: string;
  readonly stacks: readonly { readonly name: string; readonly resources: number }[];
  readonly error: string | undefined;
}

function main(): void {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: '' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const cases = SYNTH_CASES.filter(({ name }) => name.includes(values.only));
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  const progress = new Progress(process.stderr, 'cases');
  const results = cases.map((one, index) => {
    const result = run(one);
    progress.show(index + 1, cases.length);
    return result;
  });
  const failed = results.filter(({ error }) => error !== undefined);
  if (failed.length > 0 || results.length === 0) process.exitCode = 1;
  process.stdout.write(values.json ? `${JSON.stringify(results, undefined, 2)}\n` : describe(results));
}

function run(one: SynthCase): SynthResult {
  try {
    const { stacks } = synthesise(one, `${OUT}/${one.name}`);
    return {
      name: one.name,
      stacks: stacks.map(({ stackName, template }) => ({
        name: stackName,
        resources: Object.keys(template.Resources).length,
      })),
      error: undefined,
    };
  } catch (error) {
    return { name: one.name, stacks: [], error: error instanceof Error ? error.message : String(error) };
  }
}

function describe(results: readonly SynthResult[]): string {
  const width = Math.max(0, ...results.map(({ name }) => name.length));
  const lines = results.map(({ name, stacks, error }) =>
    error === undefined
      ? `  ${name.padEnd(width)}  ${stacks.map((stack) => `${stack.name} ${stack.resources} resources`).join(', ')}`
      : `✗ ${name.padEnd(width)}  ${error}`,
  );
  const failed = results.filter(({ error }) => error !== undefined).length;
  return `${lines.join('\n')}\n\n${results.length} cases synthesised, ${failed} failed; templates in cdk.out/matrix/\n`;
}

main();
