import { describe, expect, it } from 'vitest';
import { type DeadLetterOrigin, deadLetter } from '../../../functions/bridge/dead-letter.ts';
import { RECORD_FAILURES } from '../../../functions/bridge/errors.ts';
import { readBatch } from '../../../functions/bridge/read.ts';
import { VERSION } from '../../../shared/version.ts';
import { deadLetterOf } from '../../fixtures/dead-letter.ts';
import { glueFrame, SCHEMA_VERSION_ID } from '../../fixtures/glue-frame.ts';
import { base64, eventRecord, kafkaBatch, kafkaRecord } from '../../fixtures/kafka-event.ts';

const FAILURE = { code: 'PAYLOAD_INVALID', message: 'unexpected end' } as const;
const SECOND_SCHEMA = '00000000-0000-4000-8000-000000000002';
const NOW_MS = Date.UTC(2026, 0, 2, 3, 4, 5, 6);

function origin(batch: DeadLetterOrigin['batch']): DeadLetterOrigin {
  return { connectorId: 'payments', batch, nowMs: NOW_MS };
}

describe('deadLetter', () => {
  it('holds what is needed to act on the record: why, what to do, from where, and every byte', () => {
    // Prepare
    const record = eventRecord({
      topic: 'orders',
      partition: 3,
      offset: 42,
      key: 'AAEC/w==',
      value: '/w==',
      headers: [{ trace: [97, -61, -85] }, { trace: [] }, { none: null }],
    });

    // Act
    const letter = deadLetter(origin(kafkaBatch(record)), kafkaRecord(record), FAILURE);

    // Assess
    expect(letter).toEqual({
      version: '1',
      id: 'orders/3/42-a96cb3ba2632ddc1',
      bridgeVersion: VERSION,
      attempts: 0,
      schemas: { key: null, value: null },
      time: '2026-01-02T03:04:05.006Z',
      error: {
        code: 'PAYLOAD_INVALID',
        message: 'unexpected end',
        remedy: RECORD_FAILURES.PAYLOAD_INVALID.remedy,
      },
      connectorId: 'payments',
      eventSource: 'aws:kafka',
      eventSourceArn: expect.stringMatching(/^arn:aws:kafka:/),
      record: {
        topic: 'orders',
        partition: 3,
        offset: 42,
        timestamp: 1_700_000_000_123,
        timestampType: 'CREATE_TIME',
        key: 'AAEC/w==',
        value: '/w==',
        headers: [{ trace: 'YcOr' }, { trace: '' }, { none: null }],
      },
    });
  });

  it('tells an absent key and value from empty ones', () => {
    const absent = deadLetter(origin(kafkaBatch()), kafkaRecord({ key: null, value: null }), FAILURE);
    const empty = deadLetter(origin(kafkaBatch()), kafkaRecord({ key: '', value: '' }), FAILURE);

    expect(absent.record).toMatchObject({ key: null, value: null });
    expect(empty.record).toMatchObject({ key: '', value: '' });
  });

  it('keeps a header of any name as a member of its own', () => {
    const headers = JSON.parse('[{"__proto__":[1]},{"":[2]},{"1":[3]}]');

    const letter = deadLetter(origin(kafkaBatch()), kafkaRecord({ headers }), FAILURE);

    expect(JSON.stringify(letter.record.headers)).toBe('[{"__proto__":"AQ=="},{"":"Ag=="},{"1":"Aw=="}]');
  });

  it('holds a record of another shape as Lambda delivered it', () => {
    const received = { ...eventRecord({ offset: 7 }), timestamp: 1.7e18 };
    const [record] = readBatch({ eventSource: 'aws:kafka', records: { 'orders-0': [received] } }).records;

    const letter = record && deadLetter(origin(kafkaBatch()), record, FAILURE);

    expect(letter).toMatchObject({ received, record: { offset: 7, timestamp: null } });
  });

  it('has no ARN for a self-managed cluster', () => {
    const batch = readBatch({ eventSource: 'SelfManagedKafka', records: {} });

    expect(deadLetter(origin(batch), kafkaRecord(), FAILURE)).toMatchObject({
      eventSource: 'SelfManagedKafka',
      eventSourceArn: null,
    });
  });

  it('tells how many requests held the event', () => {
    const failure = { code: 'EVENT_REFUSED', message: 'refused', attempts: 3 } as const;

    expect(deadLetter(origin(kafkaBatch()), kafkaRecord(), failure).attempts).toBe(3);
  });

  it.each([
    {
      what: 'a frame on each side',
      key: glueFrame(Buffer.from([1])),
      value: glueFrame(Buffer.from([2]), SECOND_SCHEMA, 'zlib'),
      schemas: { key: SCHEMA_VERSION_ID, value: SECOND_SCHEMA },
    },
    {
      what: 'a frame whose payload is broken',
      key: null,
      value: Buffer.concat([Buffer.from([3, 5]), Buffer.alloc(16, 0xab), Buffer.from('no zlib')]),
      schemas: { key: null, value: 'abababab-abab-abab-abab-abababababab' },
    },
    {
      what: 'another compression',
      key: Buffer.concat([Buffer.from([3, 1]), Buffer.alloc(30)]),
      value: Buffer.concat([Buffer.from([3, 4]), Buffer.alloc(30)]),
      schemas: { key: null, value: null },
    },
    {
      what: 'a frame that is cut short',
      key: glueFrame(Buffer.alloc(0)).subarray(0, 17),
      value: glueFrame(Buffer.alloc(0)),
      schemas: { key: null, value: SCHEMA_VERSION_ID },
    },
    {
      what: 'bytes that are no frame',
      key: Buffer.from('order-1'),
      value: Buffer.from('{"a text of more":"than 18 bytes"}'),
      schemas: { key: null, value: null },
    },
    { what: 'no bytes', key: Buffer.alloc(0), value: null, schemas: { key: null, value: null } },
  ])('names the schemas of $what', ({ key, value, schemas }) => {
    const letter = deadLetterOf({ key: key && base64(key), value: value && base64(value) });

    expect(letter.schemas).toEqual(schemas);
  });
});

