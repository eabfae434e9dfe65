import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetSchemaVersionCommand, GlueClient } from '@aws-sdk/client-glue';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../infra/local/fault.ts';
import { Faults } from '../../../infra/local/faults.ts';
import { runStandIns } from './running-stand-ins.ts';

const running = runStandIns();
const putEvents = (count = 1, settings: object = {}) =>
  new EventBridgeClient({ ...running.clientSettings, ...settings }).send(
    new PutEventsCommand({
      Entries: Array.from({ length: count }, (_, offset) => ({
        Source: 'shop',
        DetailType: 't',
        Detail: JSON.stringify({ offset }),
      })),
    }),
  );
const accepted = () => running.standIns.eventBridge.counts().accepted;
const lastRequest = () => running.standIns.requests.list().at(-1);

describe('A fault of PutEvents', () => {
  test.each([
    [
      'throttle',
      { name: 'ThrottlingException', message: 'Rate exceeded', $metadata: { httpStatusCode: 400 } },
    ],
    [
      'internal',
      { name: 'InternalException', message: 'Internal Service Failure', $metadata: { httpStatusCode: 500 } },
    ],
    ['unavailable', { name: 'ServiceUnavailable', $metadata: { httpStatusCode: 503 } }],
    ['bad-gateway', { name: 'SyntaxError', $metadata: { httpStatusCode: 502 } }],
    ['too-large', { name: 'SyntaxError', $metadata: { httpStatusCode: 413 } }],
    ['denied', { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } }],
    ['invalid', { name: 'ValidationException', $metadata: { httpStatusCode: 400 } }],
    ['reset-before', { code: 'ECONNRESET' }],
  ] as const)('%s is seen by the client, and nothing is accepted', async (kind, error) => {
    running.standIns.faults.set([{ kind, next: 1 }]);

    await expect(putEvents()).rejects.toMatchObject(error);
    expect(accepted()).toBe(0);
    expect(lastRequest()).toMatchObject({ operation: 'PutEvents', fault: kind });
    await expect(putEvents()).resolves.toMatchObject({ FailedEntryCount: 0 });
  });

  test.each([
    ['reset-after', 0],
    ['cut', 200],
  ] as const)('%s loses the answer but keeps the events, and the record tells so', async (kind, status) => {
    running.standIns.faults.set([{ kind, next: 1 }]);

    await expect(putEvents(2)).rejects.toMatchObject({ code: 'ECONNRESET' });
    await putEvents(1);

    expect(running.standIns.eventBridge.events().map(({ isAnswerLost }) => isAnswerLost)).toEqual([
      true,
      true,
      false,
    ]);
    expect(running.standIns.eventBridge.counts()).toMatchObject({ accepted: 3, answersLost: 2 });
    expect(running.standIns.requests.list('eventbridge.PutEvents')[0]).toMatchObject({
      fault: kind,
      status,
      entryCount: 2,
    });
  });

  test('cut answers with a status and half of a body', async () => {
    running.standIns.faults.set([{ kind: 'cut', next: 1 }]);

    const response = await fetch(running.standIns.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSEvents.PutEvents' },
      body: '{"Entries":[{"Source":"shop","DetailType":"t","Detail":"{}"}]}',
    });

    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
  });

  test('reset is one of both resets, with equal chance', async () => {
    running.standIns.faults.set([{ kind: 'reset', probability: 1 }]);

    await Promise.allSettled(Array.from({ length: 40 }, () => putEvents()));

    expect(accepted()).toBeGreaterThan(8);
    expect(accepted()).toBeLessThan(32);
  });

  test('delay makes the answer late, beside any other fault', async () => {
    running.standIns.faults.set([
      { kind: 'delay', next: 1, delayMs: 60 },
      { kind: 'throttle', next: 1 },
    ]);
    const startMs = performance.now();

    await expect(putEvents()).rejects.toMatchObject({ name: 'ThrottlingException' });

    expect(performance.now() - startMs).toBeGreaterThanOrEqual(59);
    expect(lastRequest()?.durationMs).toBeGreaterThanOrEqual(59);
  });

  test('hang leaves the client waiting until it gives up', async () => {
    running.standIns.faults.set([{ kind: 'hang', next: 1 }]);

    await expect(
      putEvents(1, { requestHandler: { requestTimeout: 50, throwOnRequestTimeout: true } }),
    ).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(accepted()).toBe(0);
  });

  test('partial fails the entries it names, with their codes, and accepts the others', async () => {
    running.standIns.faults.set([
      { kind: 'partial', next: 1, codes: ['InternalFailure'], entries: [0, 2, 9] },
    ]);

    const answer = await putEvents(3);

    const failure = { ErrorCode: 'InternalFailure', ErrorMessage: 'Internal Service Failure' };
    expect(answer.FailedEntryCount).toBe(2);
    expect(answer.Entries).toEqual([failure, { EventId: expect.any(String) }, failure]);
    expect(running.standIns.eventBridge.events().map(({ detail }) => detail)).toEqual(['{"offset":1}']);
  });

  test('partial without places fails at least one entry, at random, with one of its codes', async () => {
    const codes = ['InternalFailure', 'ThrottlingException'];
    running.standIns.faults.set([{ kind: 'partial', probability: 1, codes }]);

    const answers = await Promise.all(Array.from({ length: 30 }, () => putEvents(10)));

    const failures = answers.map(({ FailedEntryCount = 0 }) => FailedEntryCount);
    const seen = answers.flatMap(({ Entries = [] }) => Entries.flatMap(({ ErrorCode = [] }) => ErrorCode));
    expect(Math.min(...failures)).toBeGreaterThanOrEqual(1);
    expect(new Set(failures).size).toBeGreaterThan(3);
    expect(new Set(seen)).toEqual(new Set(codes));
    expect(accepted()).toBe(300 - failures.reduce((sum, count) => sum + count, 0));
  });

  test('throttle is retried by the default client, and the events are accepted once', async () => {
    running.standIns.faults.set([{ kind: 'unavailable', next: 2 }]);

    await expect(putEvents(1, { maxAttempts: 3 })).resolves.toMatchObject({ $metadata: { attempts: 3 } });
    expect(accepted()).toBe(1);
  });

  test('is gone once the faults are cleared', async () => {
    running.standIns.faults.set('throttle=1');
    running.standIns.faults.clear();

    await expect(putEvents()).resolves.toBeDefined();
  });
});

