import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { CarriedOutcome } from '../../../functions/redrive/carry.ts';
import type { FailedRecord } from '../../../functions/redrive/failed-record.ts';
import type { StandIns } from '../../../infra/local/stand-ins.ts';
import { BucketSource } from '../../../infra/redrive/bucket-source.ts';
import { coordinatesOf, Journal } from '../../../infra/redrive/journal.ts';
import type { KafkaPort } from '../../../infra/redrive/kafka-port.ts';
import { Objects } from '../../../infra/redrive/objects.ts';
import { type Plan, Planner } from '../../../infra/redrive/plan.ts';
import { Queue } from '../../../infra/redrive/queue.ts';
import { QueueSource } from '../../../infra/redrive/queue-source.ts';
import { Redrive, type RedriveOptions } from '../../../infra/redrive/redrive.ts';
import type { RedriveResult } from '../../../infra/redrive/result.ts';
import type { Source } from '../../../infra/redrive/source.ts';
import { settingsFor } from '../local/running-stand-ins.ts';
import { CONNECTOR_ID, OWNER, readDocumentText } from './documents.ts';

export const ALL: RedriveOptions = {
  selection: { topics: [], codes: [], sinceMs: undefined, untilMs: undefined },
  limit: undefined,
  recordsPerSecond: 10_000,
  clusterArn: undefined,
};

/** A bridge that takes every record, unless told otherwise, and remembers them. */
export class FakeBridge {
  /** Coordinates, in the order in which they were carried. */
  readonly sent: string[] = [];
  /** Records of each turn. */
  readonly turns: number[] = [];
  outcome: (record: FailedRecord) => CarriedOutcome = () => ({ kind: 'sent' });
  beforeTurn: () => Promise<void> | void = () => undefined;

  readonly carry = async (records: readonly FailedRecord[]): Promise<readonly CarriedOutcome[]> => {
    await this.beforeTurn();
    this.turns.push(records.length);
    const outcomes = records.map((record) => this.outcome(record));
    this.sent.push(...records.filter((_, index) => outcomes[index]?.kind === 'sent').map(coordinatesOf));
    return outcomes;
  };
}

export interface Surroundings {
  readonly standIns: StandIns;
  readonly bridge: FakeBridge;
  readonly queueUrl: string;
  readonly kafka?: KafkaPort | undefined;
  readonly isInterrupted?: () => boolean;
}

export const BUCKET = 'letters';

/** Runs of the engine against the stand-ins of SQS and S3, with a journal that they share. */
export class RedriveRuns {
  readonly #folder = mkdtempSync(join(tmpdir(), 'redrive-'));
  readonly #clients: { destroy(): void }[] = [];

  get journalPath(): string {
    return join(this.#folder, 'journal.jsonl');
  }

  async redrive(surroundings: Surroundings, options: Partial<RedriveOptions> = {}): Promise<RedriveResult> {
    const journal = await Journal.open(this.journalPath, OWNER);
    try {
      const { kafka, bridge } = surroundings;
      return await new Redrive(
        { ...ALL, ...options },
        {
          journal,
          readDocument: readDocumentText,
          connectorId: CONNECTOR_ID,
          objects: new Objects(this.#s3(surroundings)),
          carry: bridge.carry,
          connectKafka: kafka === undefined ? undefined : async () => kafka,
          isInterrupted: surroundings.isInterrupted ?? (() => false),
          sleep: async () => undefined,
          now: Date.now,
          monotonicNow: () => performance.now(),
          onProgress: () => undefined,
        },
      ).run(this.#sources(surroundings));
    } finally {
      await journal.close();
    }
  }

  async plan(surroundings: Surroundings, options: Partial<RedriveOptions> = {}): Promise<Plan> {
    return await new Planner(
      { ...ALL, ...options },
      {
        journal: await Journal.read(this.journalPath, OWNER),
        readDocument: readDocumentText,
        connectorId: CONNECTOR_ID,
        objects: new Objects(this.#s3(surroundings)),
        hasKafka: surroundings.kafka !== undefined,
        isInterrupted: surroundings.isInterrupted ?? (() => false),
        onProgress: () => undefined,
      },
    ).run(this.#sources(surroundings));
  }

  close(): void {
    for (const client of this.#clients.splice(0)) client.destroy();
    rmSync(this.#folder, { recursive: true });
  }

  #s3({ standIns }: Surroundings): S3Client {
    const s3 = new S3Client({ ...settingsFor(standIns), maxAttempts: 5 });
    this.#clients.push(s3);
    return s3;
  }

  #sources(surroundings: Surroundings): Source[] {
    const { standIns, queueUrl, isInterrupted } = surroundings;
    const sqs = new SQSClient({ ...settingsFor(standIns), maxAttempts: 5 });
    this.#clients.push(sqs);
    const controller = new AbortController();
    if (isInterrupted?.() === true) controller.abort();
    return [
      new QueueSource({
        queue: new Queue(sqs, queueUrl, 0),
        signal: controller.signal,
        now: () => performance.now(),
      }),
      new BucketSource({ s3: this.#s3(surroundings), bucket: BUCKET, prefix: '', connectorId: CONNECTOR_ID }),
    ];
  }
}
