import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { deflateSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { mskEvent, type ProducedRecord } from '../../../infra/local/demo/event-builder.ts';
import { encodeGlue, glueFrame } from '../../../infra/local/demo/frame-encoder.ts';
import { SAMPLE_RULES } from '../../../infra/local/demo/rules.ts';
import { SAMPLE_EVENTS } from '../../../infra/local/demo/sample-events.ts';
import { NOTIFICATION } from '../../../infra/local/demo/schemas.ts';
import {
  type RunningBridge,
  type RunningBridgeOptions,
  startRunningBridge,
} from '../../fixtures/running-bridge.ts';

/** The built artefact, in a worker, over HTTP to the stand-ins. `npm test` builds it first. */

const running: RunningBridge[] = [];

async function start(options?: RunningBridgeOptions): Promise<RunningBridge> {
  const bridge = await startRunningBridge(options);
  running.push(bridge);
  return bridge;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((bridge) => bridge.close()));
});

const AVRO = { 'value.converter': 'glue-avro' };

function notification(userId: string, total: number): object {
  return { source: 'transactionAnalyzer', eventType: 'suspiciousActivity', eventDetail: { userId, total } };
}

function records(count: number, value: (index: number) => Buffer | string | null): ProducedRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    topic: 'notifications',
    offset: index,
    timestamp: 1_772_442_900_000,
    key: `key-${index}`,
    value: value(index),
  }));
}

function jsonEvent(count: number) {
  return mskEvent(records(count, (index) => `{"index":${index}}`));
}

describe('the built artefact', () => {
  test('exports a handler that Lambda on Node 24 takes: two parameters at most', async () => {
    const { handler } = await import(pathToFileURL('dist/bridge/index.mjs').href);
    expect(typeof handler).toBe('function');
    expect(handler.length).toBeLessThanOrEqual(2);
  });

  test('publishes Avro notifications in the envelope of the connector, and the demo rule matches them', async () => {
    const { standIns, invoke } = await start({ configuration: AVRO });
    const rule = SAMPLE_RULES.find(({ name }) => name === 'suspicious-activity');
    standIns.eventBridge.putRule({
      name: 'suspicious-activity',
      eventBusName: 'kafka-events',
      eventPattern: JSON.stringify(rule?.pattern),
      targets: [{ id: 'log', arn: standIns.eventBridge.logGroupArn('/aws/events/suspicious') }],
    });

    const response = await invoke(
      mskEvent(records(1, () => encodeGlue(NOTIFICATION, notification('user-0003', 200), 'zlib'))),
    );

    expect(response).toEqual({ batchItemFailures: [] });
    const [event] = standIns.eventBridge.events();
    expect(event).toMatchObject({
      source: 'kafka-connect.demo',
      detailType: 'kafka-connect-notifications',
      resources: [],
    });
    expect(event?.detail).toBe(
      '{"topic":"notifications","partition":0,"offset":0,"timestamp":1772442900000,"timestampType":"CreateTime",' +
        '"headers":[],"key":"key-0","value":{"source":"transactionAnalyzer","eventType":"suspiciousActivity",' +
        '"eventDetail":{"userId":"user-0003","total":200.0}}}',
    );
    expect(standIns.eventBridge.logLines('/aws/events/suspicious')).toHaveLength(1);
  });

  test.each(SAMPLE_EVENTS)('bridges the sample $name: $about', async ({ name, configuration }) => {
    const text = await readFile(`events/${name}.json`, 'utf8');
    const document = await readFile(`events/configuration/${configuration}.json`, 'utf8');
    const { standIns, invoke, deadLetters } = await start({ document });

    const response = await invoke(JSON.parse(text));

    expect(response).toEqual({ batchItemFailures: [] });
    const outcome = {
      details: standIns.eventBridge.events().map(({ detailType, detail }) => ({ detailType, detail })),
      deadLetters: deadLetters().map(({ record: { topic, partition, offset }, error }) => ({
        at: `${topic}-${partition}@${offset}`,
        code: error.code,
      })),
    };
    await expect(JSON.stringify(outcome, undefined, 2)).toMatchFileSnapshot(
      `../../golden/samples/${name}.json`,
    );
  });

  test('logs coordinates, code and remedy of a bad record, and never its contents', async () => {
    const { invoke, logs } = await start({ configuration: AVRO });
    const secret = 'PAN-4111111111111111';

    await invoke(
      mskEvent([
        {
          topic: 'cards',
          offset: 77,
          timestamp: 1_772_442_900_000,
          key: `key-${secret}`,
          value: Buffer.from(`not a frame ${secret}`),
          headers: [['header', secret]],
        },
      ]),
    );

    const log = logs.join('\n');
    expect(log).toContain('"code":"FRAME_INVALID"');
    expect(log).toContain('"topic":"cards","partition":0,"offset":77');
    expect(log).toContain('"remedy"');
    expect(log).not.toContain(secret);
    expect(log).not.toContain(Buffer.from(secret).toString('base64').slice(0, 20));
  });

  test('emits its metrics in the embedded metric format', async () => {
    const { invoke, logs } = await start();

    await invoke(jsonEvent(25));

    const emf = logs
      .map(parsed)
      .find((line) => line?._aws !== undefined && line.RecordsReceived !== undefined);
    expect(emf).toMatchObject({
      RecordsReceived: 25,
      RecordsSent: 25,
      RecordsToRetry: 0,
      RecordsDeadLettered: 0,
      PutEventsRequests: 3,
      ConfigurationRefused: 0,
    });
    expect(emf?.PutEventsBytes).toBeGreaterThan(0);
    expect(emf?.RecordAge).toBeGreaterThan(0);
  });
});

