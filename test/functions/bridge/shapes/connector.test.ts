import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KafkaEventRecord } from '../../../../shared/kafka-event.ts';
import { base64, kafkaRecord } from '../../../fixtures/kafka-event.ts';
import { arbitraryRecord } from './arbitrary-record.ts';
import { NO_SCHEMAS, wrap, wrapper } from './wrapped.ts';

/** The text of one member of the detail, up to the next one. */
function detailPart(record: Partial<KafkaEventRecord>, from: string, to: string): string {
  const { detail } = wrap(record);
  return detail.slice(detail.indexOf(from), detail.indexOf(to));
}

describe('the shape connector', () => {
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

  it.each([
    { what: 'a tombstone', value: null, marker: 'true', expected: '"value":null,"tombstone":true}' },
    { what: 'the JSON document null', value: base64('null'), marker: 'true', expected: '"value":null}' },
    { what: 'any other value', value: base64('{"a":1}'), marker: 'true', expected: '"value":{"a":1}}' },
    { what: 'a tombstone without the marker', value: null, marker: 'false', expected: '"value":null}' },
  ])('ends with $expected for $what', ({ value, marker, expected }) => {
    const { detail } = wrap({ value }, { 'aws.eventbridge.tombstone.marker': marker });

    expect(detail.endsWith(`"key":"order-1",${expected}`)).toBe(true);
  });

  it.each(['string', 'bytes'])(
    'writes JSON with all members in order, whatever the record holds (%s)',
    (converter) => {
      const wrapping = wrapper({ 'key.converter': converter, 'value.converter': 'string' });
      fc.assert(
        fc.property(arbitraryRecord, (record) => {
          const detail = JSON.parse(wrapping.wrap(kafkaRecord(record), 0, NO_SCHEMAS).detail);

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
          expect(detail.headers).toHaveLength(record.headers?.length ?? 0);
        }),
      );
    },
  );
});
