import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { encodeGlue } from '../../../infra/local/demo/frame-encoder.ts';
import { NOTIFICATION } from '../../../infra/local/demo/schemas.ts';
import { batchDocument } from '../../../infra/local/mapping/failure-document.ts';
import { ENVIRONMENT } from '../../../shared/environment.ts';
import { configurationDocument } from '../../fixtures/running-bridge.ts';
import { settingsFor } from '../../infra/local/running-stand-ins.ts';
import { s3Notification } from './documents.ts';
import {
  closeRunningRedrive,
  drain,
  event,
  events,
  type Records,
  type RunningRedrive,
  startRunningRedrive,
} from './running-redrive.ts';

/** The built redrive function takes letters of the bridge's bucket by their notices, and batches of Lambda's. */

const LETTERS = 'dead-letters';
const BATCHES = 'failed-batches';
const GLUE = { 'value.converter': 'glue-avro' };
const CORRECTED = { 'value.converter': 'json', 'aws.eventbridge.retries.max': 0 };
const GIVEN_UP = {
  condition: 'RetryAttemptsExhausted',
  functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:bridge',
  invocations: 3,
} as const;
const GIVEN_UP_AT_MS = 1_772_443_000_000;

const running: RunningRedrive[] = [];

afterEach(async () => {
  for (const each of running.splice(0)) await closeRunningRedrive(each);
});

describe('the built redrive function', () => {
  it('sends what the bridge would have sent, from the letters that lie in the bucket', async () => {
    const delivered = event([
      { topic: 'orders', offset: 1, value: '{"total":5.10}', headers: [['city', 'Zürich']] },
      { topic: 'orders', offset: 2, key: null, value: `"${'x'.repeat(700_000)}"` },
      { topic: 'orders', partition: 3, offset: 9, value: '{}' },
    ]);
    const started = await start();
    await started.bridge.invoke(delivered);
    expect(keys(started, LETTERS)).toHaveLength(3);
    expect(started.bridge.deadLetters().map((notice) => 'object' in notice)).toEqual([true, true, true]);

    started.bridge.putDocument(configurationDocument(CORRECTED));
    expect(await drain(started)).toEqual([]);

    expect(left(started)).toEqual({ messages: 0, objects: [] });
    const direct = await start(CORRECTED);
    await direct.bridge.invoke(delivered);
    expect(events(started.bridge)).toEqual(events(direct.bridge));
    expect(events(started.bridge)).toHaveLength(3);
  });

  it('leaves a letter in the bucket until its schema is registered', async () => {
    const versionId = '5f0c1d2e-3a4b-4c5d-8e6f-708192a3b4c5';
    const value = encodeGlue(
      { ...NOTIFICATION, schemaVersionId: versionId },
      { source: 'analyzer', eventType: 'suspicious', eventDetail: { userId: 'u', total: 1 } },
    );
    const started = await start();
    const { bridge } = started;
    await bridge.invoke(event([{ topic: 'notifications', offset: 5, value }]));

    expect(await drain(started)).toHaveLength(1);
    expect(keys(started, LETTERS)).toHaveLength(1);

    const { definition } = NOTIFICATION;
    bridge.standIns.glue.registerSchema({ schemaName: 'late', versionId, definition });
    // A schema that was not found is looked for again after a while: a new environment looks at once.
    await started.redrive.close();
    expect(await drain(started)).toEqual([]);
    expect(left(started)).toEqual({ messages: 0, objects: [] });
    expect(events(bridge)).toHaveLength(1);
  });

  it('sends a batch of Lambda, and only what failed of it again', async () => {
    const started = await start(CORRECTED);
    await putBatch(started, 'aws/lambda/Zürich 1', [
      { topic: 'orders', offset: 1, value: '{}' },
      { topic: 'orders', offset: 2, value: 'no JSON' },
      { topic: 'orders', offset: 3, value: '{}' },
    ]);

    expect(await drain(started)).toHaveLength(1);
    expect(offsets(started)).toEqual([1, 3]);
    expect(keys(started, BATCHES)).toHaveLength(1);
    // What is configured is looked at once a minute; the environment has to stay, as it knows what it sent.
    expect(await drain(started)).toHaveLength(1);
    expect(offsets(started)).toEqual([1, 3]);

    await started.redrive.close();
    started.bridge.putDocument(configurationDocument({ 'value.converter': 'string' }));
    expect(await drain(started)).toEqual([]);
    expect(left(started)).toEqual({ messages: 0, objects: [] });
    // A new environment does not know what the former one sent: twice, but not lost.
    expect(offsets(started)).toEqual([1, 1, 2, 3, 3]);
  });

  it('does not even ask for an object of a bucket of somebody else', async () => {
    const started = await start(CORRECTED);
    const { standIns, deadLetterQueueUrl } = started.bridge;
    standIns.s3.createBucket('foreign');
    standIns.sqs.send(deadLetterQueueUrl, JSON.stringify(s3Notification('foreign', 'a')));

    expect(await drain(started)).toHaveLength(1);

    await vi.waitFor(() => expect(started.logs.join('\n')).toContain('OBJECT_OF_ANOTHER_BUCKET'));
    expect(standIns.requests.count('s3')).toBe(0);
  });

  it('lets a message go whose object is gone, and says so', async () => {
    const started = await start(CORRECTED);
    const { standIns, deadLetterQueueUrl } = started.bridge;
    standIns.sqs.send(deadLetterQueueUrl, JSON.stringify(s3Notification(BATCHES, 'gone')));

    expect(await drain(started)).toEqual([]);

    await vi.waitFor(() => expect(started.logs.join('\n')).toContain('1 objects were gone'));
  });

  it.each([
    'throttle@s3.GetObject=1',
    'unavailable@s3.GetObject=1',
    'denied@s3.GetObject=1',
    'reset@s3.GetObject=1',
    'cut@s3.GetObject=1',
    'hang@s3.GetObject=1',
    'throttle@s3.DeleteObject=1',
    'unavailable@s3.DeleteObject=1',
    'denied@s3.DeleteObject=1',
    'reset-before@s3.DeleteObject=1',
    'reset-after@s3.DeleteObject=1',
    'hang@s3.DeleteObject=1',
    'throttle=1',
    'unavailable=1',
    'reset-before=1',
    'throttle=1,throttle@s3=1',
  ])('keeps everything during the fault %s, and has sent each record once when it is over', async (fault) => {
    const started = await start(GLUE, 4_000);
    const { bridge } = started;
    await bridge.invoke(
      event([1, 2, 3].map((offset) => ({ topic: 'orders', offset, value: `{"o":${offset}}` }))),
    );
    await putBatch(
      started,
      'batch',
      [4, 5].map((offset) => ({ topic: 'orders', offset, value: '{}' })),
    );
    bridge.putDocument(configurationDocument(CORRECTED));

    bridge.standIns.faults.set(fault);
    expect(await drain(started)).toHaveLength(4);
    expect(left(started).messages).toBe(4);

    bridge.standIns.faults.set('');
    expect(await drain(started)).toEqual([]);
    expect(left(started)).toEqual({ messages: 0, objects: [] });
    expect(offsets(started)).toEqual([1, 2, 3, 4, 5]);
    expect(started.redrive.coldStarts).toBe(1);
  });

  it('loses nothing while everything fails now and then', async () => {
    const started = await start(GLUE);
    const { bridge } = started;
    const letters = Array.from({ length: 20 }, (_, offset) => ({ topic: 'orders', offset, value: '{}' }));
    await bridge.invoke(event(letters));
    for (const first of [20, 25, 30]) {
      const batch = [0, 1, 2, 3, 4].map((next) => ({ topic: 'orders', offset: first + next, value: '{}' }));
      await putBatch(started, `batch-${first}`, batch);
    }
    bridge.putDocument(configurationDocument(CORRECTED));

    bridge.standIns.faults.set(
      'internal@s3=0.3,reset@s3=0.3,cut@s3=0.1,partial=0.5:InternalFailure,reset-before=0.1,seed=4',
    );
    for (let batch = 0; batch < 8; batch++) await drain(started);
    bridge.standIns.faults.set('');
    for (let batch = 0; batch < 3; batch++) await drain(started);

    expect(left(started)).toEqual({ messages: 0, objects: [] });
    // No answer of PutEvents was lost, so that nothing is there twice either.
    expect(offsets(started)).toEqual(Array.from({ length: 35 }, (_, offset) => offset));
  });
});

