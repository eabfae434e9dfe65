import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { deadLetterNotice } from '../../../functions/bridge/aws/dead-letter-notice.ts';
import { type DeadLetter, deadLetter } from '../../../functions/bridge/dead-letter.ts';
import { RECORD_FAILURES } from '../../../functions/bridge/errors.ts';
import { readBatch } from '../../../functions/bridge/read.ts';
import { NOTIFICATION } from '../../../infra/local/demo/schemas.ts';
import { deadLetterKey } from '../../../shared/dead-letter-objects.ts';
import { ENVIRONMENT } from '../../../shared/environment.ts';
import { deadLetterOf } from '../../fixtures/dead-letter.ts';
import { glueFrame } from '../../fixtures/glue-frame.ts';
import { base64, eventRecord, kafkaBatch, kafkaEvent } from '../../fixtures/kafka-event.ts';
import { type RunningBridge, startRunningBridge } from '../../fixtures/running-bridge.ts';

const letterSchema = await schemaOf('dead-letter');
const noticeSchema = await schemaOf('dead-letter-notice');

async function schemaOf(name: string) {
  return z.fromJSONSchema(JSON.parse(await readFile(`shared/schemas/${name}.schema.json`, 'utf8')));
}

function noticeOf(letter: DeadLetter) {
  return deadLetterNotice(letter, { bucket: 'dead-letters', key: deadLetterKey(letter) });
}

/** What arrives, of what was written. */
function read(document: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(document));
}

/** Paths of all members of a document, but for those inside `received`, headers and bytes. */
function paths(document: object, before: readonly string[] = []): string[][] {
  return Object.entries(document).flatMap(([name, member]) => {
    const path = [...before, name];
    const isInside = typeof member === 'object' && member !== null && !['received', 'headers'].includes(name);
    return [path, ...(isInside ? paths(member, path) : [])];
  });
}

/** The document with this member replaced; undefined takes it out. */
function withMember(document: object, [name = '', ...rest]: readonly string[], value: unknown): object {
  const members = new Map(Object.entries(document));
  if (rest.length > 0) members.set(name, withMember(members.get(name), rest, value));
  else if (value === undefined) members.delete(name);
  else members.set(name, value);
  return Object.fromEntries(members);
}

const LETTER = read(
  deadLetterOf({
    key: base64(glueFrame(Buffer.from([1]))),
    value: base64(glueFrame(Buffer.from([2]))),
    headers: [{ trace: [97, -61] }, { none: null }],
  }),
);
const NOTICE = read(noticeOf(deadLetterOf({})));

const bytes = fc.option(
  fc.uint8Array({ maxLength: 40 }).map((some) => base64(some)),
  { nil: null },
);
/** Bytes as they are, or behind what looks like a frame of either registry. */
const framed = fc
  .tuple(fc.constantFrom('', '00', '01', '0300'), fc.uint8Array({ maxLength: 40 }))
  .map(([magic, some]) => base64(Buffer.concat([Buffer.from(magic, 'hex'), some])));
const metadata = fc.option(fc.record({ dataFormat: fc.string(), schemaId: fc.string() }), { nil: null });
const record = fc.record({
  topic: fc.stringMatching(/^[a-zA-Z0-9._-]{1,20}$/),
  partition: fc.nat(),
  offset: fc.maxSafeNat(),
  timestamp: fc.option(fc.oneof(fc.maxSafeNat(), fc.constantFrom(1.7e18)), { nil: null }),
  timestampType: fc.constantFrom('CREATE_TIME', 'LOG_APPEND_TIME', null),
  key: fc.oneof(bytes, fc.constant('no base64')),
  value: fc.oneof(bytes, framed),
  keySchemaMetadata: metadata,
  valueSchemaMetadata: metadata,
  headers: fc.array(
    fc.dictionary(
      fc.string({ unit: 'binary' }),
      fc.option(fc.array(fc.integer({ min: -128, max: 255 })), { nil: null }),
      { minKeys: 1, maxKeys: 1 },
    ),
  ),
});

const failure = fc.record({
  code: fc.constantFrom(...(Object.keys(RECORD_FAILURES) as (keyof typeof RECORD_FAILURES)[])),
  message: fc.string(),
  attempts: fc.nat(100),
});

const letter = fc
  .tuple(record, failure, fc.string({ minLength: 1, maxLength: 80 }))
  .map(([members, why, connectorId]) => {
    const batch = kafkaBatch(eventRecord(members));
    const [only] = batch.records;
    if (only === undefined) throw new Error('The event has one record.');
    return deadLetter({ connectorId, batch, nowMs: 1_700_000_000_000 }, only, why);
  });

describe('the schema of dead letters', () => {
  it('takes every letter that the bridge makes', () => {
    fc.assert(
      fc.property(letter, (made) => {
        expect(letterSchema.safeParse(read(made)).error).toBeUndefined();
      }),
    );
  });

  it('takes a letter of a self-managed cluster', () => {
    const batch = readBatch({ eventSource: 'SelfManagedKafka', records: { 'orders-0': [eventRecord()] } });
    const [only] = batch.records;
    if (only === undefined) throw new Error('The event has one record.');

    const made = deadLetter({ connectorId: 'payments', batch, nowMs: 0 }, only, {
      code: 'PAYLOAD_INVALID',
      message: 'bad bytes',
    });

    expect(made.eventSourceArn).toBeNull();
    expect(letterSchema.safeParse(read(made)).error).toBeUndefined();
  });
});

