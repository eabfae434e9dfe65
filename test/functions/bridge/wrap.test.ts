import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entrySizeBytes } from '../../../functions/bridge/entry-size.ts';
import { type BridgeEntry, Wrapper } from '../../../functions/bridge/wrap.ts';
import type { KafkaEventRecord } from '../../../shared/kafka-event.ts';
import { configuration } from '../../fixtures/configuration.ts';
import { base64, kafkaRecord } from '../../fixtures/kafka-event.ts';

const NO_SCHEMAS = { key: new Map(), value: new Map() };

function wrapper(properties: Readonly<Record<string, unknown>> = {}): Wrapper {
  return new Wrapper(configuration(properties));
}

function wrap(
  record: Partial<KafkaEventRecord>,
  properties: Readonly<Record<string, unknown>> = {},
): BridgeEntry {
  return wrapper(properties).wrap(kafkaRecord(record), 0, NO_SCHEMAS);
}

/** The text of one member of the detail, up to the next one. */
function detailPart(record: Partial<KafkaEventRecord>, from: string, to: string): string {
  const { detail } = wrap(record);
  return detail.slice(detail.indexOf(from), detail.indexOf(to));
}

function sizeOf({ source, detailType, detail, resources }: BridgeEntry): number {
  return entrySizeBytes({ Source: source, DetailType: detailType, Detail: detail, Resources: resources });
}

