import { describe, expect, it } from 'vitest';
import { compileAvro } from '../../../../functions/bridge/avro/compile.ts';
import { JsonWriter } from '../../../../functions/bridge/json/json-writer.ts';
import { binary, long, string } from './avro-binary.ts';
import { avroFailure, renderAvro } from './render-avro.ts';

const CONFLUENT = { style: 'confluent' } as const;
const GLUE = { style: 'glue' } as const;

const DECIMAL = { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 };

describe('top-level bytes of a Confluent serializer', () => {
  it('are the whole payload, without a length', () => {
    for (const schema of ['bytes', { type: 'bytes' }, { type: 'bytes', logicalType: 'big-decimal' }]) {
      expect(renderAvro(schema, '0a0b0c0d', CONFLUENT)).toBe('"CgsMDQ=="');
      expect(renderAvro(schema, '', CONFLUENT)).toBe('""');
      expect(renderAvro(schema, '040a0b', GLUE)).toBe('"Cgs="');
    }
  });

  it('are read up to their end', () => {
    for (const schema of ['bytes', DECIMAL]) {
      const source = Buffer.from('ffff0a0b0c0d', 'hex');
      const render = compileAvro(JSON.stringify(schema), CONFLUENT);
      expect(render(source, 2, source.length, new JsonWriter())).toBe(source.length);
    }
  });

  it('are a decimal all the same', () => {
    expect(renderAvro(DECIMAL, '00003039', CONFLUENT)).toBe('"MDk="');
    expect(renderAvro(DECIMAL, '00003039', { ...CONFLUENT, decimals: 'NUMERIC' })).toBe('123.45');
    expect(avroFailure(DECIMAL, '', CONFLUENT).message).toBe('bytes: a decimal without bytes');
  });

  it('have their length as soon as something is around them', () => {
    expect(renderAvro(['null', 'bytes'], '02040a0b', CONFLUENT)).toBe('"Cgs="');
    expect(renderAvro({ type: 'array', items: 'bytes' }, '02040a0b00', CONFLUENT)).toBe('["Cgs="]');
    expect(renderAvro({ type: 'fixed', name: 'F', size: 2 }, '0a0b', CONFLUENT)).toBe('"Cgs="');
    expect(renderAvro('string', '0478797a', CONFLUENT)).toBe('"xy"');
  });
});

describe("values as Confluent's converter shows them", () => {
  it('are the branch itself where a union has only one', () => {
    expect(renderAvro(['string'], '000278', CONFLUENT)).toBe('"x"');
    expect(renderAvro(['null'], '00', CONFLUENT)).toBe('null');
    expect(renderAvro(['string', 'int'], '000278', CONFLUENT)).toBe('{"string":"x","int":null}');
  });

  it('name a fixed branch like a record or an enum', () => {
    const schema = [{ type: 'fixed', name: 'a.Code', size: 1 }, 'int'];
    expect(renderAvro(schema, '0001', CONFLUENT)).toBe('{"Code":"AQ==","int":null}');
    expect(renderAvro(schema, '0001', { ...CONFLUENT, hasFullNames: true })).toBe(
      '{"a.Code":"AQ==","int":null}',
    );
    expect(renderAvro(schema, '0001', { ...GLUE, hasFullNames: true })).toBe('{"fixed":"AQ==","int":null}');
  });

  it('are a map where its own records stand for one, and the library of Glue has others', () => {
    const entries = (namespace: string) => ({
      type: 'array',
      items: {
        type: 'record',
        name: 'MapEntry',
        namespace,
        fields: [
          { name: 'key', type: 'int' },
          { name: 'value', type: 'string' },
        ],
      },
    });
    const datum = binary(long(1), long(1), string('a'), long(0));
    const confluent = entries('io.confluent.connect.avro');
    const glue = entries('com.amazonaws.services.schemaregistry.kafkaconnect.avrodata');
    expect(renderAvro(confluent, datum, CONFLUENT)).toBe('[[1,"a"]]');
    expect(renderAvro(confluent, datum, GLUE)).toBe('[{"key":1,"value":"a"}]');
    expect(renderAvro(glue, datum, GLUE)).toBe('[[1,"a"]]');
    expect(renderAvro(glue, datum, CONFLUENT)).toBe('[{"key":1,"value":"a"}]');
  });

  it('are the one that is set of a value without schema', () => {
    const anything = {
      type: 'record',
      name: 'Anything',
      namespace: 'io.confluent.connect.avro',
      fields: [
        { name: 'int', type: ['null', 'int'] },
        { name: 'string', type: ['null', 'string'] },
      ],
    };
    const datum = binary(long(0), long(1), string('x'));
    expect(renderAvro(anything, datum, CONFLUENT)).toBe('"x"');
    expect(renderAvro(anything, datum, GLUE)).toBe('{"int":null,"string":"x"}');
  });
});
