import { describe, expect, it } from 'vitest';
import { MAX_DECIMAL_CHARACTERS } from '../../../../functions/bridge/json/decimal-text.ts';
import { binary, long, string } from './avro-binary.ts';
import { avroFailure, renderAvro } from './render-avro.ts';

const NUMERIC = { decimals: 'NUMERIC' } as const;
const STRING = { decimals: 'STRING' } as const;

const CONNECT_DECIMAL = 'org.apache.kafka.connect.data.Decimal';

function decimal(attributes: object): object {
  return { type: 'bytes', logicalType: 'decimal', precision: 9, ...attributes };
}

/** Bytes with their length. */
function bytes(hex: string): Buffer {
  return string(Buffer.from(hex, 'hex'));
}

describe('a decimal as a number or as its text', () => {
  it.each([
    [decimal({ scale: 2 }), '3039', '123.45'],
    [decimal({ scale: 2 }), '6e', '1.10'],
    [decimal({ scale: 2 }), 'fffffb', '-0.05'],
    [decimal({ scale: 0 }), '6e', '110'],
    [decimal({}), '6e', '110'],
    [decimal({ scale: -2 }), '0c', '1200'],
    [decimal({ scale: 12 }), '0c', '0.000000000012'],
    [decimal({ logicalType: 'Decimal', scale: 1 }), '0c', '1.2'],
    [{ type: 'bytes', 'connect.name': CONNECT_DECIMAL, 'connect.parameters': { scale: '3' } }, '0c', '0.012'],
    [{ type: 'bytes', 'connect.name': CONNECT_DECIMAL, 'connect.parameters': { scale: '-1' } }, '0c', '120'],
    [{ type: 'bytes', 'connect.name': CONNECT_DECIMAL }, '0c', '12'],
    [decimal({ 'connect.parameters': { scale: '1' } }), '0c', '1.2'],
    [decimal({ scale: 2, 'connect.parameters': { scale: '1' } }), '0c', '0.12'],
  ])('%o of %s is %s', (schema, hex, text) => {
    expect(renderAvro(schema, bytes(hex), NUMERIC)).toBe(text);
    expect(renderAvro(schema, bytes(hex), STRING)).toBe(`"${text}"`);
  });

  it('is read from a fixed type too', () => {
    const schema = { type: 'fixed', name: 'Amount', size: 4, logicalType: 'decimal', precision: 9, scale: 2 };
    expect(renderAvro(schema, 'fffffffb', NUMERIC)).toBe('-0.05');
    expect(renderAvro(schema, '0000006e', STRING)).toBe('"1.10"');
  });

  it('is exact beyond 64 bits and far beyond what a double holds', () => {
    const schema = decimal({ precision: 38, scale: 10 });
    const datum = bytes('4b3b4ca85a86c47a098a223fffffffff');
    expect(renderAvro(schema, datum, NUMERIC)).toBe('9999999999999999999999999999.9999999999');
  });

  it('stands wherever a value may: in arrays, maps, nullable members, branches and entries of maps', () => {
    const price = decimal({ scale: 2 });
    const array = { type: 'array', items: price };
    expect(renderAvro(array, binary(long(2), bytes('6e'), bytes('fb'), long(0)), NUMERIC)).toBe(
      '[1.10,-0.05]',
    );
    expect(renderAvro(['null', price], binary(long(1), bytes('6e')), STRING)).toBe('"1.10"');
    expect(renderAvro(['string', price], binary(long(1), bytes('6e')), NUMERIC)).toBe(
      '{"string":null,"bytes":1.10}',
    );
    const entry = {
      type: 'record',
      name: 'Entry',
      'connect.internal.type': 'MapEntry',
      fields: [
        { name: 'key', type: price },
        { name: 'value', type: 'int' },
      ],
    };
    const entries = binary(long(2), bytes('6e'), long(1), bytes('fb'), long(2), long(0));
    expect(renderAvro({ type: 'array', items: entry }, entries, STRING)).toBe('[["1.10",1],["-0.05",2]]');
  });

  it('is put for a null by its annotated default', () => {
    const schema = ['null', decimal({ scale: 2, 'connect.default': '\u0000\u006e' })];
    expect(renderAvro(schema, '00', NUMERIC)).toBe('1.10');
    expect(renderAvro(schema, '00', STRING)).toBe('"1.10"');
    expect(renderAvro(schema, '00')).toBe('"bg=="');
    const empty = ['null', decimal({ scale: 2, 'connect.default': '' })];
    for (const options of [undefined, NUMERIC, STRING]) {
      expect(avroFailure(empty, '00', options).code).toBe('SCHEMA_INVALID');
    }
  });

  it.each([['2'], [1.5], [null], [true], [[2]], [2 ** 60]])(
    'needs a scale that is an integer, not %o',
    (scale) => {
      const message = 'the scale of a decimal is not an integer';
      expect(avroFailure(decimal({ scale }), '', NUMERIC)).toMatchObject({ code: 'SCHEMA_INVALID', message });
      expect(avroFailure(decimal({ scale }), '', STRING).message).toBe(message);
      expect(renderAvro(decimal({ scale }), bytes('6e'))).toBe('"bg=="');
    },
  );

  it('needs bytes, and no more digits than a number of JSON may have', () => {
    const record = { type: 'record', name: 'R', fields: [{ name: 'price', type: decimal({ scale: 2 }) }] };
    expect(avroFailure(record, '00', NUMERIC)).toMatchObject({
      code: 'PAYLOAD_INVALID',
      message: 'R.price: a decimal without bytes',
    });
    expect(avroFailure(record, string(Buffer.alloc(500, 0x7f)), STRING)).toMatchObject({
      code: 'PAYLOAD_LIMIT',
      message: `R.price: a decimal of more than ${MAX_DECIMAL_CHARACTERS} characters`,
    });
  });

  it('leaves bytes and other logical types as they are', () => {
    for (const options of [NUMERIC, STRING]) {
      expect(renderAvro('bytes', bytes('6e'), options)).toBe('"bg=="');
      expect(renderAvro({ type: 'bytes', logicalType: 'big-decimal', scale: 2 }, bytes('6e'), options)).toBe(
        '"bg=="',
      );
      expect(renderAvro({ type: 'int', logicalType: 'decimal', scale: 2 }, long(110), options)).toBe('110');
    }
  });
});