async function start(
  configuration: Readonly<Record<string, unknown>> = GLUE,
  timeoutMs = 10_000,
): Promise<RunningRedrive> {
  const environment = { [ENVIRONMENT.deadLetterBucket]: LETTERS, [ENVIRONMENT.failureBucket]: BATCHES };
  const started = await startRunningRedrive({ configuration, timeoutMs, environment });
  for (const bucket of [LETTERS, BATCHES]) started.bridge.standIns.s3.createBucket(bucket);
  running.push(started);
  return started;
}

/** What Lambda and S3 do with a batch that ran out of retries: an object, and a message that names it. */
async function putBatch({ bridge }: RunningRedrive, key: string, records: Records): Promise<void> {
  const { standIns, deadLetterQueueUrl } = bridge;
  const client = new S3Client(settingsFor(standIns));
  const Body = JSON.stringify(batchDocument({ ...GIVEN_UP, event: event(records) }, GIVEN_UP_AT_MS));
  await client.send(new PutObjectCommand({ Bucket: BATCHES, Key: key, Body }));
  client.destroy();
  const encoded = encodeURIComponent(key).replaceAll('%20', '+');
  standIns.sqs.send(deadLetterQueueUrl, JSON.stringify(s3Notification(BATCHES, encoded)));
}

function keys({ bridge }: RunningRedrive, bucket: string): readonly string[] {
  return bridge.standIns.s3.keys(bucket);
}

function left(started: RunningRedrive): { readonly messages: number; readonly objects: readonly string[] } {
  const { standIns, deadLetterQueueUrl } = started.bridge;
  return {
    messages: standIns.sqs.messages(deadLetterQueueUrl).length,
    objects: [...keys(started, LETTERS), ...keys(started, BATCHES)],
  };
}

function offsets({ bridge }: RunningRedrive): number[] {
  return bridge.standIns.eventBridge
    .events()
    .map(({ detail }): number => JSON.parse(detail).offset)
    .sort((a, b) => a - b);
}
