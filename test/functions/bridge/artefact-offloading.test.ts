import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { mskEvent, type ProducedRecord } from '../../../infra/local/demo/event-builder.ts';
import { encodeGlue } from '../../../infra/local/demo/frame-encoder.ts';
import { NOTIFICATION } from '../../../infra/local/demo/schemas.ts';
import {
  type RunningBridge,
  type RunningBridgeOptions,
  startRunningBridge,
} from '../../fixtures/running-bridge.ts';

/** The built artefact with an offloading bucket, over HTTP to the stand-ins of EventBridge and S3. */

const BUCKET = 'large-values';
const OFFLOADING = 'aws.eventbridge.offloading.default';
const KEY_ARN = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';

const running: RunningBridge[] = [];

async function start(
  configuration: Readonly<Record<string, unknown>> = {},
  options: RunningBridgeOptions = {},
): Promise<RunningBridge> {
  const bridge = await startRunningBridge({
    configuration: { [`${OFFLOADING}.s3.bucket`]: BUCKET, ...configuration },
    ...options,
  });
  bridge.standIns.s3.createBucket(BUCKET);
  running.push(bridge);
  return bridge;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((bridge) => bridge.close()));
});

function records(...values: (Buffer | string | null)[]): ProducedRecord[] {
  return values.map((value, offset) => ({
    topic: 'orders',
    offset,
    timestamp: 1_772_442_900_000,
    key: `key-${offset}`,
    value,
  }));
}

function digest(body: string): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 32);
}

/** The objects in the bucket: content type and text by key. */
function objects({ standIns: { s3 } }: RunningBridge) {
  return Object.fromEntries(
    s3.keys(BUCKET).map((key) => {
      const object = s3.object(BUCKET, key);
      return [key, [object?.headers['content-type'], object?.body.toString('utf8')]];
    }),
  );
}

/** The details on the bus, parsed. */
function details({ standIns: { eventBridge } }: RunningBridge) {
  return eventBridge.events().map(({ detail }) => JSON.parse(detail));
}

function reference(key: string) {
  return { dataref: `arn:aws:s3:::${BUCKET}/${key}`, datarefJsonPath: '$.detail.value' };
}

function offsetsToRetry({ batchItemFailures }: Awaited<ReturnType<RunningBridge['invoke']>>): number[] {
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier.offset);
}