describe("Debezium's decimal with a scale of its own", () => {
  const schema = (...fields: readonly object[]) => ({
    type: 'record',
    name: 'VariableScaleDecimal',
    namespace: 'io.debezium.data',
    fields,
  });
  const scale = { name: 'scale', type: 'int' };
  const value = { name: 'value', type: 'bytes' };
  const datum = (scaleOfIt: number, hex: string) => binary(long(scaleOfIt), bytes(hex));

  it('is the record by default, as in the reference', () => {
    expect(renderAvro(schema(scale, value), datum(2, '3039'))).toBe('{"scale":2,"value":"MDk="}');
  });

  it('is the number that it stands for where decimals are numbers or text', () => {
    expect(renderAvro(schema(scale, value), datum(2, '3039'), NUMERIC)).toBe('123.45');
    expect(renderAvro(schema(scale, value), datum(0, 'fb'), NUMERIC)).toBe('-5');
    expect(renderAvro(schema(scale, value), datum(-2, '0c'), STRING)).toBe('"1200"');
    expect(renderAvro(['null', schema(scale, value)], binary(long(1), datum(1, '0c')), STRING)).toBe('"1.2"');
    const renamed = { ...schema(scale, value), name: 'x.Other' };
    const annotated = { ...renamed, 'connect.name': 'io.debezium.data.VariableScaleDecimal' };
    expect(renderAvro(annotated, datum(1, '0c'), NUMERIC)).toBe('1.2');
    expect(renderAvro(renamed, datum(1, '0c'), NUMERIC)).toBe('{"scale":1,"value":"DA=="}');
  });

  it('stays a record when it has other fields', () => {
    const more = schema(scale, value, { name: 'more', type: 'null' });
    expect(renderAvro(more, datum(1, '0c'), NUMERIC)).toBe('{"scale":1,"value":"DA==","more":null}');
    expect(renderAvro(schema(value, scale), binary(bytes('0c'), long(1)), NUMERIC)).toBe(
      '{"value":"DA==","scale":1}',
    );
    const others = [
      [schema({ name: 'places', type: 'int' }, value), '{"places":1,"value":"DA=="}'],
      [schema({ name: 'scale', type: 'long' }, value), '{"scale":1,"value":"DA=="}'],
      [schema(scale, { name: 'unscaled', type: 'bytes' }), '{"scale":1,"unscaled":"DA=="}'],
      [schema(scale, { name: 'value', type: 'string' }), '{"scale":1,"value":"\\f"}'],
    ] as const;
    for (const [other, text] of others) expect(renderAvro(other, datum(1, '0c'), NUMERIC)).toBe(text);
  });

  it.each([2 ** 31 - 1, -(2 ** 31), MAX_DECIMAL_CHARACTERS, -MAX_DECIMAL_CHARACTERS])(
    'is refused when its scale asks for %d zeros',
    (scaleOfIt) => {
      expect(avroFailure(schema(scale, value), datum(scaleOfIt, '0c'), NUMERIC).code).toBe('PAYLOAD_LIMIT');
    },
  );

  it('takes as many bytes as its fields where items are counted', () => {
    const array = { type: 'array', items: schema(scale, value) };
    expect(avroFailure(array, binary(long(4), Buffer.alloc(7)), NUMERIC).message).toBe(
      'array[0]: a block with more items than bytes left',
    );
  });
});
