import { once } from 'node:events';
import { connect } from 'node:net';
import { EventBridgeClient, ListArchivesCommand, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetSchemaVersionCommand, GlueClient } from '@aws-sdk/client-glue';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { describe, expect, test, vi } from 'vitest';
import { LEFT_OUT } from '../../../infra/local/left-out.ts';
import type { RequestRecord } from '../../../infra/local/request-log.ts';
import { startStandIns } from '../../../infra/local/stand-ins.ts';
import { runStandIns, settingsFor } from './running-stand-ins.ts';

const HOUR_MS = 3_600_000;

const running = runStandIns();
const putEvents = (settings: object = running.clientSettings) =>
  new EventBridgeClient(settings).send(
    new PutEventsCommand({ Entries: [{ Source: 'shop', DetailType: 't', Detail: '{}' }] }),
  );

describe('The environment of the stand-ins', () => {
  test('is all that SDK clients need', async () => {
    // Prepare
    vi.stubEnv('AWS_PROFILE', 'somebody');
    for (const [name, value] of Object.entries(running.standIns.environment)) vi.stubEnv(name, value);
    const QueueUrl = running.standIns.sqs.createQueue('q');
    running.standIns.s3.createBucket('bucket');

    // Act
    const published = await putEvents({});
    const sent = await new SQSClient({}).send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    await new S3Client({}).send(new PutObjectCommand({ Bucket: 'bucket', Key: 'k', Body: 'x' }));

    // Assess
    expect(published.FailedEntryCount).toBe(0);
    expect(sent.MessageId).toBeDefined();
    expect(running.standIns.s3.keys('bucket')).toEqual(['k']);
    vi.unstubAllEnvs();
  });

  test('is all that a client needs to read a secret and the registry of another account', async () => {
    // Prepare
    for (const [name, value] of Object.entries(running.standIns.environment)) vi.stubEnv(name, value);
    const account = '210987654321';
    const RoleArn = `arn:aws:iam::${account}:role/reader`;
    const { glue, secretsManager, sts } = running.standIns;
    const SecretId = secretsManager.putSecret({ id: 'registry', value: 'x' });
    const { versionId } = glue.registerSchema({ schemaName: 's', definition: '"int"', account });
    sts.createRole({ arn: RoleArn });

    // Act
    const secret = await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId }));
    const credentials = fromTemporaryCredentials({ params: { RoleArn, RoleSessionName: 'bridge' } });
    const schema = await new GlueClient({ credentials }).send(
      new GetSchemaVersionCommand({ SchemaVersionId: versionId }),
    );

    // Assess
    expect(secret.SecretString).toBe('x');
    expect(schema.SchemaDefinition).toBe('"int"');
    vi.unstubAllEnvs();
  });
});