describe('A fault of another service', () => {
  const settings = () => running.clientSettings;
  const calls = {
    ssm: () => new SSMClient(settings()).send(new GetParameterCommand({ Name: '/a' })),
    glue: () =>
      new GlueClient(settings()).send(
        new GetSchemaVersionCommand({ SchemaVersionId: 'b7b4a7f0-9c96-4e4a-a687-fb5de9ef0c63' }),
      ),
    sqs: () =>
      new SQSClient(settings()).send(
        new SendMessageCommand({ QueueUrl: `${running.standIns.url}/1/q`, MessageBody: 'x' }),
      ),
    s3: () => new S3Client(settings()).send(new PutObjectCommand({ Bucket: 'bucket', Key: 'k', Body: 'x' })),
    'secrets-manager': () =>
      new SecretsManagerClient(settings()).send(new GetSecretValueCommand({ SecretId: 's' })),
    sts: () => {
      const { credentials, ...clientConfig } = settings();
      const params = { RoleArn: 'arn:aws:iam::210987654321:role/r', RoleSessionName: 'bridge' };
      return fromTemporaryCredentials({ masterCredentials: credentials, params, clientConfig })();
    },
  };

  test.each([
    ['ssm', 'throttle', 'ThrottlingException', 400],
    ['ssm', 'internal', 'InternalServerError', 500],
    ['ssm', 'denied', 'AccessDeniedException', 400],
    ['glue', 'throttle', 'ThrottlingException', 400],
    ['glue', 'internal', 'InternalServiceException', 500],
    ['glue', 'unavailable', 'ServiceUnavailable', 503],
    ['glue', 'denied', 'AccessDeniedException', 400],
    ['glue', 'invalid', 'InvalidInputException', 400],
    ['sqs', 'throttle', 'RequestThrottled', 403],
    ['sqs', 'internal', 'InternalFailure', 500],
    ['sqs', 'denied', 'AccessDenied', 403],
    ['s3', 'throttle', 'SlowDown', 503],
    ['s3', 'internal', 'InternalError', 500],
    ['s3', 'denied', 'AccessDenied', 403],
    ['s3', 'unavailable', 'ServiceUnavailable', 503],
    ['secrets-manager', 'throttle', 'ThrottlingException', 400],
    ['secrets-manager', 'internal', 'InternalServiceError', 500],
    ['secrets-manager', 'denied', 'AccessDeniedException', 400],
    ['secrets-manager', 'invalid', 'InvalidRequestException', 400],
    ['sts', 'throttle', 'Throttling', 400],
    ['sts', 'internal', 'InternalFailure', 500],
    ['sts', 'denied', 'AccessDenied', 403],
    ['sts', 'unavailable', 'ServiceUnavailable', 503],
    ['sts', 'invalid', 'ValidationError', 400],
  ] as const)('makes %s answer %s as %s with status %i', async (on, kind, name, httpStatusCode) => {
    running.standIns.faults.set([{ kind, on, probability: 1 }]);

    await expect(calls[on]()).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
    await expect(putEvents()).resolves.toBeDefined();
  });

  test('fails entries of an SQS batch', async () => {
    const QueueUrl = running.standIns.sqs.createQueue('q');
    running.standIns.faults.set('partial@sqs=x1:InternalError/1');

    const answer = await new SQSClient(settings()).send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'a', MessageBody: 'x' },
          { Id: 'b', MessageBody: 'y' },
        ],
      }),
    );

    expect(answer.Successful).toMatchObject([{ Id: 'a' }]);
    expect(answer.Failed).toEqual([
      { Id: 'b', Code: 'InternalError', Message: 'InternalError injected by a fault.', SenderFault: false },
    ]);
    expect(running.standIns.sqs.messages(QueueUrl)).toHaveLength(1);
  });
});

