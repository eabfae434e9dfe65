import { S3Client } from '@aws-sdk/client-s3';
import type { KafkaEventRecord } from '../../../shared/kafka-event.ts';
import { failedRecord, readDeadLetters } from '../demo/dead-letters.ts';
import { type DemoStandInOptions, type DemoStandIns, startDemoStandIns } from '../demo/demo-stand-ins.ts';
import { BUS_NAME } from '../demo/resource-names.ts';
import { ruleSnapshots } from '../demo/rule-snapshots.ts';
import { recordsOf } from '../mapping/event-records.ts';
import { FailureBucket } from '../mapping/failure-bucket.ts';
import type { FailureDestination } from '../mapping/failure-destination.ts';
import type { PipelineAudit } from './pipeline-audit.ts';
import type { FailureSnapshot, PipelineSnapshot } from './snapshot.ts';

export interface SurroundingsOptions
  extends Pick<DemoStandInOptions, 'eventBusArn' | 'faults' | 'logDirectory' | 'rules' | 'schemas'> {
  readonly audit: PipelineAudit;
}

/** Failed records that a snapshot names. */
const LATEST_FAILURES = 5;

/** An answer on loopback takes a thousandth of it. */
const REQUEST_TIMEOUT_MS = 10_000;

const FAILURE_BUCKET = 'kafka-eventbridge-failures';

/** The AWS of a pipeline on this machine, and what it has seen. */
export interface Surroundings {
  readonly demo: DemoStandIns;
  /** A bucket for what a mapping gives up. */
  readonly failureDestination: (onGivenUp: (record: KafkaEventRecord) => void) => FailureDestination;
  readonly snapshot: () => Pick<PipelineSnapshot, 'bus' | 'failures' | 'faults' | 'rules'>;
  /** Resolves when all events have reached their targets; tells the audit of the dead letters. */
  readonly settle: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function startSurroundings({ audit, ...options }: SurroundingsOptions): Promise<Surroundings> {
  let injectedFaults = 0;
  let letters: Pick<FailureSnapshot, 'deadLetters' | 'latest'> = { deadLetters: 0, latest: [] };
  let lettersWritten = 0;
  const demo = await startDemoStandIns({
    ...options,
    keepEventCharacters: 0,
    keepRequests: 0,
    onEvent: ({ detail }) => audit.accepted(detail),
    onRequest: ({ fault }) => {
      if (fault !== undefined) injectedFaults++;
    },
  });
  const { standIns, deadLetterQueueUrl } = demo;
  const { eventBridge, requests, sqs, s3 } = standIns;
  s3.createBucket(FAILURE_BUCKET);
  const client = new S3Client({
    endpoint: standIns.url,
    region: standIns.region,
    credentials: { accessKeyId: 'stand-in', secretAccessKey: 'stand-in' },
    forcePathStyle: true,
    requestHandler: { requestTimeout: REQUEST_TIMEOUT_MS },
  });
  return {
    demo,
    failureDestination: (onGivenUp) => {
      const bucket = new FailureBucket({ client, bucket: FAILURE_BUCKET });
      return {
        arn: bucket.arn,
        write: async (records) => {
          await bucket.write(records);
          for (const record of recordsOf(records.event)) onGivenUp(record);
        },
      };
    },
    snapshot: () => {
      const { accepted, unmatched } = eventBridge.counts();
      const written = requests.count('sqs');
      if (written > lettersWritten) {
        // A long queue is not read when nothing has come.
        lettersWritten = written;
        const messages = sqs.messages(deadLetterQueueUrl);
        const latest = messages.slice(-LATEST_FAILURES).map(({ body }) => failedRecord(JSON.parse(body)));
        letters = { deadLetters: messages.length, latest };
      }
      return {
        faults: options.faults,
        bus: {
          name: BUS_NAME,
          putEventsRequests: requests.count('eventbridge.PutEvents'),
          events: accepted,
          unmatchedEvents: unmatched,
        },
        rules: ruleSnapshots(eventBridge),
        failures: { injectedFaults, ...letters },
      };
    },
    settle: async () => {
      await eventBridge.settled();
      for (const letter of readDeadLetters(demo)) audit.deadLettered(letter);
    },
    close: async () => {
      client.destroy();
      await demo.close();
    },
  };
}