describe('Wrapper', () => {
  it('puts a record into the envelope of the connector: compact, in a fixed order of members', () => {
    // Prepare
    const record = kafkaRecord({
      topic: 'orders',
      partition: 3,
      offset: 42,
      timestamp: 1_700_000_000_123,
      timestampType: 'CREATE_TIME',
      headers: [{ trace: [97, 98, 99] }, { a: [120] }, { trace: [100, 101, 102] }],
      key: base64('k-1'),
      value: base64('{ "total": 12.50 }'),
    });

    // Act
    const entry = wrapper({ 'aws.eventbridge.eventbus.resources': 'arn:a,arn:b' }).wrap(
      record,
      7,
      NO_SCHEMAS,
    );

    // Assess
    expect(entry).toEqual({
      index: 7,
      source: 'kafka-connect.orders-bridge',
      detailType: 'kafka-connect-orders',
      resources: ['arn:a', 'arn:b'],
      detail:
        '{"topic":"orders","partition":3,"offset":42,"timestamp":1700000000123,"timestampType":"CreateTime",' +
        '"headers":[{"trace":"abc"},{"a":"x"},{"trace":"def"}],"key":"k-1","value":{"total":12.50}}',
      sizeBytes: sizeOf(entry),
    });
  });

  it.each([
    { timestampType: 'CREATE_TIME', expected: 'CreateTime' },
    { timestampType: 'LOG_APPEND_TIME', expected: 'LogAppendTime' },
    { timestampType: 'NO_TIMESTAMP_TYPE', expected: 'NoTimestampType' },
    { timestampType: null, expected: 'NoTimestampType' },
    { timestampType: 'SomethingNew', expected: 'SomethingNew' },
  ])('spells the timestamp type $timestampType as $expected', ({ timestampType, expected }) => {
    expect(JSON.parse(wrap({ timestampType }).detail).timestampType).toBe(expected);
  });

  it.each([
    { timestamp: 0, expected: '"timestamp":0,' },
    { timestamp: -1, expected: '"timestamp":null,' },
    { timestamp: null, expected: '"timestamp":null,' },
  ])('writes the timestamp $timestamp as $expected', ({ timestamp, expected }) => {
    expect(detailPart({ timestamp }, '"timestamp"', '"timestampType"')).toBe(expected);
  });

  it.each([
    { what: 'null', key: null, value: null, expected: '"key":null,"value":null}' },
    { what: 'empty', key: '', value: '', expected: '"key":"","value":null}' },
    {
      what: 'a JSON null',
      key: base64('null'),
      value: base64('null'),
      expected: '"key":"null","value":null}',
    },
    { what: 'a tombstone', key: base64('k'), value: null, expected: '"key":"k","value":null}' },
  ])('writes a key and a value that are $what', ({ key, value, expected }) => {
    expect(wrap({ key, value }).detail.endsWith(expected)).toBe(true);
  });

  it.each([
    { what: 'none', headers: [], expected: '[]' },
    { what: 'signed bytes', headers: [{ city: [90, 111, -61, -85] }], expected: '[{"city":"Zoë"}]' },
    { what: 'unsigned bytes', headers: [{ city: [90, 111, 195, 171] }], expected: '[{"city":"Zoë"}]' },
    { what: 'no bytes', headers: [{ empty: [] }], expected: '[{"empty":""}]' },
    { what: 'null', headers: [{ none: null }], expected: '[{"none":null}]' },
    {
      what: 'duplicates',
      headers: [{ a: [49] }, { b: [50] }, { a: [51] }],
      expected: '[{"a":"1"},{"b":"2"},{"a":"3"}]',
    },
    {
      what: 'several members in one object',
      headers: [{ a: [49], b: null }, {}, { a: [50] }],
      expected: '[{"a":"1"},{"b":null},{"a":"2"}]',
    },
    { what: 'only an object without members', headers: [{}], expected: '[]' },
    { what: 'an empty name', headers: [{ '': [120] }], expected: '[{"":"x"}]' },
    { what: 'a name to escape', headers: [{ 'a"\\\u0001ü': [120] }], expected: '[{"a\\"\\\\\\u0001ü":"x"}]' },
    {
      what: 'text that looks like JSON',
      headers: [{ n: [52, 50] }, { j: [123, 125] }],
      expected: '[{"n":"42"},{"j":"{}"}]',
    },
    { what: 'malformed UTF-8', headers: [{ raw: [-1] }], expected: '[{"raw":"\ufffd"}]' },
  ])('writes headers of $what', ({ headers, expected }) => {
    expect(detailPart({ headers }, '"headers"', ',"key"')).toBe(`"headers":${expected}`);
  });

  it('keeps a header called __proto__', () => {
    const headers = JSON.parse('[{"__proto__":[120]}]');

    expect(detailPart({ headers }, '"headers"', ',"key"')).toBe('"headers":[{"__proto__":"x"}]');
  });

  it('writes header bytes as base64 when it is told to', () => {
    const { detail } = wrap({ headers: [{ raw: [-128, -1, 0] }] }, { 'header.converter': 'bytes' });

    expect(detail).toContain('"headers":[{"raw":"gP8A"}]');
  });

  it('keeps every digit of an offset', () => {
    expect(wrap({ offset: 9_007_199_254_740_991 }).detail).toContain('"offset":9007199254740991,');
  });

  it('keeps integers beyond the range of a double as the producer wrote them', () => {
    expect(wrap({ value: base64('{"n":18446744073709551615,"x":1.10}') }).detail).toContain(
      '"value":{"n":18446744073709551615,"x":1.10}}',
    );
  });

  it('refuses a record that the event shows to be defective, and tells why', () => {
    const record = kafkaRecord({ timestamp: 2 ** 60 });

    expect(() => wrapper().wrap(record, 0, NO_SCHEMAS)).toThrow(
      expect.objectContaining({
        name: 'RecordError',
        code: 'RECORD_INVALID',
        message: record.defect?.reason,
      }),
    );
  });

  it('starts every record afresh, also after a bad one', () => {
    // Prepare
    const wrapping = wrapper();
    const good = kafkaRecord();
    const expected = wrapping.wrap(good, 0, NO_SCHEMAS).detail;

    // Act
    const act = () => wrapping.wrap(kafkaRecord({ value: base64('{"a":') }), 1, NO_SCHEMAS);

    // Assess
    expect(act).toThrow(expect.objectContaining({ code: 'PAYLOAD_INVALID' }));
    expect(wrapping.wrap(good, 2, NO_SCHEMAS).detail).toBe(expected);
  });

  it('takes an event up to the limit of a request and refuses one byte more', () => {
    // Prepare
    const properties = { 'aws.eventbridge.request.max.bytes': '262144', 'value.converter': 'string' };
    const overhead = wrap({ value: '' }, properties).sizeBytes;
    const ofBytes = (bytes: number) => ({ value: base64('x'.repeat(bytes - overhead)) });

    // Act
    const largest = wrap(ofBytes(262_144), properties);

    // Assess
    expect(largest.sizeBytes).toBe(262_144);
    expect(() => wrap(ofBytes(262_145), properties)).toThrow(
      expect.objectContaining({
        code: 'ENTRY_TOO_LARGE',
        message: 'The event has 262145 bytes; a PutEvents request takes 262144.',
      }),
    );
  });

  it('fails only the topic whose detail type is too long', () => {
    // Prepare
    const wrapping = wrapper();
    const long = kafkaRecord({ topic: 'x'.repeat(120) });

    // Act
    const act = () => wrapping.wrap(long, 0, NO_SCHEMAS);

    // Assess
    expect(act).toThrow(expect.objectContaining({ code: 'DETAIL_TYPE_INVALID' }));
    expect(wrapping.wrap(kafkaRecord(), 1, NO_SCHEMAS).detailType).toBe('kafka-connect-orders');
    expect(act).toThrow(expect.objectContaining({ code: 'DETAIL_TYPE_INVALID' }));
  });

  it('gives each topic its own detail type', () => {
    const wrapping = wrapper({ 'aws.eventbridge.detail.types': 'orders:created,payments:paid' });

    const detailTypes = ['orders', 'payments', 'users', 'orders'].map(
      (topic) => wrapping.wrap(kafkaRecord({ topic }), 0, NO_SCHEMAS).detailType,
    );

    expect(detailTypes).toEqual(['created', 'paid', 'kafka-connect-users', 'created']);
  });

  it('carries more topics than it remembers', () => {
    const wrapping = wrapper();

    for (let number = 0; number < 2_500; number++) {
      const topic = `topic-${number}`;
      expect(wrapping.wrap(kafkaRecord({ topic }), 0, NO_SCHEMAS).detail).toMatch(`{"topic":"${topic}",`);
    }
  });

  it('counts the size of what it built and writes JSON, whatever the record holds', () => {
    const text = fc.string({ unit: 'binary', maxLength: 30 });
    const bytes = fc.uint8Array({ maxLength: 40 });
    const header = fc
      .tuple(text, fc.option(fc.array(fc.integer({ min: -128, max: 127 }), { maxLength: 20 })))
      .map(([name, value]) => Object.fromEntries([[name, value]]));
    fc.assert(
      fc.property(
        fc.record({
          topic: fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }),
          partition: fc.nat(),
          offset: fc.maxSafeNat(),
          timestamp: fc.option(fc.maxSafeInteger()),
          timestampType: fc.option(text),
          headers: fc.array(header, { maxLength: 4 }),
          key: fc.option(bytes.map(base64)),
          value: fc.option(bytes.map(base64)),
        }),
        fc.constantFrom('string', 'bytes'),
        (record, converter) => {
          const entry = wrap(record, {
            'key.converter': converter,
            'value.converter': 'string',
            'aws.eventbridge.eventbus.resources': 'arn:é',
          });
          const detail = JSON.parse(entry.detail);
          expect(entry.sizeBytes).toBe(sizeOf(entry));
          expect(Object.keys(detail)).toEqual([
            'topic',
            'partition',
            'offset',
            'timestamp',
            'timestampType',
            'headers',
            'key',
            'value',
          ]);
          expect(detail).toMatchObject({ partition: record.partition, offset: record.offset });
          expect(detail.headers).toHaveLength(record.headers.length);
        },
      ),
    );
  });
});
