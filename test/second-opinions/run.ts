import { styleText } from 'node:util';
import { runCommand } from '../fixtures/run-command.ts';
import { HELP, readCommandLine } from './command-line.ts';
import { describeComparison, describePipeline, describeRecorded } from './describe-opinions.ts';
import { motoVersion, pythonWithMoto } from './python-environment.ts';
import { areSettled, askMoto } from './second-opinions.ts';

async function main(): Promise<void> {
  const { isHelp, isJson, isListing, isSkippingAllowed, eventPatterns } = readCommandLine(
    process.argv.slice(2),
  );
  if (isHelp) {
    process.stdout.write(HELP);
    return;
  }
  const startMs = performance.now();
  const say = (text: string) => {
    if (!isJson) console.log(text);
  };
  const onStage = (text: string) => say(`· ${text}`);
  const judge = `moto ${motoVersion()} (Python)`;
  say(judge);
  const environment = preparedPython(onStage);
  if (environment.python === undefined) {
    const { skipped } = environment;
    if (isJson) console.log(JSON.stringify({ judge, isGood: isSkippingAllowed, skipped }, undefined, 2));
    say(`${styleText('yellow', '-')} skipped: ${skipped}`);
    if (!isSkippingAllowed) process.exitCode = 1;
    return;
  }
  const opinions = await askMoto(environment.python, eventPatterns, {
    onStage,
    onPipeline: (result) => say(describePipeline(result)),
    onComparison: (comparison) => say(describeComparison(comparison, isListing)),
  });
  if (opinions.recorded !== undefined) say(describeRecorded(opinions.recorded));
  const isGood = areSettled(opinions);
  if (isJson) console.log(JSON.stringify({ judge, isGood, ...opinions }, undefined, 2));
  say(`in ${((performance.now() - startMs) / 1_000).toFixed(1)} s`);
  if (!isGood) process.exitCode = 1;
}

/** The Python that has moto; or why the machine cannot run it. */
function preparedPython(
  onStage: (text: string) => void,
): { readonly python: string } | { readonly python?: undefined; readonly skipped: string } {
  try {
    return { python: pythonWithMoto(onStage) };
  } catch (error) {
    return { skipped: error instanceof Error ? error.message : String(error) };
  }
}

await runCommand(main);