describe('bad input', () => {
  const deepJson = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;

  test.each([
    [
      'six bytes that announce 10^9 items',
      glueFrame(NOTIFICATION.schemaVersionId, Buffer.from([0x80, 0xa8, 0xd6, 0xb9, 0x07, 0])),
      'PAYLOAD_INVALID',
    ],
    ['a zlib bomb', bomb(), 'FRAME_INFLATE_LIMIT'],
    [
      'a zlib stream cut short',
      encodeGlue(NOTIFICATION, notification('u', 1), 'zlib').subarray(0, 40),
      'FRAME_INFLATE_FAILED',
    ],
    ['bytes without a frame', Buffer.from('{}'), 'FRAME_INVALID'],
  ])('dead-letters %s and leaves its neighbours alone', async (_, bad, code) => {
    const { standIns, invoke, deadLetters } = await start({ configuration: AVRO });
    const good = encodeGlue(NOTIFICATION, notification('user-0001', 1));

    const response = await invoke(mskEvent(records(3, (index) => (index === 1 ? bad : good))));

    expect(response).toEqual({ batchItemFailures: [] });
    expect(standIns.eventBridge.events()).toHaveLength(2);
    const letters = deadLetters();
    expect(letters).toHaveLength(1);
    expect(letters[0]?.error.code).toBe(code);
    expect(letters[0]?.record).toMatchObject({
      topic: 'notifications',
      offset: 1,
      value: bad.toString('base64'),
    });
  });

  test('dead-letters a small frame that announces millions of items without content', async () => {
    const { standIns, invoke, deadLetters } = await start({ configuration: AVRO });
    const versionId = '5f0c1d2e-3a4b-4c5d-8e6f-708192a3b4c5';
    const definition = JSON.stringify({
      type: 'array',
      items: { type: 'map', values: { type: 'array', items: 'null' } },
    });
    standIns.glue.registerSchema({ schemaName: 'hollow', versionId, definition });
    // One map whose key "k" comes again and again, each time with 10,000 nulls: only the last would be rendered.
    const entry = Buffer.from([0x02, 0x02, 0x6b, 0xa0, 0x9c, 0x01, 0x00]);
    const bomb = Buffer.concat([Buffer.from([0x02]), ...new Array<Buffer>(400_000).fill(entry)]);
    const payload = glueFrame(versionId, bomb, 'zlib');
    const good = encodeGlue(NOTIFICATION, notification('user-0001', 1));

    const response = await invoke(mskEvent(records(3, (index) => (index === 1 ? payload : good))));

    expect(response).toEqual({ batchItemFailures: [] });
    expect(standIns.eventBridge.events()).toHaveLength(2);
    expect(deadLetters().map(({ error }) => error.code)).toEqual(['PAYLOAD_LIMIT']);
  });

  test('dead-letters 10,000 levels of nesting, and takes __proto__ for an ordinary name', async () => {
    const { standIns, invoke, deadLetters } = await start();

    await invoke(
      mskEvent(records(2, (index) => (index === 0 ? deepJson : '{"__proto__":{"isAdmin":true}}'))),
    );

    expect(deadLetters().map(({ error }) => error.code)).toEqual(['PAYLOAD_LIMIT']);
    expect(standIns.eventBridge.events()[0]?.detail).toContain('"value":{"__proto__":{"isAdmin":true}}');
  });

  test('refuses an event that is not of Kafka with a sentence about what it expects', async () => {
    const { invoke } = await start();

    await expect(invoke({ Records: [] })).rejects.toThrow(
      'This is not an event of a Lambda event source mapping for Kafka: it has no eventSource. Expected {"eventSource":"aws:kafka"',
    );
  });

  test('names five mistakes of a configuration in one error', async () => {
    const { invoke } = await start({
      configuration: {
        'aws.eventbridge.eventbus.arn': undefined,
        'aws.eventbridge.retries.max': 'two',
        'value.converter': 'avro',
        'aws.eventbridge.detail.types': 'a,b',
        'sasl.jaas.config': 'password="hunter2"',
      },
    });

    const error = await invoke(jsonEvent(1)).catch((thrown: Error) => thrown);

    expect(error).toMatchObject({ errorType: 'ConfigurationError' });
    const { message } = error as Error;
    expect(message).toContain('The configuration has 5 errors');
    for (const property of [
      'eventbus.arn',
      'retries.max',
      'value.converter',
      'detail.types',
      'sasl.jaas.config',
    ]) {
      expect(message).toContain(property);
    }
    expect(message).not.toContain('hunter2');
  });
});

