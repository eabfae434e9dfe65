import { describe, expect, it } from 'vitest';
import { compileAvro } from '../../../../functions/bridge/avro/compile.ts';
import { JsonWriter } from '../../../../functions/bridge/json/json-writer.ts';
import { checkAvro } from '../../../conformance/avro.ts';
import { binary, long, string } from './avro-binary.ts';
import { avroFailure, renderAvro } from './render-avro.ts';

const MAX_LONG = 2n ** 63n - 1n;

function record(...types: readonly unknown[]): unknown {
  return { type: 'record', name: 'R', fields: types.map((type, index) => ({ name: `f${index}`, type })) };
}

describe('the reference vectors', () => {
  it('are matched, apart from the listed deviations', () => {
    const result = checkAvro();
    expect(result.failures).toEqual([]);
    expect(result.matched).toBeGreaterThan(150);
    expect(result.deviations).toHaveLength(16);
  });
});

describe('integers', () => {
  it.each([
    0n,
    -1n,
    63n,
    -64n,
    64n,
    2n ** 20n,
    -(2n ** 20n) - 1n,
    2n ** 27n,
    2n ** 28n - 1n,
    2n ** 34n,
    2n ** 52n,
    -(2n ** 52n) - 1n,
    2n ** 53n - 1n,
    2n ** 53n,
    2n ** 53n + 1n,
    -(2n ** 53n),
    -(2n ** 53n) - 1n,
    2n ** 55n + 1n,
    2n ** 62n,
    MAX_LONG,
    -MAX_LONG - 1n,
  ])('show all digits of the long %d', (value) => {
    expect(renderAvro('long', long(value))).toBe(String(value));
  });

  it.each([0, -1, 8191, -8192, 2 ** 20, 2 ** 31 - 1, -(2 ** 31)])('show the int %d', (value) => {
    expect(renderAvro('int', long(value))).toBe(String(value));
  });

  it('accept a varint with needless groups, up to its full length', () => {
    expect(renderAvro('long', '8280808000')).toBe('1');
    expect(renderAvro('long', '82808080808080808000')).toBe('1');
  });

  it.each([
    ['int', long(2 ** 31), 'int: an int of more than 32 bits'],
    ['int', long(-(2 ** 31) - 1), 'int: an int of more than 32 bits'],
    ['long', 'ffffffffffffffffff02', 'long: a varint of more than 64 bits'],
    ['long', 'ffffffffffffffffffff01', 'long: a varint of more than 64 bits'],
    ['long', 'ffff', 'long: unexpected end of data'],
    ['long', '', 'long: unexpected end of data'],
  ])('refuse %s %s', (type, datum, message) => {
    expect(avroFailure(type, datum)).toMatchObject({ code: 'PAYLOAD_INVALID', message });
  });
});

describe('other primitives', () => {
  it('take only the byte 1 for true', () => {
    expect(['00', '01', '02', 'ff'].map((datum) => renderAvro('boolean', datum))).toEqual([
      'false',
      'true',
      'false',
      'false',
    ]);
  });

  it('replace malformed UTF-8', () => {
    expect(renderAvro('string', '06ff4180')).toBe('"\ufffdA\ufffd"');
  });

  it.each([
    ['string', '01', 'string: a negative length'],
    ['string', '0461', 'string: unexpected end of data'],
    ['bytes', long(MAX_LONG), 'bytes: unexpected end of data'],
    ['float', '000000', 'float: unexpected end of data'],
    ['double', '00000000000000', 'double: unexpected end of data'],
    ['boolean', '', 'boolean: unexpected end of data'],
    [{ type: 'fixed', name: 'F', size: 3 }, '0000', 'F: unexpected end of data'],
    [{ type: 'enum', name: 'E', symbols: ['A'] }, '02', 'E: enum index out of range, the schema has 1'],
    [{ type: 'enum', name: 'E', symbols: ['A'] }, '01', 'E: enum index out of range, the schema has 1'],
  ])('refuse %o %s', (schema, datum, message) => {
    expect(avroFailure(schema, datum)).toMatchObject({ code: 'PAYLOAD_INVALID', message });
  });
});

