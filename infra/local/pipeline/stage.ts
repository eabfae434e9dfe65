import { fileURLToPath } from 'node:url';
import type { KafkaEvent, KafkaEventRecord } from '../../../shared/kafka-event.ts';
import type { RecordSource, StartingPosition } from '../../kafka/record-source.ts';
import { FunctionPool } from '../lambda/function-pool.ts';
import { reportLine } from '../lambda/invocation-report.ts';
import type { LambdaFunction } from '../lambda/lambda-function.ts';
import { recordsOf } from '../mapping/event-records.ts';
import type { MappingProblem } from '../mapping/event-source-mapping.ts';
import type { FailureDestination } from '../mapping/failure-destination.ts';
import type { ProvisionedMode } from '../mapping/mapping-settings.ts';
import { startEventSourceMapping } from '../mapping/start-mapping.ts';
import { RecentLag } from './recent-lag.ts';
import type { MappingSnapshot } from './snapshot.ts';

export interface StageOptions {
  /** Folder of the built function under `dist/`. */
  readonly artefact: 'bridge' | 'demo-analyzer';
  /** Name of the function, and of its service in logs and metrics. */
  readonly functionName: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly source: RecordSource;
  readonly topic: string;
  readonly consumerGroupId: string;
  readonly startingPosition?: StartingPosition;
  readonly batchSize: number;
  readonly destination: FailureDestination;
  /** Told of each record that goes to the function, each time. */
  readonly onDelivery?: (record: KafkaEventRecord) => void;
  readonly onLog: (line: string) => void;
  readonly onProblem: (problem: MappingProblem) => void;
}

/** A topic, its event source mapping and the function behind it. */
export interface Stage {
  readonly snapshot: () => MappingSnapshot;
  readonly lag: () => Promise<number>;
  /** Finishes what is under way. */
  readonly stop: () => Promise<void>;
  /** Ends at once what is not stopped. */
  readonly close: () => Promise<void>;
}

/** What the constructs give every function and mapping that says nothing else. */
const TIMEOUT_MS = 60_000;
const MEMORY_MB = 512;
const POLLING: ProvisionedMode = {
  mode: 'provisioned',
  pollers: 2,
  invocationsPerPoller: 2,
  maximumRetryAttempts: 10,
  bisectBatchOnFunctionError: true,
  responseReading: 'listed',
};

/** As many as there are batches under way. */
const EXECUTION_ENVIRONMENTS = 4;

export async function startStage(options: StageOptions): Promise<Stage> {
  const { artefact, functionName, environment, topic, onLog } = options;
  const { source, consumerGroupId, startingPosition, batchSize, destination, onDelivery, onProblem } =
    options;
  const pool = new FunctionPool({
    artefact: builtModule(artefact),
    name: functionName,
    environment: { POWERTOOLS_SERVICE_NAME: functionName, ...environment },
    timeoutMs: TIMEOUT_MS,
    memoryLimitMb: MEMORY_MB,
    concurrency: EXECUTION_ENVIRONMENTS,
    onLog,
    onReport: (report) => onLog(reportLine(report)),
  });
  const mapping = await startEventSourceMapping({
    settings: {
      topic,
      consumerGroupId,
      batchSize,
      polling: POLLING,
      ...(startingPosition === undefined ? {} : { startingPosition }),
    },
    source,
    fn: onDelivery === undefined ? pool : heardFunction(pool, onDelivery),
    destination,
    onProblem,
  });
  const lag = new RecentLag(() => mapping.lag());
  return {
    lag: () => mapping.lag(),
    snapshot: () => ({
      functionName,
      topic,
      counts: mapping.counts(),
      lag: lag.latest,
      coldStarts: pool.coldStarts,
    }),
    stop: async () => {
      await mapping.stop();
      await lag.update();
    },
    close: async () => {
      await mapping.kill();
      await pool.close();
    },
  };
}

function heardFunction(fn: LambdaFunction, onRecord: (record: KafkaEventRecord) => void): LambdaFunction {
  return {
    functionArn: fn.functionArn,
    invoke: (event) => {
      for (const record of recordsOf(event as KafkaEvent)) onRecord(record);
      return fn.invoke(event);
    },
  };
}

/** The module that `cdk deploy` puts into a function. */
export function builtModule(name: string): string {
  return fileURLToPath(new URL(`../../../dist/${name}/index.mjs`, import.meta.url));
}
