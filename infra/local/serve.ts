import { once } from 'node:events';
import { interruption } from '../command-line/interruption.ts';
import type { Activity } from './serving/activity.ts';
import { activityJson } from './serving/activity-json.ts';
import { HELP, parseServeOptions, type ServeOptions } from './serving/command-line.ts';
import { describeActivity } from './serving/describe-activity.ts';
import { type ServedStandIns, startServedStandIns } from './serving/served-stand-ins.ts';

/** `npm run stand-ins`: see the help. */

async function main(): Promise<void> {
  const options = parseServeOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(HELP);
    return;
  }
  const interrupted = interruption();
  if (options.host === '0.0.0.0') {
    process.stderr.write(
      'With --host 0.0.0.0, everyone on the network of this machine can call the stand-ins, without credentials.\n',
    );
  }
  const standIns = await start(options);
  if (!interrupted.aborted) await once(interrupted, 'abort');
  await standIns.close();
}

async function start(options: ServeOptions): Promise<ServedStandIns> {
  const tell = (activity: Activity) => {
    process.stdout.write(`${options.isJson ? activityJson(activity) : describeActivity(activity)}\n`);
  };
  try {
    return await startServedStandIns(options, tell);
  } catch (error) {
    throw inWords(error, options);
  }
}

function inWords(error: unknown, { host, port }: ServeOptions): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  switch (error.code) {
    case 'EADDRINUSE':
      return new Error(`Port ${port} of ${host} is taken. Give another with --port.`);
    case 'EADDRNOTAVAIL':
      return new Error(`This machine has no address ${host}. Give one of its own with --host.`);
    case 'EACCES':
      return new Error(`Port ${port} is not for everybody. Give one above 1023 with --port.`);
    default:
      return error;
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