describe('failing services', () => {
  test.each([
    'throttle=x3',
    'internal=x3',
    'unavailable=x3',
    'bad-gateway=x3',
    'reset-before=x3',
    'partial=x3:InternalFailure',
    'partial=x3:ThrottlingException+InternalFailure',
  ])('gets every record across when PutEvents fails with %s', async (fault) => {
    const { standIns, invoke } = await start({ configuration: { 'aws.eventbridge.retries.max': 5 } });
    standIns.faults.set(fault);

    const response = await invoke(jsonEvent(60));

    expect(response).toEqual({ batchItemFailures: [] });
    expect(offsets(standIns)).toEqual(Array.from({ length: 60 }, (_, index) => index));
  });

  test('sends again, and not silently drops, when an answer is lost', async () => {
    const { standIns, invoke } = await start();
    standIns.faults.set('reset-after=x1');

    const response = await invoke(jsonEvent(10));

    expect(response).toEqual({ batchItemFailures: [] });
    expect(standIns.eventBridge.counts()).toMatchObject({ accepted: 20, answersLost: 10 });
  });

  test('reports the failed entries alone when they never pass, by object identifiers', async () => {
    const { standIns, invoke } = await start({ configuration: { 'aws.eventbridge.retries.max': 1 } });
    standIns.faults.set('partial=1:ThrottlingException/0');

    const { batchItemFailures } = await invoke(jsonEvent(10));

    const sent = offsets(standIns);
    expect(batchItemFailures.length + sent.length).toBe(10);
    expect(batchItemFailures[0]).toEqual({ itemIdentifier: { partition: 'notifications-0', offset: 0 } });
  });

  test('dead-letters an entry that EventBridge refuses for good', async () => {
    const { standIns, invoke, deadLetters } = await start();
    standIns.faults.set('partial=x1:NotAuthorizedForSourceException/2');

    const response = await invoke(jsonEvent(5));

    expect(response).toEqual({ batchItemFailures: [] });
    expect(offsets(standIns)).toEqual([0, 1, 3, 4]);
    expect(deadLetters()[0]).toMatchObject({ error: { code: 'EVENT_REFUSED' }, record: { offset: 2 } });
  });

  test('throws instead of answering when the mapping takes no partial responses', async () => {
    const { standIns, invoke } = await start({ environment: { BRIDGE_REPORT_BATCH_ITEM_FAILURES: 'false' } });
    standIns.faults.set('internal=1');

    await expect(invoke(jsonEvent(10))).rejects.toThrow(
      '10 of 10 records are to be retried (PUT_EVENTS_UNAVAILABLE)',
    );
  });

  test('answers before the deadline when EventBridge hangs, and reports everything unsent', async () => {
    const { standIns, invoke } = await start({ timeoutMs: 3_000 });
    await invoke(jsonEvent(1));
    standIns.faults.set('hang=1');

    const { batchItemFailures } = await invoke(jsonEvent(500));

    expect(batchItemFailures).toHaveLength(500);
  });

  test('retries a record whose dead letter cannot be written', async () => {
    const { standIns, invoke, logs } = await start({ configuration: AVRO });
    standIns.faults.set('internal@sqs=1');

    const { batchItemFailures } = await invoke(mskEvent(records(1, () => Buffer.from('bad'))));

    expect(batchItemFailures).toEqual([{ itemIdentifier: { partition: 'notifications-0', offset: 0 } }]);
    expect(logs.join('\n')).toContain('DEAD_LETTER_UNAVAILABLE');
  });

  test('writes dead letters to the bucket when there is no queue', async () => {
    const { standIns, invoke } = await start({
      configuration: AVRO,
      environment: { BRIDGE_DEAD_LETTER_QUEUE_URL: '', BRIDGE_DEAD_LETTER_BUCKET: 'dead-letters' },
    });
    standIns.s3.createBucket('dead-letters');

    const response = await invoke(mskEvent(records(1, () => Buffer.from('bad'))));

    expect(response).toEqual({ batchItemFailures: [] });
    const [key = ''] = standIns.s3.keys('dead-letters');
    expect(key).toMatch(/^dead-letters\/demo\/notifications\/0\/0-[0-9a-f]{16}\.json$/);
    const object = standIns.s3.object('dead-letters', key);
    expect(JSON.parse(String(object?.body))).toMatchObject({ error: { code: 'FRAME_INVALID' } });
  });

  test('fails a cold start that gets no answer from SSM, long before its timeout', async () => {
    const { standIns, invoke } = await start();
    standIns.faults.set('hang@ssm=1');

    const error = await invoke(jsonEvent(1)).catch((thrown: Error) => thrown);

    expect(error).toMatchObject({ errorType: 'ConfigurationError' });
    expect(String(error)).toContain('could not be read');
  });

  test('reports all records, and dead-letters none, when access to the bus is denied entry by entry', async () => {
    const { standIns, invoke, deadLetters } = await start();
    standIns.faults.set('partial=1:AccessDeniedException/0+1+2+3+4+5+6+7+8+9');

    const { batchItemFailures } = await invoke(jsonEvent(30));

    expect(batchItemFailures).toHaveLength(30);
    expect(deadLetters()).toEqual([]);
  });

  test('reports bad records as failed when they are not tolerated', async () => {
    const { invoke, deadLetters } = await start({ configuration: { ...AVRO, 'errors.tolerance': 'none' } });

    const { batchItemFailures } = await invoke(mskEvent(records(1, () => Buffer.from('bad'))));

    expect(batchItemFailures).toHaveLength(1);
    expect(deadLetters()).toEqual([]);
  });

  test('retries records whose schema registry is down, and sends those of plain formats', async () => {
    const { standIns, invoke } = await start({ configuration: AVRO });
    standIns.faults.set('internal@glue=1');
    const avro = encodeGlue(NOTIFICATION, notification('user-0001', 1));

    const { batchItemFailures } = await invoke(mskEvent(records(2, (index) => (index === 0 ? avro : null))));

    expect(batchItemFailures).toEqual([{ itemIdentifier: { partition: 'notifications-0', offset: 0 } }]);
    expect(offsets(standIns)).toEqual([1]);
  });
});

