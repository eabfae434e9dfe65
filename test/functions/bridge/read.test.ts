import { describe, expect, it } from 'vitest';
import { InvalidEventError, type KafkaRecord, readBatch } from '../../../functions/bridge/read.ts';
import { base64, eventRecord, kafkaEvent, kafkaRecord } from '../../fixtures/kafka-event.ts';

const TIMESTAMP_DEFECT =
  'The timestamp is no whole number below 2^53; its exact value does not survive the event of Lambda.';
const VALUE_DEFECT = 'The value is not base64 text.';
const HEADER_DEFECT = 'The headers are not a list of names with bytes.';

/** One record with these members, as they come from JSON. */
function readOne(members: Readonly<Record<string, unknown>>): KafkaRecord | undefined {
  const event = { eventSource: 'aws:kafka', records: { 'orders-0': [{ ...eventRecord(), ...members }] } };
  return readBatch(JSON.parse(JSON.stringify(event))).records[0];
}

describe('readBatch', () => {
  it('reads an event of Amazon MSK with its cluster', () => {
    const batch = readBatch(kafkaEvent(eventRecord()));

    expect(batch.eventSource).toBe('aws:kafka');
    expect(batch.eventSourceArn).toMatch(/^arn:aws:kafka:/);
    expect(batch.records).toHaveLength(1);
  });

  it('reads an event of a self-managed cluster, which has no ARN', () => {
    const batch = readBatch({ eventSource: 'SelfManagedKafka', records: { 'orders-0': [eventRecord()] } });

    expect(batch.eventSource).toBe('SelfManagedKafka');
    expect(batch.eventSourceArn).toBeUndefined();
    expect(batch.records).toHaveLength(1);
  });

  it('reads every topic and partition of the batch, each in the order of its records', () => {
    // Prepare
    const event = kafkaEvent(
      eventRecord({ topic: 'orders', partition: 1, offset: 7 }),
      eventRecord({ topic: 'payments', partition: 0, offset: 3 }),
      eventRecord({ topic: 'orders', partition: 1, offset: 8 }),
      eventRecord({ topic: 'orders', partition: 0, offset: 2 }),
    );

    // Act
    const { records } = readBatch(event);

    // Assess
    expect(records.map(({ topicPartition, offset }) => `${topicPartition}@${offset}`)).toEqual([
      'orders-1@7',
      'orders-1@8',
      'payments-0@3',
      'orders-0@2',
    ]);
  });

  it('takes topic and partition from the record, because a topic name may hold hyphens and digits', () => {
    const [record] = readBatch(kafkaEvent(eventRecord({ topic: 'eu-orders-3', partition: 12 }))).records;

    expect(record).toMatchObject({ topic: 'eu-orders-3', partition: 12, topicPartition: 'eu-orders-3-12' });
  });

  it('keeps the member name of the event as it is, since the batch response has to repeat it', () => {
    const [record] = readBatch({
      eventSource: 'aws:kafka',
      records: { 'a name of its own': [eventRecord()] },
    }).records;

    expect(record?.topicPartition).toBe('a name of its own');
  });

  it.each([
    { name: 'base64 text', key: base64('k'), bytes: Buffer.from('k') },
    { name: 'no bytes', key: '', bytes: Buffer.alloc(0) },
    { name: 'null', key: null, bytes: null },
  ])('reads a key and a value of $name', ({ key, bytes }) => {
    const record = kafkaRecord({ key, value: key });

    expect(record.key).toEqual(bytes);
    expect(record.value).toEqual(bytes);
  });

  it('reads a record without key, value, headers and timestamp', () => {
    const [record] = readBatch({
      eventSource: 'aws:kafka',
      records: { 'orders-0': [{ topic: 'orders', partition: 0, offset: 5 }] },
    }).records;

    expect(record).toMatchObject({
      topic: 'orders',
      partition: 0,
      offset: 5,
      timestamp: null,
      timestampType: null,
      headers: [],
      key: null,
      value: null,
      hasValue: false,
      schemaMetadata: { key: undefined, value: undefined },
      topicPartition: 'orders-0',
      defect: undefined,
    });
  });

  it('takes bytes out of base64 whenever they are asked for, and keeps none of them', () => {
    const record = readOne({ key: 'a2V5', value: '' });

    expect(record?.key).toEqual(Buffer.from('key'));
    expect(record?.key).not.toBe(record?.key);
    expect(record?.value).toEqual(Buffer.alloc(0));
    expect(record?.hasValue).toBe(true);
  });

  it('reads what Lambda tells of schemas whose frames it took away', () => {
    const metadata = { dataFormat: 'AVRO', schemaId: '12' };

    expect(readOne({ keySchemaMetadata: metadata })?.schemaMetadata).toEqual({
      key: metadata,
      value: undefined,
    });
    expect(readOne({ valueSchemaMetadata: metadata })?.schemaMetadata).toEqual({
      key: undefined,
      value: metadata,
    });
  });

  it.each([
    { member: { keySchemaMetadata: 'AVRO' }, side: 'key' },
    { member: { valueSchemaMetadata: { dataFormat: 'AVRO', schemaId: 12 } }, side: 'value' },
    { member: { valueSchemaMetadata: { schemaId: '12' } }, side: 'value' },
  ])('finds a record defective with $member', ({ member, side }) => {
    const { records } = readBatch({
      eventSource: 'aws:kafka',
      records: { 'orders-0': [{ ...eventRecord(), ...member }] },
    });

    expect(records[0]).toMatchObject({
      schemaMetadata: { key: undefined, value: undefined },
      defect: {
        reason: `The schema metadata of the ${side} is not a data format with a schema id.`,
      },
    });
  });

  it.each([null, { dataFormat: 'AVRO' }, { dataFormat: 'AVRO', schemaId: null }])(
    'takes the bytes as they are when it tells no schema id: %j',
    (valueSchemaMetadata) => {
      expect(readOne({ valueSchemaMetadata })).toMatchObject({
        schemaMetadata: { value: undefined },
        defect: undefined,
      });
    },
  );

  it.each([
    { timestamp: 1_700_000_000_123, expected: 1_700_000_000_123 },
    { timestamp: 0, expected: 0 },
    { timestamp: 2 ** 53 - 1, expected: 2 ** 53 - 1 },
    // Below 0 stands for none, in whatever unit or precision.
    { timestamp: -1, expected: null },
    { timestamp: -0.5, expected: null },
    { timestamp: -(2 ** 63), expected: null },
    { timestamp: null, expected: null },
    { timestamp: undefined, expected: null },
  ])('reads the timestamp $timestamp as $expected, without a defect', ({ timestamp, expected }) => {
    expect(readOne({ timestamp })).toMatchObject({ timestamp: expected, defect: undefined });
  });

  it('keeps headers in their order, with duplicates, signed bytes and null values', () => {
    const headers = [{ trace: [97, -61, -85] }, { trace: [] }, { none: null }, { '': [1] }];

    expect(kafkaRecord({ headers }).headers).toEqual(headers);
  });

  it.each([null, undefined])('takes %s for the headers of a record without any', (headers) => {
    const event = {
      eventSource: 'aws:kafka',
      records: { 'orders-0': [{ ...eventRecord(), headers }] },
    };

    expect(readBatch(event).records[0]?.headers).toEqual([]);
  });

  it('reads a batch without records', () => {
    expect(readBatch({ eventSource: 'aws:kafka', records: {} }).records).toEqual([]);
  });

  it.each([
    { event: null, problem: 'it is null' },
    { event: undefined, problem: 'it is a undefined' },
    { event: 'text', problem: 'it is a string' },
    { event: [], problem: 'it has no eventSource' },
    { event: {}, problem: 'it has no eventSource' },
    { event: { Records: [{ eventSource: 'aws:sqs' }] }, problem: 'it has no eventSource' },
    { event: { eventSource: 'aws:sqs', records: {} }, problem: 'its eventSource is "aws:sqs"' },
    { event: { eventSource: 7, records: {} }, problem: 'it has no eventSource' },
    { event: { eventSource: 'aws:kafka' }, problem: 'its records are not an object of lists' },
    { event: { eventSource: 'aws:kafka', records: null }, problem: 'its records are not an object of lists' },
    { event: { eventSource: 'aws:kafka', records: [] }, problem: 'its records are not an object of lists' },
    { event: { eventSource: 'aws:kafka', records: { t: {} } }, problem: 'records["t"] is not a list' },
    { event: { eventSource: 'aws:kafka', records: { t: null } }, problem: 'records["t"] is not a list' },
  ])('refuses an event that is no Kafka batch: $problem', ({ event, problem }) => {
    const act = () => readBatch(event);

    expect(act).toThrow(InvalidEventError);
    expect(act).toThrow(problem);
    expect(act).toThrow('Expected {"eventSource":"aws:kafka" or "SelfManagedKafka","records":');
  });

  it.each([
    { record: null, problem: 'is not an object' },
    { record: 'text', problem: 'is not an object' },
    { record: { topic: undefined }, problem: 'has no topic' },
    { record: { topic: '' }, problem: 'has no topic' },
    { record: { partition: '0' }, problem: 'has no partition number' },
    { record: { partition: -1 }, problem: 'has no partition number' },
    { record: { offset: undefined }, problem: 'has no offset' },
    { record: { offset: 1.5 }, problem: 'has no offset' },
    // JSON.parse has rounded it: the batch response would name another record.
    { record: { offset: 2 ** 53 }, problem: 'has no offset' },
  ])('fails the batch, because it could not report the record, when one $problem', ({ record, problem }) => {
    const bad = typeof record === 'object' && record !== null ? { ...eventRecord(), ...record } : record;
    const act = () => readBatch({ eventSource: 'aws:kafka', records: { 'orders-0': [eventRecord(), bad] } });

    expect(act).toThrow(InvalidEventError);
    expect(act).toThrow(`records["orders-0"][1] ${problem}`);
  });

  it.each([
    { what: 'nanoseconds', member: { timestamp: 1.7e18 }, defect: TIMESTAMP_DEFECT },
    { what: 'Long.MAX_VALUE', member: { timestamp: 2 ** 63 }, defect: TIMESTAMP_DEFECT },
    { what: '2^53', member: { timestamp: 2 ** 53 }, defect: TIMESTAMP_DEFECT },
    { what: 'a fraction', member: { timestamp: 1.5 }, defect: TIMESTAMP_DEFECT },
    { what: 'a text', member: { timestamp: 'yesterday' }, defect: TIMESTAMP_DEFECT },
    { what: 'a number', member: { timestampType: 1 }, defect: 'The timestamp type is not a text.' },
    { what: 'a number', member: { key: 5 }, defect: 'The key is not base64 text.' },
    { what: 'characters that base64 does not have', member: { value: '%%eyJh' }, defect: VALUE_DEFECT },
    { what: 'a text that is cut short', member: { value: 'eyJhI' }, defect: VALUE_DEFECT },
    { what: 'padding in the middle', member: { value: 'ey==JhIj' }, defect: VALUE_DEFECT },
    { what: 'an object', member: { value: {} }, defect: VALUE_DEFECT },
    { what: 'no list', member: { headers: {} }, defect: HEADER_DEFECT },
    { what: 'a text', member: { headers: 'a' }, defect: HEADER_DEFECT },
    { what: 'a list of names', member: { headers: ['a'] }, defect: HEADER_DEFECT },
    { what: 'a list of nulls', member: { headers: [null] }, defect: HEADER_DEFECT },
    { what: 'a list of lists', member: { headers: [[[1]]] }, defect: HEADER_DEFECT },
    { what: 'a text for the bytes', member: { headers: [{ a: 'text' }] }, defect: HEADER_DEFECT },
    { what: 'a fraction among the bytes', member: { headers: [{ a: [1.5] }] }, defect: HEADER_DEFECT },
    { what: 'a number below a signed byte', member: { headers: [{ a: [-129] }] }, defect: HEADER_DEFECT },
    { what: 'a number above an unsigned byte', member: { headers: [{ a: [256] }] }, defect: HEADER_DEFECT },
  ])('finds the record alone defective for $what in $member', ({ member, defect }) => {
    // Prepare
    const event = {
      eventSource: 'aws:kafka',
      records: { 'orders-0': [eventRecord({ offset: 1 }), { ...eventRecord({ offset: 2 }), ...member }] },
    };
    const [name = ''] = Object.keys(member);

    // Act
    const { records } = readBatch(JSON.parse(JSON.stringify(event)));

    // Assess
    expect(records.map((record) => [record.offset, record.defect?.reason])).toEqual([
      [1, undefined],
      [2, defect],
    ]);
    expect(records[1]).toMatchObject({ [name]: name === 'headers' ? [] : null });
  });

  it('shows only the beginning of a foreign event source', () => {
    expect(() => readBatch({ eventSource: 'x'.repeat(1_000), records: {} })).toThrow(
      new RegExp(`"${'x'.repeat(60)}"`),
    );
  });
});
