import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deadLetterNotice } from '../../../functions/bridge/aws/dead-letter-notice.ts';
import type { DeadLetter } from '../../../functions/bridge/dead-letter.ts';
import { deadLetterKey } from '../../../shared/dead-letter-objects.ts';
import { deadLetterOf } from '../../fixtures/dead-letter.ts';
import { base64, eventRecord, kafkaEvent } from '../../fixtures/kafka-event.ts';
import { configurationDocument } from '../../fixtures/running-bridge.ts';
import { runStandIns, settingsFor } from '../local/running-stand-ins.ts';
import { type RedriveOutput, RedriveProcess } from './redrive-process.ts';

/** The command as an operator runs it, with the real bridge, over HTTP to the stand-ins. */

const BUCKET = 'letters';
const PAYLOAD = 'PAN-4111111111111111';
const running = runStandIns();
let folder: string;
let queueUrl: string;
let journal: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redrive-'));
  journal = join(folder, 'journal.jsonl');
  const { sqs, s3, eventBridge, ssm } = running.standIns;
  queueUrl = sqs.createQueue('dead-letters');
  s3.createBucket(BUCKET);
  eventBridge.createEventBus('kafka-events');
  ssm.putParameter({
    name: '/kafka-eventbridge/payments/configuration',
    value: configurationDocument({ 'aws.eventbridge.connector.id': 'payments' }),
  });
});
afterEach(() => rmSync(folder, { recursive: true }));

function start(...args: string[]): RedriveProcess {
  return new RedriveProcess(running.standIns, '--bridge', 'payments', '--journal', journal, ...args);
}

async function run(...args: string[]): Promise<RedriveOutput> {
  return await start(...args).end();
}

const letter = (offset: number, value = `{"n":${offset}}`) => deadLetterOf({ offset, value: base64(value) });
const send = (document: object) => running.standIns.sqs.send(queueUrl, JSON.stringify(document));
const messages = () => running.standIns.sqs.messages(queueUrl).length;
const objects = () => running.standIns.s3.keys(BUCKET);
const offsets = () =>
  running.standIns.eventBridge
    .events()
    .map(({ detail }) => Number(JSON.parse(detail).offset))
    .toSorted((a, b) => a - b);
const upTo = (count: number) => Array.from({ length: count }, (_, offset) => offset);

async function put(Key: string, document: object): Promise<void> {
  const s3 = new S3Client(settingsFor(running.standIns));
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: JSON.stringify(document) }));
  s3.destroy();
}

async function store(dead: DeadLetter): Promise<void> {
  const object = { bucket: BUCKET, key: deadLetterKey(dead) };
  await put(object.key, dead);
  send(deadLetterNotice(dead, object));
}

/** As Lambda writes them, with the payload or without. */
function lambdaDocument(offset: number): object {
  return {
    requestContext: {
      requestId: '316aa6d0-8154-4a2c-9af7-85d5f4a6bc81',
      functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:bridge',
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 1,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: '2026-11-20T08:00:00.000Z',
    KafkaBatchInfo: {
      batchSize: 1,
      eventSourceArn: kafkaEvent().eventSourceArn,
      bootstrapServers: kafkaEvent().bootstrapServers,
      payloadSize: 1_162,
      recordsInfo: {
        'orders-0': {
          firstRecordOffset: String(offset),
          lastRecordOffset: String(offset),
          firstRecordTimestamp: '2026-11-20T07:59:00.000Z',
          lastRecordTimestamp: '2026-11-20T07:59:00.000Z',
        },
      },
    },
  };
}

function lambdaBatch(...batch: number[]): object {
  const records = batch.map((offset) => eventRecord({ offset, value: base64(`{"n":${offset}}`) }));
  return { ...lambdaDocument(batch[0] ?? 0), payload: JSON.stringify(kafkaEvent(...records)) };
}

function s3Notification(key: string): object {
  return {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: 'eu-west-1',
        eventTime: '2026-11-20T08:00:01.000Z',
        eventName: 'ObjectCreated:Put',
        s3: { s3SchemaVersion: '1.0', bucket: { name: BUCKET }, object: { key: encodeURIComponent(key) } },
      },
    ],
  };
}