describe('the schema of notices', () => {
  it('takes every notice that the bridge makes', () => {
    fc.assert(
      fc.property(letter, (made) => {
        expect(noticeSchema.safeParse(read(noticeOf(made))).error).toBeUndefined();
      }),
    );
  });
});

describe('the built artefact', () => {
  let bridge: RunningBridge;
  beforeEach(async () => {
    bridge = await startRunningBridge({
      configuration: { 'value.converter': 'glue-avro' },
      environment: { [ENVIRONMENT.deadLetterBucket]: 'dead-letters' },
    });
    bridge.standIns.s3.createBucket('dead-letters');
  });
  afterEach(async () => {
    await bridge.close();
  });

  it('writes dead letters and notices by their schemas', async () => {
    // Prepare
    const { standIns, invoke, deadLetterQueueUrl } = bridge;
    const cutShort = base64(glueFrame(Buffer.from([1]), NOTIFICATION.schemaVersionId));
    const records = [
      eventRecord({ offset: 1, value: base64('no frame') }),
      eventRecord({ offset: 2, value: cutShort, headers: [{ trace: [-1] }] }),
      eventRecord({ offset: 3, timestamp: 1.7e18 }),
    ];

    // Act
    const response = await invoke(kafkaEvent(...records));

    // Assess
    expect(response).toEqual({ batchItemFailures: [] });
    const keys = standIns.s3.keys('dead-letters');
    const letters = keys.map((key) => JSON.parse(String(standIns.s3.object('dead-letters', key)?.body)));
    const notices = standIns.sqs.messages(deadLetterQueueUrl).map(({ body }) => JSON.parse(body));
    expect(letters.map(({ error, schemas }) => [error.code, schemas.value])).toEqual([
      ['FRAME_INVALID', null],
      ['PAYLOAD_INVALID', NOTIFICATION.schemaVersionId],
      ['RECORD_INVALID', null],
    ]);
    expect(letters.map((written) => letterSchema.safeParse(written).error)).toEqual(Array(3).fill(undefined));
    expect(notices.map((written) => noticeSchema.safeParse(written).error)).toEqual(Array(3).fill(undefined));
    expect(notices.map(({ object }) => object.key).toSorted()).toEqual(keys);
  });
});

describe.each([
  { what: 'dead letters', schema: letterSchema, document: LETTER },
  { what: 'notices', schema: noticeSchema, document: NOTICE },
])('the schema of $what', ({ schema, document }) => {
  it.each(paths(document).map((path) => ({ member: path.join('.'), path })))(
    'needs $member, and needs it to be what it is',
    ({ path }) => {
      expect(schema.safeParse(document).success).toBe(true);
      expect(schema.safeParse(withMember(document, path, undefined)).success).toBe(false);
      expect(schema.safeParse(withMember(document, path, true)).success).toBe(false);
    },
  );

  it.each(['more', ...containers(document)])('refuses a member that it does not know, at %s', (place) => {
    const path = place === 'more' ? ['more'] : [...place.split('.'), 'more'];

    expect(schema.safeParse(withMember(document, path, 'text')).success).toBe(false);
  });
});

describe('the schema of dead letters', () => {
  it.each([
    { path: ['version'], value: '2' },
    { path: ['id'], value: 'orders/0/1' },
    { path: ['attempts'], value: -1 },
    { path: ['attempts'], value: 0.5 },
    { path: ['bridgeVersion'], value: 'new' },
    { path: ['schemas', 'value'], value: 'ABABABAB-abab-abab-abab-abababababab' },
    { path: ['time'], value: 'yesterday' },
    { path: ['error', 'code'], value: 'bad bytes' },
    { path: ['connectorId'], value: 'x'.repeat(243) },
    { path: ['eventSource'], value: 'aws:sqs' },
    { path: ['record', 'topic'], value: '' },
    { path: ['record', 'partition'], value: -1 },
    { path: ['record', 'offset'], value: 2 ** 53 },
    { path: ['record', 'timestamp'], value: -1 },
    { path: ['record', 'timestamp'], value: 1.5 },
    { path: ['record', 'key'], value: 'YQ' },
    { path: ['record', 'value'], value: 'Zürich==' },
    { path: ['record', 'headers'], value: [['city', 'Wg==']] },
    { path: ['record', 'headers'], value: [{ city: [90] }] },
    { path: ['record', 'headers'], value: [{ city: 'Zürich' }] },
  ])('refuses $value as $path', ({ path, value }) => {
    expect(letterSchema.safeParse(withMember(LETTER, path, value)).success).toBe(false);
  });
});

/** Paths of the members that are objects of a fixed form. */
function containers(document: object): string[] {
  return paths(document)
    .filter((path, _, all) =>
      all.some((other) => other.length > path.length && path.every((name, i) => other[i] === name)),
    )
    .map((path) => path.join('.'));
}
