import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { ENVIRONMENT } from '../../shared/environment.ts';
import { type StandIns, startStandIns } from '../local/stand-ins.ts';
import type { Round, RoundResult } from './measure-function.ts';

/**
 * `node infra/cost/measure.ts`: what the built bridge needs for a batch on this machine. `measured.ts` keeps the figures.
 */

const PARAMETER = '/kafka-eventbridge/measure';

const WARM_UP: Round = { batches: 60, recordsPerBatch: 200, valueBytes: 1_000 };
const ROUNDS: readonly Round[] = [
  { batches: 400, recordsPerBatch: 1, valueBytes: 1_000 },
  { batches: 200, recordsPerBatch: 100, valueBytes: 1_000 },
  { batches: 100, recordsPerBatch: 500, valueBytes: 200 },
  { batches: 100, recordsPerBatch: 500, valueBytes: 1_000 },
  { batches: 60, recordsPerBatch: 500, valueBytes: 5_000 },
  { batches: 60, recordsPerBatch: 50, valueBytes: 20_000 },
];

function startFunction({ eventBridge, ssm, region, environment }: StandIns): ChildProcess {
  const configuration = {
    'aws.eventbridge.connector.id': 'payments',
    'aws.eventbridge.region': region,
    'aws.eventbridge.eventbus.arn': eventBridge.createEventBus('kafka-events'),
  };
  ssm.putParameter({ name: PARAMETER, value: JSON.stringify(configuration) });
  return fork(new URL('./measure-function.ts', import.meta.url), {
    silent: true,
    env: {
      ...environment,
      AWS_LAMBDA_FUNCTION_NAME: 'bridge',
      [ENVIRONMENT.configurationParameter]: PARAMETER,
      [ENVIRONMENT.reportBatchItemFailures]: 'true',
    },
  });
}

async function main(): Promise<void> {
  const standIns = await startStandIns({ keepEventCharacters: 0, keepRequests: 1 });
  const bridge = startFunction(standIns);
  let loggedBytes = 0;
  bridge.stdout?.on('data', (chunk: Buffer) => {
    loggedBytes += chunk.length;
  });
  bridge.stderr?.pipe(process.stderr);
  const measure = async (round: Round): Promise<RoundResult> => {
    bridge.send(round);
    const [result]: RoundResult[] = await once(bridge, 'message');
    if (result === undefined) throw new Error('The bridge gave no answer.');
    return result;
  };
  try {
    await once(bridge, 'message');
    await measure(WARM_UP);
    console.log(
      `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}`,
    );
    console.log('records  value bytes  CPU ms a batch  CPU ms a record  wall ms a batch  log bytes a batch');
    for (const round of ROUNDS) {
      loggedBytes = 0;
      const { cpuMs, wallMs } = await measure(round);
      const { batches, recordsPerBatch, valueBytes } = round;
      const cells = [
        String(recordsPerBatch).padStart(7),
        String(valueBytes).padStart(13),
        (cpuMs / batches).toFixed(2).padStart(16),
        (cpuMs / batches / recordsPerBatch).toFixed(4).padStart(17),
        (wallMs / batches).toFixed(2).padStart(17),
        (loggedBytes / batches).toFixed(0).padStart(19),
      ];
      console.log(cells.join(''));
    }
  } finally {
    bridge.disconnect();
    await standIns.close();
  }
}

await main();
