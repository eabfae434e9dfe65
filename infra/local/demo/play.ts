import { relative } from 'node:path';
import type { DeadLetter } from '../../../functions/bridge/dead-letter.ts';
import type { KafkaEvent } from '../../../shared/kafka-event.ts';
import { Audit, type AuditResult, payloadChecksum } from '../mapping/audit.ts';
import { deliver, type MappingSettings } from '../mapping/delivery.ts';
import { recordCount, recordsOf } from '../mapping/event-records.ts';
import { type SampleConfiguration, sampleConfiguration } from './configurations.ts';
import { type DemoEnvironment, type DemoOptions, startDemoEnvironment } from './environment.ts';
import { notificationBatches } from './notification-stream.ts';
import { SAMPLE_EVENTS } from './sample-events.ts';

export interface PlayOptions extends Pick<DemoOptions, 'faults' | 'logDirectory' | 'onLog'> {
  /** Notifications in the generated stream. */
  readonly streamRecords: number;
  readonly batchSize: number;
  /** Told what begins now. */
  readonly onStage: (text: string) => void;
  /** Told as the stream goes on. */
  readonly onProgress: (doneRecords: number, allRecords: number) => void;
}

export interface PlayedSample {
  readonly name: string;
  readonly about: string;
  readonly audit: AuditResult;
}

export interface RuleSummary {
  readonly name: string;
  readonly matched: number;
  /** Where its events went, and how many arrived. */
  readonly targets: readonly { readonly to: string; readonly delivered: number }[];
}

export interface FailedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** What the demo did, for a person or a machine to read. */
export interface PlaySummary {
  readonly samples: readonly PlayedSample[];
  readonly stream: { readonly records: number; readonly milliseconds: number };
  readonly audit: AuditResult;
  readonly putEventsRequests: number;
  readonly invocations: number;
  readonly rules: readonly RuleSummary[];
  /** Events that no rule waits for. */
  readonly eventsWithoutRule: number;
  readonly failures: readonly FailedRecord[];
  /** The first suspicious-activity event as its targets got it. */
  readonly exampleEvent: string | undefined;
}

/** Whether every record is on the bus or in the dead letters, and nothing else is. */
export function isDelivered({ audit }: PlaySummary): boolean {
  return audit.lost.length + audit.invented.length + audit.exhausted === 0;
}

/** Partial batch responses, and as many retries as a mapping has with a failure destination. */
const MAPPING: MappingSettings = { reading: 'listed', maxRetries: 10 };

/** Plays the sample events and the generated stream through the built bridge, and audits the result. */
export async function play(options: PlayOptions): Promise<PlaySummary> {
  const audit = new Audit();
  const environment = await startDemoEnvironment({
    ...options,
    onEvent: ({ detail }) => audit.accepted(detail),
  });
  try {
    let invocations = 0;
    const send = async (configuration: SampleConfiguration, event: KafkaEvent) => {
      for (const record of recordsOf(event)) audit.produced(record);
      const bridge = environment.bridge(configuration, sampleConfiguration(configuration));
      const delivery = await deliver(bridge, event, MAPPING);
      invocations += delivery.invocations;
      for (const record of delivery.exhausted.flatMap(recordsOf)) audit.exhausted(record);
    };

    options.onStage(`stand-ins of the AWS services and of a schema registry at ${environment.standIns.url}`);
    options.onStage(
      `${SAMPLE_EVENTS.length} sample events, then ${options.streamRecords} Avro notifications`,
    );
    for (const { configuration, event } of SAMPLE_EVENTS) await send(configuration, event);

    const startMs = performance.now();
    let done = 0;
    for (const event of notificationBatches(options.streamRecords, options.batchSize, Date.now())) {
      await send('avro', event);
      done += recordCount(event);
      options.onProgress(done, options.streamRecords);
    }
    const milliseconds = performance.now() - startMs;

    await environment.standIns.eventBridge.settled();
    const deadLetters = readDeadLetters(environment);
    for (const { record, error } of deadLetters) {
      audit.deadLettered({
        record,
        code: error.code,
        payloadChecksum: payloadChecksum(record.key, record.value),
      });
    }
    return {
      samples: SAMPLE_EVENTS.map(({ name, about, event }) => ({
        name,
        about,
        audit: audit.result(recordsOf(event)),
      })),
      stream: { records: options.streamRecords, milliseconds },
      audit: audit.result(),
      invocations,
      ...busSummary(environment),
      failures: deadLetters.map(failedRecord),
    };
  } finally {
    await environment.close();
  }
}

function busSummary({ standIns: { eventBridge, requests } }: DemoEnvironment) {
  const rules = eventBridge.rules().map(({ name, matchedCount, targets }) => ({
    name,
    matched: matchedCount,
    targets: targets.map(({ arn }) => delivered(arn)),
  }));

  function delivered(arn: string): { to: string; delivered: number } {
    const [, logGroupName] = arn.split(':log-group:');
    if (logGroupName !== undefined) {
      const logGroup = eventBridge.logGroups().find(({ name }) => name === logGroupName);
      if (logGroup?.writeError !== undefined) throw logGroup.writeError;
      return { to: `log ${shortPath(logGroup?.file ?? logGroupName)}`, delivered: logGroup?.lineCount ?? 0 };
    }
    const webhook = eventBridge.webhooks().find((known) => known.arn === arn);
    return { to: `webhook ${webhook?.name ?? arn}`, delivered: webhook?.deliveredCount ?? 0 };
  }

  return {
    putEventsRequests: requests.count('eventbridge.PutEvents'),
    rules,
    eventsWithoutRule: eventBridge.counts().unmatched,
    exampleEvent: eventBridge.logLines('/aws/events/suspicious-activity')[0],
  };
}

/** As a person would type it. */
function shortPath(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith('..') ? file : path;
}

function readDeadLetters({ standIns, deadLetterQueueUrl }: DemoEnvironment): DeadLetter[] {
  return standIns.sqs.messages(deadLetterQueueUrl).map(({ body }) => JSON.parse(body));
}

function failedRecord({ record: { topic, partition, offset }, error }: DeadLetter): FailedRecord {
  return { topic, partition, offset, ...error };
}