describe('names', () => {
  it('may be those of members that every JavaScript object has', () => {
    const schema = {
      type: 'record',
      name: 'constructor',
      fields: [
        { name: '__proto__', type: ['null', 'string'] },
        { name: 'toString', type: { type: 'map', values: 'int' } },
        {
          name: 'valueOf',
          type: { type: 'enum', name: 'hasOwnProperty', symbols: ['isPrototypeOf', '__proto__'] },
        },
        { name: 'constructor', type: ['null', 'int', 'constructor'] },
      ],
    };
    const datum = binary(
      long(1),
      string('x'),
      long(1),
      string('__proto__'),
      long(7),
      long(0),
      long(1),
      long(1),
      long(5),
    );
    expect(renderAvro(schema, datum)).toBe(
      '{"__proto__":"x","toString":{"__proto__":7},"valueOf":"__proto__","constructor":{"int":5,"constructor":null}}',
    );
  });

  it('may be letters of any script, in any namespace, as Java takes them', () => {
    const schema = {
      type: 'record',
      name: 'größe',
      namespace: 'my-org.π',
      fields: [
        { name: 'straße', type: { type: 'enum', name: 'Ä', symbols: ['ß', 'Z'] } },
        { name: 'x', type: ['int', 'my-org.π.Ä', 'größe'] },
      ],
    };
    expect(renderAvro(schema, '000200')).toBe('{"straße":"ß","x":{"int":null,"Ä":"ß","größe":null}}');
    expect(renderAvro(schema, '000200', { hasFullNames: true })).toContain('"my-org.π.Ä":"ß"');
  });
});

describe('unions', () => {
  it('use full names for the types of a union that share their simple name', () => {
    const fixed = (namespace: string) => ({ type: 'fixed', name: 'F', namespace, size: 1 });
    const enumeration = { type: 'enum', name: 'F', namespace: 'c', symbols: ['X'] };
    const schema = ['null', fixed('a'), fixed('b'), enumeration, 'int'];
    expect(renderAvro(schema, '0401')).toBe('{"a.F":null,"b.F":"AQ==","c.F":null,"int":null}');
    expect(renderAvro(schema, '0600')).toBe('{"a.F":null,"b.F":null,"c.F":"X","int":null}');
  });

  it('wrap a single branch and give null for a single null', () => {
    expect(renderAvro(['string'], '000278')).toBe('{"string":"x"}');
    expect(renderAvro(['null'], '00')).toBe('null');
  });

  it('put the annotated default of a nullable member where it is null', () => {
    const nullable = (type: unknown) => record(['null', type]);
    const cases: [unknown, string][] = [
      [{ type: 'long', 'connect.default': -5 }, '-5'],
      [{ type: 'double', 'connect.default': 1 }, '1.0'],
      [{ type: 'float', 'connect.default': 1.1 }, '1.1'],
      [{ type: 'boolean', 'connect.default': false }, 'false'],
      [{ type: 'bytes', 'connect.default': '\u0001\u00ff' }, '"Af8="'],
      [{ type: 'bytes', logicalType: 'decimal', scale: 2, 'connect.default': '\u0000\u0001' }, '"AQ=="'],
      [{ type: 'enum', name: 'E', symbols: ['A', 'B'], 'connect.default': 'B' }, '"B"'],
      [{ type: 'array', items: 'int', 'connect.default': [1, 2] }, '[1,2]'],
      [{ type: 'map', values: ['null', 'int'], 'connect.default': { a: 1, b: null } }, '{"a":1,"b":null}'],
      [
        { type: 'record', name: 'D', fields: [{ name: 'x', type: 'null' }], 'connect.default': { x: null } },
        '{"x":null}',
      ],
    ];
    for (const [type, text] of cases) expect(renderAvro(nullable(type), '00')).toBe(`{"f0":${text}}`);
  });

  it('keep annotated defaults beyond 2^53 exact', () => {
    const schema = '["null",{"type":"long","connect.default":9007199254740993}]';
    const out = new JsonWriter();
    compileAvro(schema)(Buffer.from([0]), 0, 1, out);
    expect(out.toString()).toBe('9007199254740993');
  });

  it.each([
    [{ type: 'int', 'connect.default': 'x' }],
    [{ type: 'int', 'connect.default': 1.5 }],
    [{ type: 'string', 'connect.default': 1 }],
    [{ type: 'boolean', 'connect.default': 1 }],
    [{ type: 'bytes', 'connect.default': 1 }],
    [{ type: 'array', items: 'int', 'connect.default': {} }],
    [{ type: 'map', values: 'null', 'connect.default': { a: 1 } }],
    [{ type: 'record', name: 'D', fields: [{ name: 'x', type: 'int' }], 'connect.default': {} }],
    [
      {
        type: 'record',
        name: 'D',
        fields: [{ name: 'x', type: ['int', 'string'] }],
        'connect.default': { x: null },
      },
    ],
  ])('refuse a default that does not fit: %o', (type) => {
    expect(avroFailure(['null', type], '00')).toMatchObject({ code: 'SCHEMA_INVALID' });
  });
});

