import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from 'vitest';
import { CONTAINER_ENDPOINT } from '../../../infra/local/container-endpoint.ts';
import { confluentHeader, gluePayload } from '../../../infra/local/demo/frame-encoder.ts';
import { REGISTRY_SECRET_ARN } from '../../../infra/local/demo/resource-names.ts';
import { SCHEMA_REGISTRY_PATH } from '../../../infra/local/schema-registry/operations.ts';
import type { StandIns } from '../../../infra/local/stand-ins.ts';
import type { KafkaEvent, KafkaEventRecord } from '../../../shared/kafka-event.ts';
import { base64, eventRecord, kafkaEvent } from '../../fixtures/kafka-event.ts';
import {
  configurationDocument,
  type RunningBridge,
  startRunningBridge,
} from '../../fixtures/running-bridge.ts';
import { settingsFor } from '../../infra/local/running-stand-ins.ts';
import { RedriveProcess } from '../../infra/redrive/redrive-process.ts';
import { CONFLUENT, GLUE, newSample, SAMPLES } from '../bridge/registry-formats.ts';
import { bucketDocument } from './documents.ts';
import {
  closeRunningRedrive,
  drain,
  events,
  type RunningRedrive,
  startRunningRedrive,
} from './running-redrive.ts';

/** Whatever names the schema of a record, it goes into a dead letter and comes out again. */

const URL = `${CONTAINER_ENDPOINT}${SCHEMA_REGISTRY_PATH}`;
const CONFIGURATION = Object.fromEntries(
  (['key', 'value'] as const).flatMap((side) => [
    [`${side}.converter`, 'auto'],
    [`${side}.converter.schema.registry.url`, URL],
    [`${side}.converter.schema.registry.secret.arn`, REGISTRY_SECRET_ARN],
  ]),
);

/** Samples whose schemas are registered by {@link register} only. */
const LATE = SAMPLES.map(newSample);

function register(standIns: StandIns): void {
  for (const { schema } of LATE) {
    GLUE.register(standIns, schema);
    CONFLUENT.register(standIns, schema);
  }
}

function schemaHeader(side: 'key' | 'value', bytes: Buffer) {
  return { [`__${side}_schema_id`]: [...new Int8Array(bytes)] };
}

/** Records of every data format, whose key and value name their schemas in every way. */
function lateRecords(): KafkaEventRecord[] {
  const records = LATE.flatMap(({ schema, value }): Partial<KafkaEventRecord>[] => {
    const [, header] = confluentHeader(schema);
    const { dataFormat } = schema;
    const ofGlue = { dataFormat, schemaId: schema.schemaVersionId };
    const ofConfluent = { dataFormat, schemaId: String(schema.schemaId) };
    const plain = base64(schema.encode(value));
    const withIndex = base64(gluePayload(schema, value));
    return [
      { value: base64(GLUE.encode(schema, value)) },
      { value: base64(CONFLUENT.encode(schema, value)) },
      { key: base64(GLUE.encode(schema, value)), value: base64(CONFLUENT.encode(schema, value)) },
      { value: plain, headers: [{ other: [1, -1] }, schemaHeader('value', header)] },
      { key: plain, value: plain, headers: [schemaHeader('value', header), schemaHeader('key', header)] },
      { value: withIndex, valueSchemaMetadata: ofGlue },
      { value: withIndex, valueSchemaMetadata: ofConfluent },
      { key: withIndex, keySchemaMetadata: ofGlue, value: withIndex, valueSchemaMetadata: ofConfluent },
      { key: withIndex, keySchemaMetadata: ofConfluent, value: null },
    ];
  });
  return records.map((record, offset) => eventRecord({ ...record, offset }));
}

const EVENT: KafkaEvent = kafkaEvent(...lateRecords());
const COUNT = lateRecords().length;

/** The events of a bridge that has had the schemas from the start. */
async function directEvents(): Promise<string[]> {
  const direct = await startRunningBridge({ configuration: CONFIGURATION });
  try {
    register(direct.standIns);
    expect(await direct.invoke(EVENT)).toEqual({ batchItemFailures: [] });
    expect(direct.deadLetters()).toEqual([]);
    return events(direct);
  } finally {
    await direct.close();
  }
}