describe('the id of a dead letter', () => {
  it('tells where the record was', () => {
    expect(deadLetterOf({ topic: 'orders', partition: 3, offset: 42 }).id).toMatch(
      /^orders\/3\/42-[0-9a-f]{16}$/,
    );
  });

  it('is the same for every delivery of a record, however it failed', () => {
    const first = deadLetter(origin(kafkaBatch()), kafkaRecord(), FAILURE);
    const second = deadLetter({ connectorId: 'other', batch: kafkaBatch(), nowMs: 0 }, kafkaRecord(), {
      code: 'EVENT_REFUSED',
      message: 'refused',
      attempts: 7,
    });

    expect(second.id).toBe(first.id);
  });

  it('differs from place to place', () => {
    const ids = [
      deadLetterOf({ topic: 'orders', partition: 1, offset: 1 }),
      deadLetterOf({ topic: 'orders', partition: 1, offset: 2 }),
      deadLetterOf({ topic: 'orders', partition: 11, offset: 1 }),
      deadLetterOf({ topic: 'orders-1', partition: 1, offset: 1 }),
    ].map(({ id }) => id);

    expect(new Set(ids).size).toBe(4);
  });

  it.each([
    { member: 'timestamp', other: { timestamp: 1_700_000_000_124 } },
    { member: 'key', other: { key: base64('order-2') } },
    { member: 'absence of a key', other: { key: null } },
    { member: 'value', other: { value: base64('{}') } },
    { member: 'absence of a value', other: { value: null } },
  ])('differs for another record at the same place, by its $member', ({ other }) => {
    expect(deadLetterOf(other).id).not.toBe(deadLetterOf({}).id);
  });

  it('tells an absent key from the text null', () => {
    const absent = deadLetterOf({ key: null, value: 'null' });
    const swapped = deadLetterOf({ key: 'null', value: null });

    expect(absent.id).not.toBe(swapped.id);
  });
});