describe('Faults', () => {
  const kinds = (faults: Faults, count: number, operation = 'PutEvents') =>
    Array.from({ length: count }, () => faults.inject('eventbridge', operation).kind);

  test('by probability hit their share of the requests', () => {
    const faults = new Faults();
    faults.set('throttle=0.1,reset-before=0.05,partial=0.2');

    const seen = kinds(faults, 20_000);

    const share = (kind: string | undefined) => seen.filter((one) => one === kind).length / seen.length;
    expect(share('throttle')).toBeCloseTo(0.1, 1.5);
    expect(share('reset-before')).toBeCloseTo(0.05, 1.5);
    expect(share('partial')).toBeCloseTo(0.2, 1.5);
    expect(share(undefined)).toBeCloseTo(0.65, 1.5);
  });

  test('are the same again for the same seed, and others for another', () => {
    const runs = [1, 1, 2].map((seed) => {
      const faults = new Faults();
      faults.set('throttle=0.3,partial=0.3,reset=0.2', seed);
      return kinds(faults, 100);
    });

    expect(runs[0]).toEqual(runs[1]);
    expect(runs[0]).not.toEqual(runs[2]);
  });

  test('take the seed from their text', () => {
    const [written, given] = [new Faults(), new Faults()];
    written.set('throttle=0.5,seed=9');
    given.set('throttle=0.5', 9);

    expect(kinds(written, 50)).toEqual(kinds(given, 50));
  });

  test('by number come first, in their order, and end', () => {
    const faults = new Faults();
    faults.set('throttle=x2,internal=x1');

    expect(kinds(faults, 5)).toEqual(['throttle', 'throttle', 'internal', undefined, undefined]);
  });

  test('hit the operation, the service, or everything, as they say', () => {
    const hits = (on: Fault['on']) => {
      const faults = new Faults();
      faults.set([{ kind: 'throttle', probability: 1, ...(on === undefined ? {} : { on }) }]);
      return [
        faults.inject('eventbridge', 'PutEvents').kind,
        faults.inject('eventbridge', 'PutRule').kind,
        faults.inject('sqs', 'SendMessage').kind,
      ].map((kind) => kind !== undefined);
    };

    expect(hits(undefined)).toEqual([true, false, false]);
    expect(hits('eventbridge')).toEqual([true, true, false]);
    expect(hits('sqs.SendMessage')).toEqual([false, false, true]);
    expect(hits('*')).toEqual([true, true, true]);
  });

  test('of the kind partial hit only operations with entries', () => {
    const faults = new Faults();
    faults.set([{ kind: 'partial', on: '*', next: 1 }]);

    expect(faults.inject('ssm', 'GetParameter').kind).toBeUndefined();
    expect(faults.inject('sqs', 'SendMessageBatch').kind).toBe('partial');
  });

  test.each([
    ['neither probability nor number', [{ kind: 'throttle' }], 'needs either probability or next'],
    ['both', [{ kind: 'throttle', probability: 1, next: 1 }], 'needs either probability or next'],
    [
      'a probability above 1',
      [{ kind: 'throttle', probability: 1.1 }],
      'throttle: the probability must be above 0 and at most 1, not 1.1',
    ],
    ['half a request', [{ kind: 'throttle', next: 0.5 }], 'the next 1 or more requests, not 0.5'],
    [
      'probabilities above 1 in all',
      [
        { kind: 'throttle', probability: 0.6 },
        { kind: 'internal', on: '*', probability: 0.6 },
      ],
      'on eventbridge.PutEvents add up to 1.2; at most 1 is possible',
    ],
  ] as [string, Fault[], string][])('with %s are refused, and the ones before stay', (_, wrong, message) => {
    const faults = new Faults();
    faults.set('throttle=1');

    expect(() => faults.set(wrong)).toThrow(message);
    expect(faults.inject('eventbridge', 'PutEvents').kind).toBe('throttle');
  });

  test('of several operations may each have their own probabilities', () => {
    expect(() => new Faults().set('throttle@sqs=0.6,throttle@ssm=0.6,throttle@glue=0.6')).not.toThrow();
    expect(() => new Faults().set('delay=1:5,throttle=1')).not.toThrow();
    expect(() => new Faults().set(Array(10).fill('throttle=0.1').join(','))).not.toThrow();
  });
});
