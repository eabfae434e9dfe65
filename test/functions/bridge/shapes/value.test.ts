import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64, kafkaRecord } from '../../../fixtures/kafka-event.ts';
import { arbitraryJson, arbitraryRecord } from './arbitrary-record.ts';
import { header, NO_SCHEMAS, wrap, wrapper } from './wrapped.ts';

const VALUE_SHAPE = { 'aws.eventbridge.detail.shape': 'value' };

const METADATA =
  '{"topic":"orders","partition":0,"offset":0,"timestamp":1700000000123,"timestampType":"CreateTime",' +
  '"headers":[],"key":"order-1"}';

function detailOf(value: string | null, properties: Readonly<Record<string, unknown>> = {}): string {
  return wrap({ value: value === null ? null : base64(value) }, { ...VALUE_SHAPE, ...properties }).detail;
}

describe('the shape value', () => {
  it.each([
    { value: '{"total":12.50,"id":7}', expected: `{"total":12.50,"id":7,"_kafka":${METADATA}}` },
    { value: '{ "a" : [ ] }', expected: `{"a":[],"_kafka":${METADATA}}` },
    { value: '{}', expected: `{"_kafka":${METADATA}}` },
    { value: '{"value":1}', expected: `{"value":1,"_kafka":${METADATA}}` },
    { value: '{"a":1,"a":2}', expected: `{"a":1,"a":2,"_kafka":${METADATA}}` },
    { value: '[1,2]', expected: `{"value":[1,2],"_kafka":${METADATA}}` },
    { value: '"text"', expected: `{"value":"text","_kafka":${METADATA}}` },
    { value: '18446744073709551615', expected: `{"value":18446744073709551615,"_kafka":${METADATA}}` },
    { value: 'true', expected: `{"value":true,"_kafka":${METADATA}}` },
    { value: 'null', expected: `{"value":null,"_kafka":${METADATA}}` },
    { value: '', expected: `{"value":null,"_kafka":${METADATA}}` },
    { value: '"_kafka"', expected: `{"value":"_kafka","_kafka":${METADATA}}` },
  ])('makes of the value $value the detail', ({ value, expected }) => {
    expect(detailOf(value)).toBe(expected);
  });

  it.each(['false', 'true'])('marks a tombstone in the metadata, with the property set to %s', (marker) => {
    const properties = { 'aws.eventbridge.tombstone.marker': marker };

    expect(detailOf(null, properties)).toBe(
      `{"value":null,"_kafka":${METADATA.slice(0, -1)},"tombstone":true}}`,
    );
    expect(detailOf('null', properties)).toBe(`{"value":null,"_kafka":${METADATA}}`);
  });

  it('keeps headers in order and a null key', () => {
    const { detail } = wrap(
      { key: null, headers: [header('b', '1'), header('a', '2'), header('b', '3')] },
      VALUE_SHAPE,
    );

    expect(detail).toContain('"headers":[{"b":"1"},{"a":"2"},{"b":"3"}],"key":null}');
  });

  it('names the metadata as it is told to', () => {
    const properties = { 'aws.eventbridge.detail.metadata.member': 'record-info' };

    expect(detailOf('{"_kafka":1}', properties)).toBe(`{"_kafka":1,"record-info":${METADATA}}`);
  });

  it.each([
    '{"_kafka":1}',
    '{"a":{"b":[1,"}"]},"_kafka":null}',
    '{"_kafka":{},"a":1}',
    '{"\\u005fkafka":1}',
    '{"\\u005Fkafka":1}',
    '{"_\\u006bafka":{"a":1},"b":"\\\\"}',
    '{"\\u005f\\u006b\\u0061\\u0066\\u006b\\u0061":1}',
    '{"a\\"":1,"_kafka":2}',
  ])('refuses a value that has the reserved member itself: %s', (value) => {
    expect(() => detailOf(value)).toThrow(
      expect.objectContaining({
        name: 'RecordError',
        code: 'RESERVED_MEMBER',
        message: 'The value has a member "_kafka", where the metadata of the record belongs.',
      }),
    );
  });

  it.each([
    '{"a":{"_kafka":1}}',
    '{"a":[{"_kafka":1}]}',
    '{"a":"_kafka"}',
    '{"a":"\\"_kafka\\":1"}',
    '{"_kafka_":1,"kafka":2,"_Kafka":3}',
    '{"\\\\u005fkafka":1}',
    '{"a":"\\u005fkafka"}',
    '[{"_kafka":1}]',
  ])('takes a value that has it elsewhere: %s', (value) => {
    const { _kafka } = JSON.parse(detailOf(value));

    expect(_kafka).toEqual(JSON.parse(METADATA));
  });

  it('starts afresh after a value that it refused', () => {
    const wrapping = wrapper(VALUE_SHAPE);
    const refused = kafkaRecord({ value: base64('{"_kafka":1}') });

    expect(() => wrapping.wrap(refused, 0, NO_SCHEMAS)).toThrow();
    expect(wrapping.wrap(kafkaRecord(), 1, NO_SCHEMAS).detail).toBe(`{"total":12.5,"_kafka":${METADATA}}`);
  });

  it('keeps every byte of an object, and of any other value in the member value', () => {
    const wrapping = wrapper({ ...VALUE_SHAPE, 'aws.eventbridge.detail.metadata.member': 'of-kafka' });
    fc.assert(
      fc.property(arbitraryJson, (json) => {
        const { detail } = wrapping.wrap(kafkaRecord({ value: base64(json) }), 0, NO_SCHEMAS);

        const expected = json.startsWith('{') ? json.slice(0, -1) : `{"value":${json}`;
        expect(detail).toBe(`${expected}${expected === '{' ? '' : ','}"of-kafka":${METADATA}}`);
      }),
    );
  });

  it('refuses exactly the objects that have the reserved member, whatever surrounds it', () => {
    const wrapping = wrapper(VALUE_SHAPE);
    const name = fc.oneof(
      fc.constantFrom('_kafka', '_\\u006bafka', 'kafka', '_kafka\\u0000'),
      fc.string().map(quotedContents),
    );
    const object = fc.array(fc.tuple(name, arbitraryJson), { maxLength: 5 });
    fc.assert(
      fc.property(object, (members) => {
        const json = `{${members.map(([member, value]) => `"${member}":${value}`).join(',')}}`;
        const isReserved = '_kafka' in JSON.parse(json);

        const act = () => wrapping.wrap(kafkaRecord({ value: base64(json) }), 0, NO_SCHEMAS);

        if (isReserved) expect(act).toThrow(expect.objectContaining({ code: 'RESERVED_MEMBER' }));
        else expect(Object.keys(JSON.parse(act().detail))).toContain('_kafka');
      }),
    );
  });

  it('writes JSON with the metadata last, whatever the record holds', () => {
    const wrapping = wrapper({ ...VALUE_SHAPE, 'key.converter': 'bytes', 'value.converter': 'string' });
    fc.assert(
      fc.property(arbitraryRecord, (record) => {
        const detail = JSON.parse(wrapping.wrap(kafkaRecord(record), 0, NO_SCHEMAS).detail);

        expect(Object.keys(detail)).toEqual(['value', '_kafka']);
        expect(detail._kafka).toMatchObject({ partition: record.partition, offset: record.offset });
        expect(detail._kafka.tombstone).toBe(record.value === null ? true : undefined);
      }),
    );
  });
});

function quotedContents(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
