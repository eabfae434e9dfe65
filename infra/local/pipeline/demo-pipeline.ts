import { setTimeout as sleep } from 'node:timers/promises';
import { DEMO_ENVIRONMENT } from '../../../shared/demo/environment.ts';
import { DEMO_SERVICES } from '../../../shared/demo/services.ts';
import { DEMO_TOPICS } from '../../../shared/demo/topics.ts';
import { bridgeEnvironment } from '../demo/bridge-environment.ts';
import { sampleConfiguration } from '../demo/configurations.ts';
import { PIPELINE_RULES } from '../demo/rules.ts';
import { NOTIFICATION } from '../demo/schemas.ts';
import { startEmbeddedKafka } from '../kafka/embedded-kafka.ts';
import type { MappingProblem } from '../mapping/event-source-mapping.ts';
import { DemoAudit } from './demo-audit.ts';
import { type AssembledPipeline, assemblePipeline, type Pipeline } from './pipeline.ts';
import { startStage } from './stage.ts';
import { startSurroundings } from './surroundings.ts';
import { startTransactionStream } from './transaction-stream.ts';

export interface DemoPipelineOptions {
  readonly ratePerSecond: number;
  readonly durationMs: number;
  readonly batchSize: number;
  readonly faults: string | undefined;
  readonly logDirectory: string;
  /** Takes each line that the functions log. */
  readonly onLog: (line: string) => void;
  readonly onProblem: (problem: MappingProblem) => void;
}

/** As in the deployed demo. */
const PARTITIONS = 10;

const SECOND_MS = 1_000;
const LAST_REQUEST_MS = 250;

/** The log that keeps what the rule suspicious-activity delivers. */
const EXAMPLE_LOG_GROUP = '/aws/events/suspicious-activity';

/**
 * The deployed demo on this machine: the same functions, a Kafka in memory between them, and the stand-ins of the AWS APIs.
 *
 * producer → topic `events` → analyzer → topic `notifications` → bridge → bus → rules
 */
export async function startDemoPipeline(options: DemoPipelineOptions): Promise<Pipeline> {
  return await assemblePipeline((closing) => assemble(options, closing));
}

async function assemble(
  options: DemoPipelineOptions,
  closing: AsyncDisposableStack,
): Promise<AssembledPipeline> {
  const { batchSize, onLog, onProblem } = options;
  const audit = new DemoAudit({ isRefusing: options.faults !== undefined });
  const { demo, ...surroundings } = await startSurroundings({ ...options, audit, rules: PIPELINE_RULES });
  closing.defer(surroundings.close);
  const kafka = await startEmbeddedKafka({
    topics: Object.values(DEMO_TOPICS).map((name) => ({ name, partitions: PARTITIONS })),
    onAppended: (record) => {
      if (record.topic === DEMO_TOPICS.events) audit.transaction(record);
      else audit.notification(record);
    },
  });
  closing.defer(() => kafka.close());
  const { source, bootstrapServers } = kafka;
  const stage = { source, batchSize, onLog, onProblem };
  const analyzer = await startStage({
    ...stage,
    artefact: 'demo-analyzer',
    functionName: DEMO_SERVICES.analyzer,
    environment: {
      ...demo.standIns.environment,
      [DEMO_ENVIRONMENT.kafkaSecurity]: 'plaintext',
      [DEMO_ENVIRONMENT.notificationSchemaVersionId]: NOTIFICATION.schemaVersionId,
    },
    topic: DEMO_TOPICS.events,
    consumerGroupId: DEMO_SERVICES.analyzer,
    destination: surroundings.failureDestination((record) => audit.analyzerGaveUp(record)),
  });
  closing.defer(analyzer.close);
  const bridge = await startStage({
    ...stage,
    artefact: 'bridge',
    functionName: 'bridge',
    environment: {
      ...demo.standIns.environment,
      ...bridgeEnvironment({
        configurationParameter: demo.putConfiguration('demo', sampleConfiguration('avro')),
        deadLetterQueueUrl: demo.deadLetterQueueUrl,
      }),
    },
    topic: DEMO_TOPICS.notifications,
    consumerGroupId: 'bridge',
    destination: surroundings.failureDestination((record) => audit.bridgeGaveUp(record)),
  });
  closing.defer(bridge.close);
  const stream = startTransactionStream({
    ...options,
    bootstrapServers,
    environment: demo.standIns.environment,
  });
  closing.defer(stream.end);
  return {
    requestedRecords: (options.ratePerSecond * options.durationMs) / SECOND_MS,
    snapshot: () => ({
      source: 'Kafka in memory',
      producedRecords: kafka.recordCount(DEMO_TOPICS.events),
      mappings: [analyzer.snapshot(), bridge.snapshot()],
      ...surroundings.snapshot(),
    }),
    production: stream.done,
    endProduction: async () => {
      await stream.end();
      // A request of the producer that is still in the socket has come by then.
      await sleep(LAST_REQUEST_MS);
    },
    // The analyzer commits what it has passed on, so that nothing is between the two when both say 0.
    pendingRecords: async () => (await analyzer.lag()) + (await bridge.lag()),
    finish: async () => {
      await analyzer.stop();
      await bridge.stop();
      await surroundings.settle();
      return audit.result();
    },
    exampleEvent: () => demo.standIns.eventBridge.logLines(EXAMPLE_LOG_GROUP)[0],
  };
}