describe('The server of the stand-ins', () => {
  test('listens on loopback only, and two of them stand side by side', async () => {
    const other = await startStandIns({ region: 'us-east-1', account: '999999999999' });

    await putEvents(settingsFor(other));
    await other.close();

    expect(running.standIns.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(running.standIns.eventBridge.counts().accepted).toBe(0);
    expect(other.eventBridge.events()).toMatchObject([{ region: 'us-east-1', account: '999999999999' }]);
  });

  test('keeps a connection open for the next request', async () => {
    const socket = connect(Number(new URL(running.standIns.url).port), '127.0.0.1');
    const request =
      'POST / HTTP/1.1\r\nhost: x\r\nx-amz-target: AWSEvents.ListEventBuses\r\ncontent-length: 2\r\n\r\n{}';

    const statuses: string[] = [];
    for (let count = 0; count < 2; count += 1) {
      socket.write(request);
      const [answer] = await once(socket, 'data');
      statuses.push(String(answer).slice(0, 'HTTP/1.1 200'.length));
    }
    socket.destroy();

    expect(statuses).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200']);
  });

  test('answers a body above its limit with 413', async () => {
    const small = await startStandIns({ maxBodyBytes: 1_000 });
    const client = new S3Client(settingsFor(small));
    small.s3.createBucket('bucket');

    const refused = client.send(
      new PutObjectCommand({ Bucket: 'bucket', Key: 'k', Body: 'x'.repeat(100_000) }),
    );

    await expect(refused).rejects.toMatchObject({ $metadata: { httpStatusCode: 413 } });
    await expect(
      client.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'k', Body: 'x' })),
    ).resolves.toBeDefined();
    await small.close();
  });

  test.each([
    ['no JSON', 'AWSEvents.PutEvents', 'nonsense'],
    ['no object', 'AWSEvents.PutEvents', '[]'],
    ['a member of another type', 'AWSEvents.PutEvents', '{"Entries":[{"Detail":{}}]}'],
    ['a time out of range', 'AWSEvents.PutEvents', '{"Entries":[{"Time":1e300}]}'],
    ['a list that is none', 'AWSEvents.PutEvents', '{"Entries":{}}'],
    ['a map that is none', 'AmazonSQS.CreateQueue', '{"QueueName":"q","Attributes":[]}'],
  ])('answers a request body that is %s with SerializationException', async (_, target, body) => {
    const response = await fetch(running.standIns.url, {
      method: 'POST',
      headers: { 'x-amz-target': target },
      body,
    });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type: expect.stringMatching(/SerializationException$/) });
  });

  test('refuses an operation it does not know, by name', async () => {
    await expect(
      new EventBridgeClient(running.clientSettings).send(new ListArchivesCommand({})),
    ).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: 'The stand-in of eventbridge does not know the operation ListArchives.',
    });
  });

  test('takes no inherited name for an operation or a member', async () => {
    const response = await fetch(running.standIns.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSEvents.constructor' },
      body: '{"__proto__":{"Name":"x"}}',
    });

    expect(await response.json()).toMatchObject({ __type: 'UnknownOperationException' });
  });

  test('closes at once, whatever is still waiting', async () => {
    // Prepare
    const own = await startStandIns({ faults: 'hang=1' });
    const QueueUrl = own.sqs.createQueue('q');
    const waiting = Promise.allSettled([
      putEvents(settingsFor(own)),
      new SQSClient(settingsFor(own)).send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 })),
    ]);
    await vi.waitFor(() => expect(own.requests.count('eventbridge.PutEvents')).toBe(1));

    // Act
    const startMs = performance.now();
    await own.close();
    await waiting;

    // Assess
    // The receiver alone asked for twenty seconds.
    expect(performance.now() - startMs).toBeLessThan(15_000);
  });
});

describe('The log of requests', () => {
  test('tells operation, entries, bytes, time and status', async () => {
    await putEvents();
    await new S3Client(running.clientSettings)
      .send(new GetObjectCommand({ Bucket: 'nobody', Key: 'k' }))
      .catch(() => undefined);

    const [publish, read] = running.standIns.requests.list();
    expect(publish).toMatchObject({
      service: 'eventbridge',
      operation: 'PutEvents',
      entryCount: 1,
      status: 200,
    });
    expect(publish?.bodyBytes).toBe('{"Entries":[{"Source":"shop","DetailType":"t","Detail":"{}"}]}'.length);
    expect(publish?.durationMs).toBeGreaterThan(0);
    expect(read).toMatchObject({ service: 's3', operation: 'GetObject', status: 404, fault: undefined });
  });

  test('has the time of the clock, also after it was set or the machine slept', async () => {
    const laterMs = Date.now() + HOUR_MS;
    vi.useFakeTimers({ toFake: ['Date'], now: laterMs });
    try {
      await putEvents();
    } finally {
      vi.useRealTimers();
    }

    expect(running.standIns.requests.list()[0]?.receivedAtMs).toBe(laterMs);
  });

  test('keeps the latest requests and counts them all', async () => {
    // Prepare
    const seen: RequestRecord[] = [];
    const own = await startStandIns({ keepRequests: 2, onRequest: (request) => seen.push(request) });

    // Act
    for (let count = 0; count < 5; count += 1) await putEvents(settingsFor(own));
    own.sqs.createQueue('q');
    await own.close();

    // Assess
    expect(own.requests.list()).toEqual(seen.slice(-2));
    expect(own.requests.count()).toBe(5);
    expect(own.requests.count('eventbridge.PutEvents')).toBe(5);
    expect(own.requests.count('sqs')).toBe(0);
    own.requests.clear();
    expect(own.requests.count()).toBe(0);
  });
});

test('What the stand-ins leave out is told in sentences', () => {
  for (const sentence of LEFT_OUT) expect(sentence).toMatch(/^[A-Z].*\.$/);
});