/** A dead letter for each record, since no schema is there yet. */
async function fillQueue(bridge: RunningBridge): Promise<void> {
  expect(await bridge.invoke(EVENT)).toEqual({ batchItemFailures: [] });
  const codes = bridge.deadLetters().map(({ error }) => error.code);
  expect(codes).toEqual(new Array(COUNT).fill('SCHEMA_NOT_FOUND'));
  expect(events(bridge)).toEqual([]);
}

let running: RunningRedrive | undefined;

async function start(): Promise<RunningRedrive> {
  running = await startRunningRedrive({ configuration: CONFIGURATION, timeoutMs: 30_000 });
  return running;
}

afterEach(async () => {
  if (running !== undefined) await closeRunningRedrive(running);
  running = undefined;
});

describe('records of schema registries', () => {
  it('name their schemas in their dead letters as well', async () => {
    const { bridge } = await start();

    await fillQueue(bridge);

    const named = bridge
      .deadLetters()
      .map(({ schemas, record }) => [record.offset, schemas.key, schemas.value]);
    const [{ schema } = { schema: undefined }] = LATE;
    const [glue, id, guid] = [schema?.schemaVersionId, String(schema?.schemaId), schema?.schemaGuid];
    expect(named.toSorted(([a], [b]) => Number(a) - Number(b)).slice(0, 9)).toEqual([
      [0, null, glue],
      [1, null, id],
      [2, glue, id],
      [3, null, guid],
      [4, guid, guid],
      [5, null, glue],
      [6, null, id],
      [7, glue, id],
      [8, id, null],
    ]);
  });

  it('are sent by the redrive function as if nothing had been, to the byte', async () => {
    const started = await start();
    const { bridge } = started;
    await fillQueue(bridge);

    register(bridge.standIns);
    while (bridge.deadLetters().length > 0) expect(await drain(started)).toEqual([]);

    expect(events(bridge)).toEqual(await directEvents());
    expect(events(bridge)).toHaveLength(COUNT);
  });

  it('stay in the queue while a registry is down, and go on afterwards', async () => {
    const started = await start();
    const { bridge } = started;
    await fillQueue(bridge);
    register(bridge.standIns);
    bridge.standIns.faults.set('unavailable@glue=1,internal@schema-registry=1');

    expect((await drain(started)).length).toBeGreaterThan(0);
    expect(bridge.deadLetters()).toHaveLength(COUNT);
    bridge.standIns.faults.clear();
    while (bridge.deadLetters().length > 0) expect(await drain(started)).toEqual([]);

    expect(events(bridge)).toEqual(await directEvents());
  });
});

describe('npm run redrive', () => {
  const BUCKET = 'failed-batches';
  let folder = '';

  async function redrive(bridge: RunningBridge, ...args: readonly string[]): Promise<string> {
    folder = mkdtempSync(join(tmpdir(), 'redrive-'));
    bridge.standIns.ssm.putParameter({
      name: '/kafka-eventbridge/demo/configuration',
      value: configurationDocument(CONFIGURATION).replaceAll(URL, bridge.standIns.schemaRegistryUrl),
    });
    const journal = join(folder, 'journal.jsonl');
    const command = new RedriveProcess(bridge.standIns, '--bridge', 'demo', '--journal', journal, ...args);
    const { code, stdout, stderr } = await command.end();
    rmSync(folder, { recursive: true });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return stdout;
  }

  it('sends records of schema registries from the queue, to the byte', async () => {
    const { bridge } = await start();
    await fillQueue(bridge);
    register(bridge.standIns);

    expect(await redrive(bridge, '--queue', bridge.deadLetterQueueUrl)).toContain(`${COUNT} records sent`);

    expect(events(bridge)).toEqual(await directEvents());
    expect(bridge.deadLetters()).toEqual([]);
  });

  it('sends those of a batch that the event source mapping gave up, to the byte', async () => {
    const { bridge } = await start();
    const { standIns } = bridge;
    register(standIns);
    standIns.s3.createBucket(BUCKET);
    const s3 = new S3Client(settingsFor(standIns));
    const Body = JSON.stringify(bucketDocument(EVENT));
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'aws/lambda/batch', Body }));
    s3.destroy();

    expect(await redrive(bridge, '--bucket', BUCKET)).toContain(`${COUNT} records sent`);

    expect(events(bridge)).toEqual(await directEvents());
    expect(standIns.s3.keys(BUCKET)).toEqual([]);
  });
});