describe('100,000 records with one request in five faulted', () => {
  test('sent + retried + dead-lettered = received; no event missing, none invented', {
    timeout: 240_000,
  }, async () => {
    const accepted = new Map<number, number>();
    const { standIns, invoke, deadLetters } = await start({
      configuration: { ...AVRO, 'aws.eventbridge.retries.max': 1 },
      keepEventCharacters: 0,
      onEvent: ({ detail }) => {
        const offset = Number(/"offset":(\d+)/.exec(detail)?.[1]);
        accepted.set(offset, (accepted.get(offset) ?? 0) + 1);
      },
    });
    standIns.faults.set(
      'throttle=0.05,internal=0.04,bad-gateway=0.02,reset=0.04,partial=0.05:InternalFailure+MalformedDetail,seed=20261121',
    );
    const batchSize = 2_000;
    const batches = 50;
    const good = encodeGlue(NOTIFICATION, notification('user-0001', 199.5));
    const bad = Buffer.from('not a frame');
    const retried = new Set<number>();

    for (let batch = 0; batch < batches; batch++) {
      const produced = records(batchSize, (index) => (index % 1_000 === 500 ? bad : good)).map((record) => ({
        ...record,
        offset: batch * batchSize + record.offset,
      }));
      const { batchItemFailures } = await invoke(mskEvent(produced));
      for (const { itemIdentifier } of batchItemFailures) retried.add(itemIdentifier.offset);
    }

    const dead = new Set(deadLetters().map(({ record }) => record.offset));
    const received = batchSize * batches;
    const unaccounted = Array.from({ length: received }, (_, offset) => offset).filter(
      (offset) => !accepted.has(offset) && !retried.has(offset) && !dead.has(offset),
    );
    const sent = received - retried.size - dead.size;
    const sentButMissing = Array.from({ length: received }, (_, offset) => offset).filter(
      (offset) => !retried.has(offset) && !dead.has(offset) && !accepted.has(offset),
    );
    expect(unaccounted).toEqual([]);
    expect(sentButMissing).toEqual([]);
    expect([...accepted.keys()].filter((offset) => !(offset >= 0 && offset < received))).toEqual([]);
    expect([...dead].filter((offset) => retried.has(offset))).toEqual([]);
    expect(retried.size).toBeGreaterThan(0);
    expect(dead.size).toBeGreaterThan(batches);
    expect(sent + retried.size + dead.size).toBe(received);
  });
});

function offsets({ eventBridge }: RunningBridge['standIns']): number[] {
  return eventBridge
    .events()
    .map(({ detail }) => Number(JSON.parse(detail).offset))
    .sort((a, b) => a - b);
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** 64 MiB of zeros in 64 KiB. */
function bomb(): Buffer {
  const compressed = deflateSync(Buffer.alloc(64 * 1024 * 1024));
  const header = glueFrame(NOTIFICATION.schemaVersionId, Buffer.alloc(0), 'zlib').subarray(0, 18);
  return Buffer.concat([header, compressed]);
}