describe('the built artefact with an offloading bucket', () => {
  test('puts every value into the bucket, and sends events that refer to them', async () => {
    const bridge = await start();
    const order = '{"order":{"total":12.50}}';

    const response = await bridge.invoke(mskEvent(records(order, '"a \\"text\\""', null)));

    expect(response).toEqual({ batchItemFailures: [] });
    const keys = [`orders/0/0-${digest(order)}.json`, `orders/0/1-${digest('a "text"')}.txt`];
    expect(objects(bridge)).toEqual({
      [keys[0] ?? '']: ['application/json', order],
      [keys[1] ?? '']: ['text/plain;charset=utf-8', 'a "text"'],
    });
    const [first, second, tombstone] = details(bridge);
    expect(first).toEqual({
      topic: 'orders',
      partition: 0,
      offset: 0,
      timestamp: 1_772_442_900_000,
      timestampType: 'CreateTime',
      headers: [],
      key: 'key-0',
      ...reference(keys[0] ?? ''),
    });
    expect(second).toMatchObject(reference(keys[1] ?? ''));
    expect(tombstone).toMatchObject({ value: null });
    expect(tombstone).not.toHaveProperty('dataref');
    const bytes = order.length + 'a "text"'.length;
    expect(bridge.logs.join('\n')).toContain(`"ObjectsOffloaded":2,"BytesOffloaded":${bytes}`);
  });

  test('takes a part out of values that a registry has the schema of', async () => {
    const path = '$.detail.value.eventDetail';
    const bridge = await start({ 'value.converter': 'glue-avro', [`${OFFLOADING}.fieldref`]: path });
    const value = encodeGlue(NOTIFICATION, {
      source: 'transactionAnalyzer',
      eventType: 'suspiciousActivity',
      eventDetail: { userId: 'user-0003', total: 200 },
    });

    await bridge.invoke(mskEvent(records(value)));

    const body = '{"userId":"user-0003","total":200.0}';
    expect(Object.values(objects(bridge))).toEqual([['application/json', body]]);
    expect(details(bridge)[0]).toMatchObject({
      value: { source: 'transactionAnalyzer', eventType: 'suspiciousActivity' },
      dataref: `arn:aws:s3:::${BUCKET}/orders/0/0-${digest(body)}.json`,
      datarefJsonPath: path,
    });
  });

  test('offloads, with the mode oversized, only what no request could hold', async () => {
    const bridge = await start({ [`${OFFLOADING}.mode`]: 'oversized' });
    const large = JSON.stringify({ text: 'x'.repeat(1_100_000) });

    const response = await bridge.invoke(mskEvent(records('{"small":1}', large, '{"small":2}')));

    expect(response).toEqual({ batchItemFailures: [] });
    expect(bridge.deadLetters()).toEqual([]);
    expect(Object.values(objects(bridge))).toEqual([['application/json', large]]);
    expect(
      details(bridge).map(({ offset, value, dataref }) => [offset, value, dataref !== undefined]),
    ).toEqual([
      [0, { small: 1 }, false],
      [1, undefined, true],
      [2, { small: 2 }, false],
    ]);
  });

  test('dead-letters an event that is too large all the same', async () => {
    const bridge = await start({
      [`${OFFLOADING}.fieldref`]: '$.detail.value.small',
      'aws.eventbridge.request.max.bytes': 262_144,
    });
    const large = JSON.stringify({ small: 1, text: 'x'.repeat(262_144) });

    await bridge.invoke(mskEvent(records(large)));

    expect(bridge.deadLetters()).toMatchObject([{ error: { code: 'ENTRY_TOO_LARGE' } }]);
    expect(objects(bridge)).toEqual({});
  });

  test('writes the same objects again when the batch is delivered again, and refers to the same', async () => {
    const bridge = await start();
    const event = mskEvent(records(...Array.from({ length: 25 }, (_, index) => `{"index":${index}}`)));
    await bridge.invoke(event);
    const before = objects(bridge);

    await bridge.invoke(event);

    expect(Object.keys(before)).toHaveLength(25);
    expect(objects(bridge)).toEqual(before);
    const references = details(bridge).map(({ dataref }) => dataref);
    expect(references).toHaveLength(50);
    expect(new Set(references).size).toBe(25);
  });

  test('asks for the encryption that is configured, below the prefix, at another endpoint', async () => {
    // Prepare: the function finds S3 by the document alone.
    const bridge = await start();
    const { AWS_ENDPOINT_URL: endpoint } = bridge.standIns.environment;
    const settings = {
      's3.bucket': BUCKET,
      's3.prefix': 'claims/v1/',
      's3.encryption': 'aws:kms',
      's3.kms.key.arn': KEY_ARN,
      's3.endpoint.uri': endpoint,
    };
    const members = Object.entries(settings).map(([name, value]) => [`${OFFLOADING}.${name}`, value]);
    const elsewhere = await start(Object.fromEntries(members), {
      environment: { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9' },
    });

    // Act
    const response = await elsewhere.invoke(mskEvent(records('{"a":1}')));

    // Assess
    expect(response).toEqual({ batchItemFailures: [] });
    const [key = ''] = bridge.standIns.s3.keys(BUCKET);
    expect(key).toBe(`claims/v1/orders/0/0-${digest('{"a":1}')}.json`);
    expect(bridge.standIns.s3.object(BUCKET, key)?.headers).toMatchObject({
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': KEY_ARN,
    });
    expect(details(elsewhere)[0]).toMatchObject(reference(key));
  });
});

describe('a bucket that fails', () => {
  test.each([
    'internal@s3=x3',
    'throttle@s3=x3',
    'bad-gateway@s3=x3',
    'reset-before@s3=x3',
    'reset-after@s3=x3',
  ])('delays the events it holds up: %s', async (fault) => {
    const bridge = await start({ 'aws.eventbridge.retries.max': 5 });
    bridge.standIns.faults.set(fault);

    const response = await bridge.invoke(
      mskEvent(records(...Array.from({ length: 40 }, (_, index) => `{"index":${index}}`))),
    );

    expect(response).toEqual({ batchItemFailures: [] });
    expect(new Set(details(bridge).map(({ offset }) => offset)).size).toBe(40);
    expect(Object.keys(objects(bridge))).toHaveLength(40);
  });

  test('has the records delivered again whose values it does not take; others are sent', async () => {
    const bridge = await start({ 'aws.eventbridge.retries.max': 1 });
    bridge.standIns.faults.set('internal@s3=1');

    const response = await bridge.invoke(mskEvent(records('{"a":1}', null, '"b"')));

    expect(offsetsToRetry(response)).toEqual([0, 2]);
    expect(details(bridge).map(({ offset }) => offset)).toEqual([1]);
    expect(bridge.deadLetters()).toEqual([]);
    expect(bridge.logs.join('\n')).toContain('2 records to be retried: OFFLOAD_UNAVAILABLE');
  });

  test('is asked a few times when it denies everything, and no record is dead-lettered', async () => {
    const bridge = await start();
    bridge.standIns.faults.set('denied@s3=1');

    const response = await bridge.invoke(
      mskEvent(records(...Array.from({ length: 500 }, (_, index) => `{"index":${index}}`))),
    );

    expect(response.batchItemFailures).toHaveLength(500);
    expect(bridge.deadLetters()).toEqual([]);
    expect(details(bridge)).toEqual([]);
    expect(bridge.standIns.requests.list('s3.PutObject').length).toBeLessThanOrEqual(34);
    expect(bridge.logs.join('\n')).toContain('500 records to be retried: OFFLOAD_DENIED');
  });

  test('is told of when it does not exist', async () => {
    const bridge = await start({ [`${OFFLOADING}.s3.bucket`]: 'no-such-bucket' });

    const response = await bridge.invoke(mskEvent(records('{"a":1}')));

    expect(offsetsToRetry(response)).toEqual([0]);
    expect(bridge.logs.join('\n')).toContain('NoSuchBucket (HTTP 404)');
  });

  test('gets a record dead-lettered for good when it refuses this value alone', async () => {
    const bridge = await start();
    bridge.standIns.faults.set('too-large@s3=x1');

    const response = await bridge.invoke(mskEvent(records('{"a":1}', '{"b":2}')));

    expect(response).toEqual({ batchItemFailures: [] });
    expect(details(bridge)).toHaveLength(1);
    const [letter] = bridge.deadLetters();
    expect(letter).toMatchObject({ error: { code: 'OFFLOAD_REFUSED' }, attempts: 0 });
    const value = letter?.record.offset === 0 ? '{"a":1}' : '{"b":2}';
    expect(letter?.record.value).toBe(Buffer.from(value).toString('base64'));
  });

  test('keeps the order: what follows a held record of its partition waits with it', async () => {
    const bridge = await start({
      'aws.eventbridge.ordering': 'partition',
      'aws.eventbridge.retries.max': 0,
    });
    bridge.standIns.faults.set('internal@s3=x1');

    const response = await bridge.invoke(mskEvent(records('{"a":1}', '{"b":2}', '{"c":3}')));

    expect(offsetsToRetry(response)).toEqual([0, 1, 2]);
    expect(details(bridge)).toEqual([]);
  });

  test('is given up in time when it does not answer', async () => {
    // Prepare: clients are loaded and connected.
    const bridge = await start({ 'aws.eventbridge.retries.max': 0 }, { timeoutMs: 8_000 });
    await bridge.invoke(mskEvent(records('{"warm":1}')));
    bridge.standIns.faults.set('hang@s3=1');

    const response = await bridge.invoke(mskEvent(records('{"a":1}', null)));

    expect(offsetsToRetry(response)).toEqual([0]);
  });

  test('has nothing to do with the log: no value is in it', async () => {
    const bridge = await start();
    bridge.standIns.faults.set('denied@s3=x1,too-large@s3=x1');
    const secret = 'PAN-4111111111111111';

    await bridge.invoke(mskEvent(records(`{"pan":"${secret}"}`, `"${secret}"`)));

    expect(bridge.logs.join('\n')).not.toContain(secret);
  });
});