describe('logical and Connect types', () => {
  it.each([
    ['0000', 'AA=='],
    ['0001', 'AQ=='],
    ['00ff', 'AP8='],
    ['ffff', '/w=='],
    ['ff7f', '/38='],
    ['ff80', 'gA=='],
    ['00000080', 'AIA='],
  ])('show the decimal %s without the bytes that repeat its sign', (hex, base64) => {
    const bytes = Buffer.from(hex, 'hex');
    const decimal = { logicalType: 'decimal', precision: 9 };
    expect(renderAvro({ type: 'bytes', ...decimal }, string(bytes))).toBe(`"${base64}"`);
    expect(renderAvro({ type: 'fixed', name: 'F', size: bytes.length, ...decimal }, bytes)).toBe(
      `"${base64}"`,
    );
  });

  it('refuse a decimal without bytes and a time outside the day', () => {
    expect(avroFailure({ type: 'bytes', logicalType: 'decimal', precision: 9 }, '00').code).toBe(
      'PAYLOAD_INVALID',
    );
    const time = { type: 'int', logicalType: 'time-millis' };
    expect(avroFailure(time, '01').code).toBe('PAYLOAD_INVALID');
    expect(avroFailure(time, long(86_400_001)).code).toBe('PAYLOAD_INVALID');
    expect(renderAvro(time, long(86_400_000))).toBe('86400000');
  });

  it.each([
    [{ type: 'int', 'connect.type': 'int8' }, 300, '44'],
    [{ type: 'int', 'connect.type': 'int8' }, 200, '-56'],
    [{ type: 'int', 'connect.type': 'int16' }, 40_000, '-25536'],
    [{ type: 'long', logicalType: 'time-millis' }, -5, '-5'],
    [{ type: 'long', logicalType: 'no-such-type' }, -5, '-5'],
  ])('show %o of %d as %s', (type, value, text) => {
    expect(renderAvro(type, long(value))).toBe(text);
  });
});

describe('maps', () => {
  const map = { type: 'map', values: 'int' };

  it('keep the last of equal keys, however they are spelled in blocks', () => {
    const entry = (key: string, value: number) => binary(string(key), long(value));
    const datum = binary(
      long(2),
      entry('a', 1),
      entry('b', 2),
      long(-2),
      long(99),
      entry('a', 3),
      entry('c', 4),
      long(0),
    );
    expect(renderAvro(map, datum)).toBe('{"b":2,"a":3,"c":4}');
  });

  it('keep the last of equal keys among many and in nested maps', () => {
    const inner = binary(long(3), string('x'), long(1), string('x'), long(2), string('y'), long(3), long(0));
    const keys = [...Array.from({ length: 40 }, (_, index) => `k${index}`), 'k0', 'k20'];
    const datum = binary(long(keys.length), ...keys.map((key) => binary(string(key), inner)), long(0));
    const rendered: unknown = JSON.parse(renderAvro({ type: 'map', values: map }, datum));
    const text = renderAvro({ type: 'map', values: map }, datum);
    expect(Object.keys(Object(rendered))).toHaveLength(40);
    expect(text.match(/"k0":|"k20":/g)).toHaveLength(2);
    expect(text.match(/"x":1/g)).toBeNull();
  });

  it('treat keys as equal that are read as equal', () => {
    const datum = binary(
      long(2),
      string(Buffer.from([0xff])),
      long(1),
      string(Buffer.from([0xfe])),
      long(2),
      long(0),
    );
    expect(renderAvro(map, datum)).toBe('{"\ufffd":2}');
  });
});

