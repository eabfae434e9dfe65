import { parseCommand } from './command-line.ts';
import { describeEstimate } from './describe-estimate.ts';
import { estimate } from './estimate.ts';
import { HELP } from './help.ts';

/** `npm run cost`: see the help. */
function main(): void {
  const command = parseCommand(process.argv.slice(2), Date.now());
  if (command.kind === 'help') {
    process.stdout.write(HELP);
    return;
  }
  const { regionName, region, load, isJson } = command;
  const result = estimate(load, region);
  console.log(
    isJson
      ? JSON.stringify({ region: regionName, ...result, prices: region.prices }, undefined, 2)
      : describeEstimate(result, regionName, region.prices),
  );
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
