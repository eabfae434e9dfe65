import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONFIGURATIONS, sampleConfiguration } from '../../../infra/local/demo/configurations.ts';
import type { Listening } from '../../../infra/local/serving/activity.ts';
import { runScript } from '../../fixtures/run-script.ts';
import { StandInsProcess } from '../../fixtures/stand-ins-process.ts';

const BUS_ARN = 'arn:aws:events:eu-west-1:123456789012:event-bus/kafka-events';

function run(...args: string[]) {
  return runScript('infra/local/serve.ts', ...args);
}

describe('npm run stand-ins', () => {
  const standIns = new StandInsProcess('--port', '0');
  let listening: Listening;

  const client = () => ({
    endpoint: listening.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    maxAttempts: 1,
  });

  beforeAll(async () => {
    const [first] = await standIns.told('listening');
    if (first === undefined) throw new Error('It does not listen.');
    listening = first;
  });

  test('says where it is, for this machine and for containers', () => {
    const { port } = new URL(listening.url);
    expect(listening).toMatchObject({
      url: `http://127.0.0.1:${port}`,
      containerUrl: `http://host.docker.internal:${port}`,
      schemaRegistryUrl: `http://127.0.0.1:${port}/schema-registry`,
      deadLetterQueueUrl: `http://127.0.0.1:${port}/123456789012/kafka-eventbridge-dead-letters`,
    });
  });

  test('has the configuration documents of events/configuration/ as parameters', async () => {
    const ssm = new SSMClient(client());
    expect(listening.configurationParameters).toEqual(
      CONFIGURATIONS.map((name) => `/kafka-eventbridge/local/${name}`),
    );
    expect(CONFIGURATIONS).toContain('json-key');
    const { Parameter } = await ssm.send(
      new GetParameterCommand({ Name: '/kafka-eventbridge/local/json-key' }),
    );
    expect(Parameter?.Value).toBe(sampleConfiguration('json-key'));
  });

  test('tells PutEvents requests, the events on the bus with their exact details, and the rules that match', async () => {
    const eventBridge = new EventBridgeClient(client());
    const entry = { Source: 'test', EventBusName: BUS_ARN };
    await eventBridge.send(
      new PutEventsCommand({
        Entries: [
          { ...entry, DetailType: 'kafka-connect-orders', Detail: '{"value":{"total":100.0}}' },
          { ...entry, DetailType: 'other', Detail: '{}' },
        ],
      }),
    );

    expect(await standIns.told('put-events')).toMatchObject([{ request: { entryCount: 2, status: 200 } }]);
    expect(await standIns.told('event', 2)).toMatchObject([
      {
        rules: ['large-orders'],
        event: { 'detail-type': 'kafka-connect-orders', detail: { value: { total: 100 } } },
      },
      { rules: [], event: { 'detail-type': 'other' } },
    ]);
  });

  test('tells what arrives in the dead-letter queue and bucket, also when it is no dead letter', async () => {
    await new SQSClient(client()).send(
      new SendMessageCommand({ QueueUrl: listening.deadLetterQueueUrl, MessageBody: 'by mistake' }),
    );
    await new S3Client(client()).send(
      new PutObjectCommand({ Bucket: listening.deadLetterBucket, Key: 'key', Body: '{}' }),
    );

    expect(await standIns.told('dead-letter', 2)).toEqual([
      { kind: 'dead-letter', to: 'queue' },
      { kind: 'dead-letter', to: 'bucket' },
    ]);
  });

  test('tells requests that fail', async () => {
    const answer = new SSMClient(client()).send(new GetParameterCommand({ Name: '/no/such' }));
    await expect(answer).rejects.toThrow();
    expect(await standIns.told('failed-request')).toMatchObject([
      { request: { service: 'ssm', operation: 'GetParameter', status: 400 } },
    ]);
  });

  test('ends with 0 on Ctrl-C and says what there was', async () => {
    expect(await standIns.interrupt()).toBe(0);
    expect(await standIns.told('stopped')).toMatchObject([{ putEventsRequests: 1, accepted: 2, dropped: 0 }]);
  });

  afterAll(async () => {
    await standIns.interrupt();
  });
});

describe('for a person', () => {
  test('it says what is prepared and what to type next', async () => {
    const child = spawn(process.execPath, ['infra/local/serve.ts', '--port', '0'], {
      env: { ...process.env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    await expect.poll(() => text, { timeout: 30_000 }).toContain('Arriving here, until Ctrl-C');
    child.kill('SIGINT');
    await expect(once(child, 'exit')).resolves.toEqual([0, null]);

    expect(text).toContain('npx cdk synth --quiet -c deployment=FULL -c local=true --output .local/sam');
    expect(text).toContain('--event events/avro-glue.json --env-vars events/environment/avro.json');
    expect(text).toContain('The files of events/environment/ say http://host.docker.internal:4566');
    expect(text).toContain('Stopped. PutEvents requests: 0, with 0 events.');
  });

  test.each([
    [['--port', '70000'], '--port is "70000". Give a whole number from 0 to 65,535.'],
    [['--host', 'localhost'], '--host is "localhost". Give an IPv4 address of this machine.'],
    [['--host', '203.0.113.1'], 'This machine has no address 203.0.113.1. Give one of its own with --host.'],
    [['--faults', 'thunder=1'], 'thunder'],
    [['--colour'], "Unknown option '--colour'"],
  ])('it answers %j with a sentence instead of a stack', (args, sentence) => {
    const { status, stderr } = run(...args);
    expect(status).toBe(1);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
  });

  test('it names a port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;

    const { status, stderr } = run('--port', String(port));

    server.close();
    expect(status).toBe(1);
    expect(stderr).toBe(`Port ${port} of 127.0.0.1 is taken. Give another with --port.\n`);
  });

  test('it warns of an address for everyone', () => {
    expect(run('--host', '0.0.0.0', '--faults', 'thunder=1').stderr).toContain(
      'With --host 0.0.0.0, everyone on the network of this machine can call the stand-ins, without credentials.',
    );
  });

  test('it explains itself', () => {
    expect(run('--help').stdout).toContain('npm run stand-ins -- --host 172.17.0.1');
  });
});