describe('npm run redrive', () => {
  it('sends what every kind of document holds, and deletes it', async () => {
    send(letter(0));
    await store(letter(1));
    await put('aws/lambda/batch', lambdaBatch(2, 3));
    send(s3Notification('aws/lambda/batch'));
    send({
      Type: 'Notification',
      TopicArn: 'arn:aws:sns:eu-west-1:123456789012:t',
      Message: JSON.stringify(letter(4)),
    });
    send({ Service: 'Amazon S3', Event: 's3:TestEvent', Time: '2026-11-20T08:00:00.000Z', Bucket: BUCKET });
    await put('aws/lambda/other', lambdaBatch(5));

    const { code, stdout, stderr } = await run('--queue', queueUrl, '--bucket', BUCKET);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Redrive\n {2}6 records sent in \d+\.\d s\n {2}6 documents done\n\nJournal: /);
    expect(offsets()).toEqual(upTo(6));
    expect({ messages: messages(), objects: objects() }).toEqual({ messages: 0, objects: [] });
  });

  it('says what stays, why, and what to do, without contents', async () => {
    send(letter(0));
    send(letter(1, PAYLOAD));
    send(letter(2, PAYLOAD));
    send(lambdaDocument(7));
    running.standIns.sqs.send(queueUrl, PAYLOAD);

    const { code, stdout, stderr } = await run('--queue', queueUrl);

    expect(code).toBe(1);
    expect(stdout).toContain('1 record sent');
    expect(stdout).toMatch(/ {2}PAYLOAD_INVALID {2}2 records\n {4}orders-0@[12], orders-0@[12]\n/);
    expect(stdout).toMatch(/ {2}KAFKA_NEEDED {2}1 record\n {4}orders-0@7\n/);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('Give --bootstrap-servers,');
    expect(stdout).toMatch(/ {2}LETTER_INVALID {2}1 document\n/);
    expect(stdout).toContain('The same command goes on from here');
    expect(stdout + stderr + readFileSync(journal, 'utf8')).not.toMatch(/4111|UEFOLT/);
    for (const line of stdout.split('\n')) {
      if (!line.startsWith('Journal')) expect(line.length).toBeLessThanOrEqual(80);
    }
    expect(messages()).toBe(4);
  });

  it('shows in a dry run what would be sent, and changes nothing', async () => {
    send(letter(0));
    send(letter(1));
    await put('batch', lambdaBatch(2, 3));

    const { code, stdout } = await run('--queue', queueUrl, '--bucket', BUCKET, '--dry-run');

    expect(code).toBe(0);
    expect(stdout).toContain('  4 records would be redriven, in 3 documents looked at\n');
    expect(stdout).toContain('By topic\n  4  orders\n');
    expect(offsets()).toEqual([]);
    expect({ messages: messages(), objects: objects() }).toEqual({ messages: 2, objects: ['batch'] });
    expect((await run('--queue', queueUrl, '--bucket', BUCKET)).code).toBe(0);
    expect(offsets()).toEqual(upTo(4));
  });

  it('tells machines the same as JSON', async () => {
    send(letter(0));
    const planned = await run('--queue', queueUrl, '--dry-run', '--json');
    expect(JSON.parse(planned.stdout)).toMatchObject({ isDryRun: true, records: 1 });

    const done = await run('--queue', queueUrl, '--json');
    expect(JSON.parse(done.stdout)).toMatchObject({ isDryRun: false, sent: 1, staying: [], journal });
  });

  it('sends nothing twice after it was killed between sending and deleting', async () => {
    await Promise.all(upTo(20).map((offset) => put(`k${offset}`, letter(offset))));
    running.standIns.faults.set('hang@s3.DeleteObject=1');
    const killed = start('--bucket', BUCKET);
    await vi.waitFor(() => expect(readFileSync(journal, 'utf8')).toContain('"done"'), 20_000);
    await killed.kill();
    expect(offsets()).toEqual(upTo(20));
    expect(objects()).toHaveLength(20);

    running.standIns.faults.set('');
    const { code, stdout } = await run('--bucket', BUCKET);

    expect(code).toBe(0);
    expect(stdout).toContain('  20 records sent by an earlier run already\n');
    expect(offsets()).toEqual(upTo(20));
    expect(objects()).toEqual([]);
  });

  it('tells after a kill that the messages are still in flight', async () => {
    send(letter(0));
    running.standIns.faults.set('hang@sqs.DeleteMessageBatch=1');
    const killed = start('--queue', queueUrl);
    await vi.waitFor(() => expect(readFileSync(journal, 'utf8')).toContain('"sent"'), 20_000);
    await killed.kill();

    running.standIns.faults.set('');
    expect((await run('--queue', queueUrl)).stdout).toMatch(/About 1 messages? of the queue dead-letters/);
  });

  it('ends on Ctrl-C after what is under way, and goes on when it is run again', async () => {
    for (const offset of upTo(30)) send(letter(offset));
    const interrupted = start('--queue', queueUrl, '--rate', '2');
    await vi.waitFor(() => expect(offsets()).not.toEqual([]), 20_000);

    const { code, stdout, stderr } = await interrupted.interrupt();

    expect(code).toBe(1);
    expect(stderr).toBe('Ending after what is under way.\n');
    expect(stdout).toContain('Interrupted: what was under way is done, the rest was not looked at.');
    const sentBefore = offsets().length;
    expect(messages()).toBe(30 - sentBefore);
    expect((await run('--queue', queueUrl, '--rate', '1000')).code).toBe(0);
    expect(offsets()).toEqual(upTo(30));
    expect(messages()).toBe(0);
  });

  it('gets through in spite of faults of every service', async () => {
    for (const offset of upTo(40)) send(letter(offset));
    for (const offset of upTo(10)) await store(letter(40 + offset));
    running.standIns.faults.set(
      // An answer to ReceiveMessage that is lost costs two minutes; that has a test of its own.
      ['ssm', 'eventbridge', 's3', 'sqs.DeleteMessageBatch', 'sqs.GetQueueAttributes']
        .map((target) => `throttle@${target}=0.05,unavailable@${target}=0.05,reset-before@${target}=0.05`)
        .join(','),
    );

    const outputs = [await run('--queue', queueUrl), await run('--queue', queueUrl, '--bucket', BUCKET)];

    running.standIns.faults.set('');
    outputs.push(await run('--queue', queueUrl, '--bucket', BUCKET));
    expect(outputs.at(-1)?.code).toBe(0);
    expect(offsets()).toEqual(upTo(50));
    expect({ messages: messages(), objects: objects() }).toEqual({ messages: 0, objects: [] });
  });

  it('ends early when the bus does not exist, and loses nothing', async () => {
    running.standIns.ssm.putParameter({
      name: '/kafka-eventbridge/payments/configuration',
      value: configurationDocument({
        'aws.eventbridge.connector.id': 'payments',
        'aws.eventbridge.eventbus.arn': 'arn:aws:events:eu-west-1:123456789012:event-bus/missing',
      }),
    });
    await put('batch', lambdaBatch(...upTo(400)));

    const { code, stdout } = await run('--bucket', BUCKET, '--rate', '10000');

    expect(code).toBe(1);
    expect(stdout).toContain('  EVENT_BUS_MISSING  300 records\n');
    expect(stdout).toContain('Ended early: nothing got through any more (EVENT_BUS_MISSING)');
    expect(objects()).toEqual(['batch']);
  });

  it('tells of brokers that it cannot reach, and leaves what it would read from them', async () => {
    send(lambdaDocument(7));
    const nobody = ['--bootstrap-servers', '127.0.0.1:1', '--kafka-auth', 'none'];

    const offsets = await run('--queue', queueUrl, ...nobody);
    const topic = await run('--topic', 'failures', ...nobody);

    expect([offsets.code, topic.code]).toEqual([1, 1]);
    expect(offsets.stdout).toMatch(/ {2}KAFKA_UNAVAILABLE {2}1 record\n {4}orders-0@7\n {4}Connecting to/);
    expect(topic.stdout).toContain('The topic failures could not be read to its end: Connecting to');
    expect(messages()).toBe(1);
  });
});