describe('map entries of the Glue library', () => {
  const entries = (key: unknown, value: unknown = 'int') => ({
    type: 'array',
    items: {
      type: 'record',
      name: 'Entry',
      'connect.internal.type': 'MapEntry',
      fields: [
        { name: 'key', type: key },
        { name: 'value', type: value },
      ],
    },
  });

  it('are an object for string keys, of which the last counts', () => {
    const datum = binary(long(2), string('a'), long(1), string('a'), long(2), long(0));
    expect(renderAvro(entries('string'), datum)).toBe('{"a":2}');
  });

  it('are pairs for other keys, of which the last counts', () => {
    const datum = binary(long(3), long(1), long(1), long(2), long(2), long(1), long(3), long(0));
    expect(renderAvro(entries('int'), datum)).toBe('[[2,2],[1,3]]');
    expect(renderAvro(entries('int'), '00')).toBe('[]');
    expect(renderAvro(entries('string'), '00')).toBe('{}');
  });

  it('have no null key', () => {
    expect(avroFailure(entries(['null', 'string']), '020000')).toMatchObject({
      code: 'PAYLOAD_INVALID',
      message: 'array[0]: a map key of null',
    });
  });

  it('stay an array of records when the record has another shape', () => {
    const schema = {
      type: 'array',
      items: {
        type: 'record',
        name: 'E',
        'connect.internal.type': 'MapEntry',
        fields: [{ name: 'key', type: 'int' }],
      },
    };
    expect(renderAvro(schema, '020a00')).toBe('[{"key":5}]');
  });
});

describe('schemaless values of the Glue library', () => {
  const NAMESPACE = 'com.amazonaws.services.schemaregistry.kafkaconnect.avrodata';
  const anything = {
    type: 'record',
    name: 'Anything',
    namespace: NAMESPACE,
    fields: [
      { name: 'int', type: ['null', 'int'] },
      { name: 'string', type: ['null', 'string'] },
      {
        name: 'map',
        type: [
          'null',
          {
            type: 'array',
            items: {
              type: 'record',
              name: 'MapEntry',
              fields: [
                { name: 'key', type: 'Anything' },
                { name: 'value', type: 'Anything' },
              ],
            },
          },
        ],
      },
    ],
  };
  const number = (value: number) => binary(long(1), long(value), long(0), long(0));
  const text = (value: string) => binary(long(0), long(1), string(value), long(0));
  const map = (...pairs: readonly Buffer[]) =>
    binary(long(0), long(0), long(1), long(pairs.length / 2), ...pairs, long(0));

  it('are the member that is set, or null', () => {
    expect(renderAvro(anything, number(5))).toBe('5');
    expect(renderAvro(anything, '000000')).toBe('null');
    expect(renderAvro(anything, binary(long(1), long(5), long(1), string('x'), long(0)))).toBe('5');
  });

  it('are an object where all keys of a map are strings and pairs otherwise', () => {
    const nested = map(
      text('a'),
      number(1),
      text('b'),
      map(number(2), text('c'), text('d'), text('e')),
      text('a'),
      number(3),
    );
    expect(renderAvro(anything, nested)).toBe('{"b":[[2,"c"],["d","e"]],"a":3}');
  });
});

describe('the place of an error', () => {
  const order = {
    type: 'record',
    name: 'Order',
    namespace: 'shop',
    fields: [
      { name: 'id', type: 'string' },
      {
        name: 'items',
        type: {
          type: 'array',
          items: { type: 'record', name: 'Item', fields: [{ name: 'price', type: ['null', 'double'] }] },
        },
      },
      { name: 'labels', type: { type: 'map', values: 'int' } },
    ],
  };

  it('is named by fields and indexes', () => {
    expect(
      avroFailure(order, binary(string('secret'), long(2), long(0), long(1), Buffer.alloc(3))).message,
    ).toBe('Order.items[1].price: unexpected end of data');
  });

  it('does not show keys or other contents', () => {
    const datum = binary(
      string('secret'),
      long(0),
      long(1),
      string('password'),
      Buffer.from('ffffffffffff', 'hex'),
    );
    expect(avroFailure(order, datum).message).toBe('Order.labels[0]: unexpected end of data');
  });

  it('starts anew for the next record', () => {
    const render = compileAvro(JSON.stringify(order));
    const out = new JsonWriter();
    for (let repetition = 0; repetition < 2; repetition += 1) {
      expect(() => render(Buffer.alloc(0), 0, 0, out)).toThrow('Order.id: unexpected end of data');
    }
    const good = binary(string('x'), long(0), long(0));
    out.reset();
    render(good, 0, good.length, out);
    expect(out.toString()).toBe('{"id":"x","items":[],"labels":{}}');
  });
});
