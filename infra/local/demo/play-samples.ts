import type { KafkaEvent } from '../../../shared/kafka-event.ts';
import { Audit, type AuditResult, payloadChecksum } from '../mapping/audit.ts';
import { deliver, type RetrySettings } from '../mapping/delivery.ts';
import { recordsOf } from '../mapping/event-records.ts';
import type { FailedRecord, RuleSnapshot } from '../pipeline/snapshot.ts';
import { type SampleConfiguration, sampleConfiguration } from './configurations.ts';
import { failedRecord, readDeadLetters } from './dead-letters.ts';
import { type DemoOptions, startDemoEnvironment } from './environment.ts';
import { ruleSnapshots } from './rule-snapshots.ts';
import { SAMPLE_EVENTS } from './sample-events.ts';

export interface PlaySamplesOptions extends Pick<DemoOptions, 'faults' | 'logDirectory' | 'onLog'> {
  /** @default all of them */
  readonly samples?: typeof SAMPLE_EVENTS;
  /** Told what begins now. */
  readonly onStage: (text: string) => void;
}

export interface PlayedSample {
  readonly name: string;
  readonly about: string;
  readonly audit: AuditResult;
}

/** What became of the sample events, for a person or a machine to read. */
export interface SamplesSummary {
  readonly samples: readonly PlayedSample[];
  readonly audit: AuditResult;
  readonly putEventsRequests: number;
  readonly invocations: number;
  readonly rules: readonly RuleSnapshot[];
  /** Events that no rule waits for. */
  readonly eventsWithoutRule: number;
  readonly failures: readonly FailedRecord[];
}

/** Whether every record is on the bus or in the dead letters, and nothing else is. */
export function areDelivered({ audit }: SamplesSummary): boolean {
  return audit.lost.length + audit.invented.length + audit.exhausted === 0;
}

/** Partial batch responses, and as many retries as a mapping has with a failure destination. */
const MAPPING: RetrySettings = { reading: 'listed', maxRetries: 10 };

/** Plays the sample events through the built bridge, each with its configuration, and audits the result. */
export async function playSamples(options: PlaySamplesOptions): Promise<SamplesSummary> {
  const audit = new Audit();
  const environment = await startDemoEnvironment({
    ...options,
    onEvent: ({ detail }) => audit.accepted(detail),
  });
  const { samples = SAMPLE_EVENTS } = options;
  const { eventBridge, requests } = environment.standIns;
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
    options.onStage(`${samples.length} sample events`);
    for (const { configuration, event } of samples) await send(configuration, event);

    await eventBridge.settled();
    const deadLetters = readDeadLetters(environment);
    for (const { record, error } of deadLetters) {
      audit.deadLettered({
        record,
        code: error.code,
        payloadChecksum: payloadChecksum(record.key, record.value),
      });
    }
    return {
      samples: samples.map(({ name, about, event }) => ({
        name,
        about,
        audit: audit.result(recordsOf(event)),
      })),
      audit: audit.result(),
      invocations,
      putEventsRequests: requests.count('eventbridge.PutEvents'),
      rules: ruleSnapshots(eventBridge),
      eventsWithoutRule: eventBridge.counts().unmatched,
      failures: deadLetters.map(failedRecord),
    };
  } finally {
    await environment.close();
  }
}