describe('npm run redrive cannot begin', () => {
  it('without a source', async () => {
    expect(await run()).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'There is nothing to redrive from. Give --queue URL, --bucket NAME or --topic NAME; see --help.\n',
    });
  });

  it('without a configuration', async () => {
    const { code, stderr } = await new RedriveProcess(
      running.standIns,
      ...['--bridge', 'refunds', '--queue', queueUrl],
    ).end();

    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^The SSM parameter \/kafka-eventbridge\/refunds\/configuration could not be read: /,
    );
    expect(stderr).not.toContain('    at ');
  });

  it('without a Region', async () => {
    const { code, stderr } = await new RedriveProcess(
      {
        ...running.standIns,
        environment: {
          ...running.standIns.environment,
          AWS_REGION: undefined,
          AWS_DEFAULT_REGION: undefined,
          AWS_CONFIG_FILE: join(folder, 'none'),
        },
      },
      ...['--bridge', 'payments', '--queue', queueUrl],
    ).end();

    expect(code).toBe(2);
    expect(stderr).toContain('Region is missing. Check its name, the Region (AWS_REGION)');
  });

  it('with a configuration that the bridge would refuse, or a journal of another bridge', async () => {
    const file = join(folder, 'bridge.json');
    const redrive = async () =>
      await new RedriveProcess(
        running.standIns,
        ...['--config', file, '--queue', queueUrl, '--journal', journal],
      ).end();

    writeFileSync(file, configurationDocument({ 'value.converter': 'xml' }));
    expect(await redrive()).toMatchObject({ code: 2, stderr: expect.stringContaining('value.converter') });
    await run('--queue', queueUrl);
    writeFileSync(file, configurationDocument({ 'aws.eventbridge.connector.id': 'refunds' }));
    expect(await redrive()).toMatchObject({ code: 2, stderr: expect.stringContaining('not of refunds') });
  });

  it('but helps', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('--dry-run') });
  });
});
