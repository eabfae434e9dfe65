import { spawnSync } from 'node:child_process';
import { parseArgs, styleText } from 'node:util';
import { type BridgedFile, bridgeFile } from './demo/bridge-file.ts';
import { describePlay } from './demo/describe-play.ts';
import { play } from './demo/play.ts';
import { Progress } from './demo/progress.ts';
import { FAULT_TEXT_HELP } from './fault-text.ts';

const HELP = `Kafka → EventBridge on this machine: builds the bridge, starts stand-ins of the AWS APIs on loopback, and
bridges records through the built artefact.

  npm start                               play the sample events and a stream of Avro notifications
  npm start -- events/json.json           bridge one event file and print the PutEvents entries
  npm start -- my.json --config my-config.json

Options
  --config FILE     configuration document for an event file
  --records N       notifications in the stream (5000)
  --batch-size N    records in a batch of the stream (500)
  --faults TEXT     make the stand-ins fail:
${FAULT_TEXT_HELP.replaceAll(/^/gm, '                    ')}
  --logs DIRECTORY  where rules write their log files (.local/logs)
  --verbose         print what the functions log
  --json            print the result as JSON, for machines
  --no-build        use dist/ as it is
  --help            this text
`;

const DEFAULT_RECORDS = 5_000;
const DEFAULT_BATCH_SIZE = 500;
/** An event source mapping takes no larger batch. */
const MAX_BATCH_SIZE = 10_000;
const MAX_RECORDS = 10_000_000;

const options = {
  config: { type: 'string' },
  records: { type: 'string', default: String(DEFAULT_RECORDS) },
  'batch-size': { type: 'string', default: String(DEFAULT_BATCH_SIZE) },
  faults: { type: 'string' },
  logs: { type: 'string', default: '.local/logs' },
  verbose: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  'no-build': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const [eventFile, ...others] = positionals;
  if (others.length > 0) throw new Error(`One event file at a time; there is also ${others.join(', ')}.`);
  const onStage = (text: string) => void process.stderr.write(`· ${text}\n`);
  if (!values['no-build']) {
    build();
    onStage('built dist/bridge/index.mjs');
  }
  const shared = {
    faults: values.faults,
    logDirectory: values.logs,
    onLog: (line: string) => {
      if (values.verbose) process.stderr.write(`${styleText('dim', line)}\n`);
    },
  };
  if (eventFile !== undefined) {
    printBridged(await bridgeFile(eventFile, values.config, shared), values.json);
    return;
  }
  const progress = new Progress(process.stderr, 'stream');
  const summary = await play({
    ...shared,
    onStage,
    streamRecords: wholeNumber('--records', values.records, MAX_RECORDS),
    batchSize: wholeNumber('--batch-size', values['batch-size'], MAX_BATCH_SIZE),
    onProgress: (done, all) => progress.show(done, all),
  });
  console.log(values.json ? JSON.stringify(summary, undefined, 2) : describePlay(summary));
  if (summary.audit.lost.length + summary.audit.invented.length > 0) process.exitCode = 1;
}

function build(): void {
  const { status } = spawnSync(process.execPath, ['infra/build.ts', '--quiet'], { stdio: 'inherit' });
  if (status !== 0) throw new Error('The build failed.');
}

function printBridged(bridged: BridgedFile, isJson: boolean): void {
  if (isJson) console.log(JSON.stringify(bridged, undefined, 2));
  else {
    console.log(styleText('bold', `${bridged.entries.length} PutEvents entries`));
    console.log(JSON.stringify(bridged.entries, undefined, 2));
    if (bridged.deadLetters.length > 0) {
      console.log(styleText('bold', `${bridged.deadLetters.length} dead letters`));
      console.log(JSON.stringify(bridged.deadLetters, undefined, 2));
    }
    console.log(styleText('bold', 'Answer to the event source mapping'));
    console.log(JSON.stringify(bridged.response ?? bridged.error, undefined, 2));
  }
  if (bridged.error !== undefined) process.exitCode = 1;
}

function wholeNumber(option: string, text: string, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 1 && value <= max) return value;
  throw new Error(`${option} is "${text}". Give a whole number from 1 to ${max}.`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
