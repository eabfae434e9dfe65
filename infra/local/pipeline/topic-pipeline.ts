import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaOptions } from '../../kafka/kafka-options.ts';
import { connectKafkaSource } from '../../kafka/kafka-source.ts';
import type { StartingPosition } from '../../kafka/record-source.ts';
import { bridgeEnvironment } from '../demo/bridge-environment.ts';
import { busArnOf } from '../demo/bus-arn.ts';
import type { SchemaFile } from '../demo/demo-stand-ins.ts';
import { withRegistryOf } from '../demo/registries.ts';
import { TOPIC_RULES } from '../demo/rules.ts';
import type { MappingProblem } from '../mapping/event-source-mapping.ts';
import { heardSource } from './heard-source.ts';
import { type AssembledPipeline, assemblePipeline, type Pipeline } from './pipeline.ts';
import { startStage } from './stage.ts';
import { startSurroundings } from './surroundings.ts';
import { TopicAudit } from './topic-audit.ts';

export interface TopicPipelineOptions {
  readonly kafka: KafkaOptions;
  readonly topic: string;
  readonly consumerGroupId: string;
  readonly startingPosition: StartingPosition;
  /** The configuration document of the bridge. */
  readonly configuration: string;
  readonly schemas: readonly SchemaFile[];
  /** Undefined: without end. */
  readonly durationMs: number | undefined;
  readonly batchSize: number;
  readonly faults: string | undefined;
  readonly logDirectory: string;
  /** Takes each line that the bridge logs. */
  readonly onLog: (line: string) => void;
  readonly onProblem: (problem: MappingProblem) => void;
}

const ALL_EVENTS_LOG_GROUP = '/aws/events/all-events';

/** A topic of a real Kafka, bridged to the stand-in of EventBridge. */
export async function startTopicPipeline(options: TopicPipelineOptions): Promise<Pipeline> {
  return await assemblePipeline((closing) => assemble(options, closing));
}

async function assemble(
  options: TopicPipelineOptions,
  closing: AsyncDisposableStack,
): Promise<AssembledPipeline> {
  const { kafka, topic, configuration, durationMs, onProblem } = options;
  const source = await connectKafkaSource({
    ...kafka,
    onNotice: (message) => onProblem({ kind: 'polling', message }),
  });
  closing.defer(() => source.close());
  const audit = new TopicAudit();
  const { demo, ...surroundings } = await startSurroundings({
    ...options,
    audit,
    eventBusArn: busArnOf(configuration),
    rules: TOPIC_RULES,
  });
  closing.defer(surroundings.close);
  const bridge = await startStage({
    ...options,
    source: heardSource(source, (nextOffsets) => audit.committed(topic, nextOffsets)),
    onDelivery: (record) => audit.delivered(record),
    artefact: 'bridge',
    functionName: 'bridge',
    environment: {
      ...demo.standIns.environment,
      ...bridgeEnvironment({
        configurationParameter: demo.putConfiguration('topic', withRegistryOf(demo.standIns, configuration)),
        deadLetterQueueUrl: demo.deadLetterQueueUrl,
      }),
    },
    destination: surroundings.failureDestination((record) => audit.gaveUp(record)),
  });
  closing.defer(bridge.close);
  return {
    requestedRecords: undefined,
    snapshot: () => ({
      source: `Kafka at ${kafka.brokers.join(', ')}`,
      producedRecords: undefined,
      mappings: [bridge.snapshot()],
      ...surroundings.snapshot(),
    }),
    production:
      durationMs === undefined ? new Promise(() => undefined) : sleep(durationMs, undefined, { ref: false }),
    endProduction: async () => undefined,
    // Others may go on writing for ever; what was read is finished all the same.
    pendingRecords: async () => 0,
    finish: async () => {
      await bridge.stop();
      await surroundings.settle();
      return audit.result();
    },
    exampleEvent: () => demo.standIns.eventBridge.logLines(ALL_EVENTS_LOG_GROUP)[0],
  };
}
