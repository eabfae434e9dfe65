import { describe, expect, it } from 'vitest';
import { schemaIdOf } from '../../../functions/bridge/schema-id.ts';
import type { KafkaEventRecord } from '../../../shared/kafka-event.ts';
import { glueFrame, SCHEMA_VERSION_ID } from '../../fixtures/glue-frame.ts';
import { base64, kafkaRecord } from '../../fixtures/kafka-event.ts';

const GUID = '0b7a3c5e-91d4-4f26-8e0a-6c1d2f3a4b5c';

function framed(hex: string): string {
  return base64(Buffer.from(`${hex}7b7d`, 'hex'));
}

describe('schemaIdOf', () => {
  const cases: { what: string; record: Partial<KafkaEventRecord>; expected: string | null }[] = [
    {
      what: 'a Glue frame',
      record: { value: base64(glueFrame(Buffer.from('x'))) },
      expected: SCHEMA_VERSION_ID,
    },
    { what: 'a Confluent frame', record: { value: framed('000000000c') }, expected: '12' },
    {
      what: 'a Confluent frame with a GUID',
      record: { value: framed(`01${GUID.replaceAll('-', '')}`) },
      expected: GUID,
    },
    {
      what: 'a header',
      record: { value: base64('{}'), headers: [{ __value_schema_id: [0, 0, 0, 0, 9] }] },
      expected: '9',
    },
    {
      what: 'a header of another form',
      record: { value: base64('{}'), headers: [{ __value_schema_id: [7] }] },
      expected: null,
    },
    {
      what: 'the metadata of Lambda',
      record: { value: base64('{}'), valueSchemaMetadata: { dataFormat: 'AVRO', schemaId: '5' } },
      expected: '5',
    },
    {
      what: 'a UUID in capitals, in the form that the letter has',
      record: {
        value: base64('{}'),
        valueSchemaMetadata: { dataFormat: 'AVRO', schemaId: SCHEMA_VERSION_ID.toUpperCase() },
      },
      expected: SCHEMA_VERSION_ID,
    },
    {
      what: 'metadata of another form',
      record: { value: base64('{}'), valueSchemaMetadata: { dataFormat: 'AVRO', schemaId: 'x y' } },
      expected: null,
    },
    {
      what: 'a number of Kafka, which only looks like a frame',
      record: { value: framed('0000000000') },
      expected: null,
    },
    { what: 'bytes whose id would be below 0', record: { value: framed('00ffffffff') }, expected: null },
    { what: 'text', record: { value: base64('{}') }, expected: null },
    { what: 'no bytes at all', record: { value: '' }, expected: null },
    { what: 'a tombstone', record: { value: null }, expected: null },
  ];

  it.each(cases)('answers $expected for $what', ({ record, expected }) => {
    expect(schemaIdOf(kafkaRecord(record), 'value')).toBe(expected);
  });
});
