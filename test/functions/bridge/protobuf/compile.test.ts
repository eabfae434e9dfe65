import { describe, expect, it } from 'vitest';
import { JsonWriter } from '../../../../functions/bridge/json/json-writer.ts';
import { compileProtobuf } from '../../../../functions/bridge/protobuf/compile.ts';
import { checkProtobuf } from '../../../conformance/protobuf.ts';
import {
  binary,
  groupField,
  i32Field,
  i64Field,
  lenField,
  stringField,
  varint,
  varintField,
} from './protobuf-wire.ts';
import { protobufFailure, renderProtobuf } from './render-protobuf.ts';

function proto2(...declarations: readonly string[]): string {
  return `syntax = "proto2";\n${declarations.join('\n')}`;
}

function proto3(...declarations: readonly string[]): string {
  return `syntax = "proto3";\n${declarations.join('\n')}`;
}

describe('the reference vectors', () => {
  it('are matched, apart from the listed deviations', () => {
    const result = checkProtobuf();
    expect(result.failures).toEqual([]);
    expect(result.matched).toBe(7);
    expect(result.deviations).toHaveLength(2);
  });
});

describe('scalars', () => {
  const MAX_64 = 2n ** 64n - 1n;

  it.each([
    ['int32', varint(-1), '-1'],
    ['int32', varint(2 ** 31 - 1), '2147483647'],
    ['int32', varint(-(2 ** 31)), '-2147483648'],
    ['int32', varint(2n ** 32n + 5n), '5'],
    ['int64', varint(300), '300'],
    ['int64', varint(2n ** 53n + 1n), '9007199254740993'],
    ['int64', varint(-(2n ** 53n) - 1n), '-9007199254740993'],
    ['int64', varint(-(2n ** 63n)), '-9223372036854775808'],
    ['int64', varint(2n ** 63n - 1n), '9223372036854775807'],
    ['uint32', varint(2 ** 32 - 1), '4294967295'],
    ['uint64', varint(2n ** 63n - 1n), '9223372036854775807'],
    ['uint64', varint(2n ** 63n), '9223372036854775808'],
    ['uint64', varint(MAX_64), '18446744073709551615'],
    ['sint32', varint(2 ** 32 - 1), '-2147483648'],
    ['sint32', varint(3), '-2'],
    ['sint64', varint(MAX_64), '-9223372036854775808'],
    ['sint64', varint(MAX_64 - 1n), '9223372036854775807'],
    ['sint64', varint(1), '-1'],
    ['bool', varint(1), 'true'],
    ['bool', varint(2n ** 63n), 'true'],
    ['bool', '808000', 'false'],
  ])('%s on the wire as %o is %s', (type, value, expected) => {
    expect(renderProtobuf(proto3(`message M { ${type} f = 1; }`), binary('08', value))).toBe(
      `{"f":${expected}}`,
    );
  });

  it.each([
    ['fixed32', i32Field(1, 'ffffffff'), '4294967295'],
    ['sfixed32', i32Field(1, 'ffffffff'), '-1'],
    ['float', i32Field(1, 'cdcc8c3f'), '1.1'],
    ['float', i32Field(1, '0000c07f'), '"NaN"'],
    ['float', i32Field(1, '000080ff'), '"-Infinity"'],
    ['fixed64', i64Field(1, 'ffffffffffffffff'), '18446744073709551615'],
    ['fixed64', i64Field(1, 'ffffffffffffff7f'), '9223372036854775807'],
    ['sfixed64', i64Field(1, '0000000000000080'), '-9223372036854775808'],
    ['double', i64Field(1, '000000000000f03f'), '1.0'],
    ['double', i64Field(1, '0000000000000080'), '-0.0'],
    ['double', i64Field(1, '000000000000f07f'), '"Infinity"'],
    ['string', stringField(1, 'a "quoted" ß 🎈\n'), '"a \\"quoted\\" ß 🎈\\n"'],
    ['bytes', lenField(1, 'fffe'), '"//4="'],
    ['bytes', lenField(1), '""'],
  ])('%s on the wire as %o is %s', (type, field, expected) => {
    expect(renderProtobuf(proto3(`message M { ${type} f = 1; }`), field)).toBe(`{"f":${expected}}`);
  });

  it('have their defaults when they are not there', () => {
    const schema = proto3(
      'enum E { ZERO = 0; }',
      'message M { int32 a = 1; double b = 2; float c = 3; bool d = 4; string e = 5; bytes f = 6; E g = 7; uint64 h = 8; }',
    );
    expect(renderProtobuf(schema, '')).toBe(
      '{"a":0,"b":0.0,"c":0.0,"d":false,"e":"","f":"","g":"ZERO","h":0}',
    );
  });

  it('have the last of several values', () => {
    const schema = proto3('message M { int32 a = 1; string b = 2; }');
    const message = binary(varintField(1, 5), stringField(2, 'first'), varintField(1, 6), stringField(2, ''));
    expect(renderProtobuf(schema, message)).toBe('{"a":6,"b":""}');
  });

  it('refuse a string that is not UTF-8 where the schema says that it is, and mend it elsewhere', () => {
    for (const malformed of ['ff', '61626364ff', 'c3', 'eda080', 'f8808080', '6162c328']) {
      const message = lenField(1, malformed);
      expect(protobufFailure(proto3('message M { string s = 1; }'), message)).toMatchObject({
        code: 'PAYLOAD_INVALID',
        message: 'M.s: a string that is not UTF-8',
      });
      expect(renderProtobuf(proto2('message M { optional string s = 1; }'), message)).toContain('\ufffd');
    }
    const unchecked =
      'edition = "2023"; message M { string s = 1 [features.utf8_validation = NONE]; string t = 2; }';
    expect(renderProtobuf(unchecked, lenField(1, 'ff'))).toBe('{"s":"\ufffd","t":null}');
    expect(protobufFailure(unchecked, lenField(2, 'ff')).message).toBe('M.t: a string that is not UTF-8');
  });
});

describe('enums', () => {
  const VALUES = '{ option allow_alias = true; NONE = 0; A = 1; ALSO_A = 1; MINUS = -1; }';

  it('are names, the first one of a number', () => {
    const schema = proto3(`enum Color ${VALUES}`, 'message M { Color c = 1; }');
    expect(renderProtobuf(schema, varintField(1, 1))).toBe('{"c":"A"}');
    expect(renderProtobuf(schema, varintField(1, -1))).toBe('{"c":"MINUS"}');
    expect(renderProtobuf(schema, varintField(1, 2n ** 32n + 1n))).toBe('{"c":"A"}');
  });

  it('show an unknown number as the Java library names it', () => {
    const schema = proto3(`message M { enum Color ${VALUES} Color c = 1; repeated Color d = 2; }`);
    const message = binary(varintField(1, 9), lenField(2, varint(-7), varint(1)));
    expect(renderProtobuf(schema, message)).toBe(
      '{"c":"UNKNOWN_ENUM_VALUE_Color_9","d":["UNKNOWN_ENUM_VALUE_Color_-7","A"]}',
    );
  });

  const CLOSED = proto2(
    `enum Color ${VALUES}`,
    `message M {
      optional Color one = 1;
      repeated Color list = 2;
      repeated Color packed = 3 [packed = true];
      oneof choice { Color chosen = 4; string text = 5; }
      map<string, Color> map = 6;
    }`,
  );

  it('leave an unknown number out when they are closed, like an unknown field', () => {
    const message = binary(
      varintField(1, 1),
      varintField(1, 9),
      varintField(2, 9),
      varintField(2, 1),
      varintField(2, 8),
      lenField(3, varint(0), varint(9), varint(1)),
      stringField(5, 'stays'),
      varintField(4, 9),
      lenField(6, stringField(1, 'a'), varintField(2, 1)),
      lenField(6, stringField(1, 'b'), varintField(2, 9)),
      lenField(6, stringField(1, 'c'), varintField(2, -1)),
    );
    expect(renderProtobuf(CLOSED, message)).toBe(
      '{"one":"A","list":["A"],"packed":["NONE","A"],"map":{"a":"A","c":"MINUS"},"choice":{"chosen":null,"text":"stays"}}',
    );
  });

  it('may be opened or closed one by one in an edition', () => {
    const schema = `edition = "2023";
      enum Open { O = 0; }
      enum Closed { option features.enum_type = CLOSED; C = 0; }
      message M { Open o = 1; Closed c = 2; }`;
    expect(renderProtobuf(schema, binary(varintField(1, 5), varintField(2, 5)))).toBe(
      '{"o":"UNKNOWN_ENUM_VALUE_Open_5","c":null}',
    );
  });
});

describe('fields that are not there', () => {
  const EMPTY = '{"i":null,"s":null,"e":null,"m":null}';
  const FIELDS = 'int32 i = 1; string s = 2; E e = 3; N m = 4;';
  const OTHERS = 'enum E { ZERO = 0; } message N { int32 x = 1; }';

  it.each([
    [
      'optional in proto3',
      proto3(`message M { ${FIELDS.replaceAll(/(\w+ \w = )/g, 'optional $1')} }`, OTHERS),
      EMPTY,
    ],
    [
      'optional in proto2',
      proto2(
        `message M { ${FIELDS.replaceAll(/(\w+ \w = )/g, 'optional $1')} }`,
        OTHERS.replace('int32', 'optional int32'),
      ),
      EMPTY,
    ],
    ['of an edition', `edition = "2023"; message M { ${FIELDS} } ${OTHERS}`, EMPTY],
    [
      'of an edition with implicit presence',
      `edition = "2023"; option features.field_presence = IMPLICIT; message M { ${FIELDS} } ${OTHERS}`,
      '{"i":0,"s":"","e":"ZERO","m":{"x":0}}',
    ],
    [
      'with a presence of their own',
      `edition = "2024"; message M { int32 i = 1 [features.field_presence = IMPLICIT]; int32 j = 2; }`,
      '{"i":0,"j":null}',
    ],
    ['with a default in proto2', proto2('message M { optional int32 i = 1 [default = 5]; }'), '{"i":null}'],
  ])('are null where that is tracked: %s', (_what, schema, expected) => {
    expect(renderProtobuf(schema, '')).toBe(expected);
  });

  it('fail the record when they are required', () => {
    const schema = proto2('message M { optional N n = 1; } message N { required int32 x = 1; }');
    expect(renderProtobuf(schema, '')).toBe('{"n":null}');
    expect(renderProtobuf(schema, lenField(1, varintField(1, 3)))).toBe('{"n":{"x":3}}');
    expect(protobufFailure(schema, lenField(1))).toMatchObject({
      code: 'PAYLOAD_INVALID',
      message: 'M.n.x: a required field without a value',
    });
    const edition =
      'edition = "2023"; message M { string s = 1 [features.field_presence = LEGACY_REQUIRED]; }';
    expect(protobufFailure(edition).message).toBe('M.s: a required field without a value');
  });

  it('are a message with its defaults, as in the reference, at any depth', () => {
    const schema = proto3(
      'message M { A a = 1; } message A { B b = 1; int32 i = 2; } message B { repeated int32 l = 1; }',
    );
    expect(renderProtobuf(schema, '')).toBe('{"a":{"b":{"l":[]},"i":0}}');
    expect(renderProtobuf(schema, lenField(1))).toBe('{"a":{"b":{"l":[]},"i":0}}');
  });

  it('are null when their type holds itself: there would be no end', () => {
    const list = proto3('message List { Node head = 1; } message Node { int32 v = 1; Node next = 2; }');
    expect(renderProtobuf(list, '')).toBe('{"head":null}');
    expect(renderProtobuf(list, lenField(1, varintField(1, 1), lenField(2, varintField(1, 2))))).toBe(
      '{"head":{"v":1,"next":{"v":2,"next":null}}}',
    );
    const mutual = proto3(
      'message X { A a = 1; } message A { B b = 1; } message B { A a = 1; int32 i = 2; }',
    );
    expect(renderProtobuf(mutual, lenField(1, lenField(1)))).toBe('{"a":{"b":{"a":null,"i":0}}}');
    const through = proto3(
      'message T { Tree t = 1; } message Tree { repeated Tree kids = 1; map<string, Tree> by_name = 2; }',
    );
    expect(renderProtobuf(through, '')).toBe('{"t":{"kids":[],"by_name":{}}}');
  });

  it('are null when a required field would have no value', () => {
    const schema = `edition = "2023"; option features.field_presence = IMPLICIT; message M { N n = 1; }
      message N { int32 x = 1 [features.field_presence = LEGACY_REQUIRED]; }`;
    expect(renderProtobuf(schema, '')).toBe('{"n":null}');
  });
});

describe('repeated fields', () => {
  const schema = proto3(
    'message M { repeated int32 i = 1; repeated double d = 2; repeated string s = 3; repeated N n = 4; repeated bool b = 5 [packed = false]; }',
    'message N { int32 x = 1; }',
  );

  it('are arrays, empty without values', () => {
    expect(renderProtobuf(schema, '')).toBe('{"i":[],"d":[],"s":[],"n":[],"b":[]}');
  });

  it('may be packed or not, in any mixture and order', () => {
    const message = binary(
      varintField(1, 1),
      stringField(3, 'a'),
      lenField(1, varint(2), varint(300)),
      lenField(1),
      varintField(1, -4),
      lenField(2, '000000000000f03f0000000000000040'),
      i64Field(2, '0000000000000840'),
      stringField(3, ''),
      lenField(4, varintField(1, 7)),
      lenField(4),
      lenField(5, '0001'),
    );
    expect(renderProtobuf(schema, message)).toBe(
      '{"i":[1,2,300,-4],"d":[1.0,2.0,3.0],"s":["a",""],"n":[{"x":7},{"x":0}],"b":[false,true]}',
    );
  });

  it.each([
    [lenField(1, '0180'), 'M.i[1]: unexpected end of data'],
    [lenField(1, '01ffffffffffffffffffff01'), 'M.i[1]: a varint of more than ten bytes'],
    [lenField(2, '000000000000f03f00'), 'M.d[1]: unexpected end of data'],
    [binary(lenField(4), lenField(4, '0a05')), 'M.n[1]: unexpected end of data'],
  ])('fail with the place in them: %o', (message, reason) => {
    expect(protobufFailure(schema, message)).toMatchObject({ code: 'PAYLOAD_INVALID', message: reason });
  });
});

describe('messages', () => {
  const schema = proto3(
    'message M { A a = 1; int32 after = 2; }',
    'message A { int32 x = 1; repeated int32 l = 2; B b = 3; }',
    'message B { string s = 1; int32 t = 2; }',
  );

  it('are merged when they come in parts', () => {
    const message = binary(
      lenField(1, varintField(1, 1), varintField(2, 10), lenField(3, stringField(1, 'first'))),
      varintField(2, 5),
      lenField(1, varintField(2, 11), lenField(3, varintField(2, 7))),
      lenField(1, varintField(1, 3)),
    );
    expect(renderProtobuf(schema, message)).toBe(
      '{"a":{"x":3,"l":[10,11],"b":{"s":"first","t":7}},"after":5}',
    );
  });

  it('end where their length says', () => {
    expect(protobufFailure(schema, '0a0208ff').message).toBe('M.a: unexpected end of data');
    expect(protobufFailure(schema, '0a031a05121001').message).toBe('M.a: unexpected end of data');
  });

  it('may be empty', () => {
    expect(renderProtobuf(proto3('message Empty {}'), '')).toBe('{}');
    expect(renderProtobuf(proto3('message M { Empty e = 1; } message Empty {}'), '')).toBe('{"e":{}}');
  });
});

describe('oneofs', () => {
  const schema = proto3(
    'message M { int32 first = 1; oneof choice { string text = 2; N n = 3; int32 number = 4; } string last = 5; }',
    'message N { int32 x = 1; int32 y = 2; optional M m = 3; }',
  );

  it('are an object with all members, of which one at most is not null, behind the other fields', () => {
    expect(renderProtobuf(schema, '')).toBe(
      '{"first":0,"last":"","choice":{"text":null,"n":null,"number":null}}',
    );
    expect(renderProtobuf(schema, varintField(4, 0))).toBe(
      '{"first":0,"last":"","choice":{"text":null,"n":null,"number":0}}',
    );
  });

  it('have the last member that is set, and merge only what is one message', () => {
    const parts = binary(lenField(3, varintField(1, 1)), lenField(3, varintField(2, 2)));
    expect(renderProtobuf(schema, parts)).toContain('"n":{"x":1,"y":2,"m":null}');
    const between = binary(
      lenField(3, varintField(1, 1)),
      stringField(2, 'a'),
      lenField(3, varintField(2, 2)),
    );
    expect(renderProtobuf(schema, between)).toContain(
      '"choice":{"text":null,"n":{"x":0,"y":2,"m":null},"number":null}',
    );
    const text = binary(varintField(4, 1), stringField(2, 'a'));
    expect(renderProtobuf(schema, text)).toContain('"choice":{"text":"a","n":null,"number":null}');
  });

  it('name the member in the place of an error', () => {
    expect(protobufFailure(schema, lenField(3, lenField(3, lenField(3, '08'))))).toMatchObject({
      message: 'M.choice.n.m.choice.n: unexpected end of data',
    });
  });

  it('may be several, and in nested messages', () => {
    const two = proto3(
      'message M { oneof a { int32 b = 1; } oneof c { N d = 2; } } message N { oneof e { string f = 1; } }',
    );
    expect(renderProtobuf(two, lenField(2, stringField(1, 'x')))).toBe(
      '{"a":{"b":null},"c":{"d":{"e":{"f":"x"}}}}',
    );
  });
});

describe('the order of members', () => {
  it('is that of the reference: fields, oneofs, optional fields', () => {
    const schema = proto3(
      'message M { optional int32 a = 1; oneof o { int32 b = 9; } int32 c = 3; repeated int32 d = 2; optional N e = 5; N f = 4; }',
      'message N {}',
    );
    expect(renderProtobuf(schema, '')).toBe('{"c":0,"d":[],"f":{},"o":{"b":null},"a":null,"e":null}');
  });
});

describe('maps', () => {
  it.each([
    ['string', stringField(1, 'k'), '{"k":5}', '{"":5}'],
    ['int32', varintField(1, -1), '[[-1,5]]', '[[0,5]]'],
    ['uint64', varintField(1, 2n ** 63n), '[[9223372036854775808,5]]', '[[0,5]]'],
    ['sint64', varintField(1, 1), '[[-1,5]]', '[[0,5]]'],
    ['fixed32', i32Field(1, '01000000'), '[[1,5]]', '[[0,5]]'],
    ['bool', varintField(1, 1), '[[true,5]]', '[[false,5]]'],
  ])('with keys of type %s', (type, key, expected, withoutKey) => {
    const schema = proto3(`message M { map<${type}, int32> m = 1; }`);
    expect(renderProtobuf(schema, lenField(1, key, varintField(2, 5)))).toBe(`{"m":${expected}}`);
    expect(renderProtobuf(schema, lenField(1, varintField(2, 5)))).toBe(`{"m":${withoutKey}}`);
    expect(renderProtobuf(schema, lenField(1, varintField(2, 5), key))).toBe(`{"m":${expected}}`);
    expect(renderProtobuf(schema, '')).toBe(`{"m":${type === 'string' ? '{}' : '[]'}}`);
  });

  it.each([
    ['int32', '0'],
    ['string', '""'],
    ['E', '"ZERO"'],
    ['N', '{"x":0}'],
    ['M', '{"m":{}}'],
  ])('have a default for a value of type %s', (type, expected) => {
    const schema = proto3(
      `message M { map<string, ${type}> m = 1; }`,
      'enum E { ZERO = 0; } message N { int32 x = 1; }',
    );
    expect(renderProtobuf(schema, lenField(1, stringField(1, 'k')))).toBe(`{"m":{"k":${expected}}}`);
  });

  it('have the last of several entries with the same key', () => {
    const schema = proto3('message M { map<string, int32> s = 1; map<int32, string> i = 2; }');
    const message = binary(
      ...['a', 'b', 'a', '__proto__', '__proto__'].map((key, index) =>
        lenField(1, stringField(1, key), varintField(2, index)),
      ),
      ...[1, 2, 1].map((key, index) => lenField(2, varintField(1, key), stringField(2, `v${index}`))),
    );
    expect(renderProtobuf(schema, message)).toBe('{"s":{"b":1,"a":2,"__proto__":4},"i":[[2,"v1"],[1,"v2"]]}');
  });

  it('merge a value that comes in parts, within one entry', () => {
    const schema = proto3('message M { map<string, N> m = 1; } message N { int32 x = 1; int32 y = 2; }');
    const entry = lenField(
      1,
      lenField(2, varintField(1, 1)),
      stringField(1, 'k'),
      lenField(2, varintField(2, 2)),
    );
    expect(renderProtobuf(schema, entry)).toBe('{"m":{"k":{"x":1,"y":2}}}');
  });

  it('are maps too when the schema spells out their entries', () => {
    const schema = proto3(
      `package p; message M {
        repeated .p.M.FooEntry foo = 6;
        repeated .p.M.BarEntry bar = 7;
        message FooEntry { option map_entry = true; string key = 1; N value = 2; }
        message BarEntry { option map_entry = true; int64 key = 1; string value = 2; }
      }
      message N { int32 x = 1; }`,
    );
    const message = binary(
      lenField(6, stringField(1, 'k'), lenField(2, varintField(1, 1))),
      lenField(6, stringField(1, 'k')),
      lenField(7, varintField(1, 5), stringField(2, 'v')),
    );
    expect(renderProtobuf(schema, message)).toBe('{"foo":{"k":{"x":0}},"bar":[[5,"v"]]}');
  });

  it('tell the number of the entry in the place of an error, never its key', () => {
    const schema = proto3('message M { map<string, N> m = 1; } message N { int32 x = 1; }');
    const message = binary(
      lenField(1, stringField(1, 'a')),
      lenField(1, stringField(1, 'secret'), lenField(2, '08')),
    );
    expect(protobufFailure(schema, message).message).toBe('M.m[1]: unexpected end of data');
  });
});

describe('groups', () => {
  const LEGACY = proto2(
    'message M { optional group OneGroup = 1 { optional int32 x = 1; } repeated group Many = 2 { optional string s = 1; } optional int32 after = 3; }',
  );

  it('are messages, named after their type in lower case', () => {
    const message = binary(
      groupField(1, varintField(1, 5)),
      groupField(2, stringField(1, 'a')),
      groupField(2),
      varintField(3, 9),
    );
    expect(renderProtobuf(LEGACY, message)).toBe(
      '{"onegroup":{"x":5},"many":[{"s":"a"},{"s":null}],"after":9}',
    );
    expect(renderProtobuf(LEGACY, '')).toBe('{"onegroup":null,"many":[],"after":null}');
  });

  it('lend their type to other fields, which are ordinary messages', () => {
    const schema = proto2(
      'message M { optional group Result = 1 { optional int32 x = 1; } optional Result other = 2; }',
    );
    const message = binary(groupField(1, varintField(1, 5)), lenField(2, varintField(1, 6)));
    expect(renderProtobuf(schema, message)).toBe('{"result":{"x":5},"other":{"x":6}}');
  });

  it.each([
    ['map<string, N> m = 2;'],
    ['repeated MEntry m = 2; message MEntry { option map_entry = true; string key = 1; N value = 2; }'],
  ])('are not in maps, whatever the features of a file say: %s', (map) => {
    const schema = `edition = "2023"; option features.message_encoding = DELIMITED;
      message M { N n = 1; ${map} message N { int32 x = 1; } }`;
    const entry = lenField(2, stringField(1, 'a'), lenField(2, varintField(1, 5)));
    expect(renderProtobuf(schema, binary(groupField(1, varintField(1, 3)), entry))).toBe(
      '{"n":{"x":3},"m":{"a":{"x":5}}}',
    );
  });

  it('are read for delimited messages of an edition, and nested', () => {
    const schema =
      'edition = "2023"; message M { M m = 1 [features.message_encoding = DELIMITED]; int32 x = 2; M plain = 3; }';
    const message = groupField(
      1,
      groupField(1, varintField(2, 1), groupField(1)),
      varintField(2, 2),
      lenField(3, varintField(2, 4)),
    );
    expect(renderProtobuf(schema, message)).toBe(
      '{"m":{"m":{"m":{"m":null,"x":null,"plain":null},"x":1,"plain":null},"x":2,"plain":{"m":null,"x":4,"plain":null}},"x":null,"plain":null}',
    );
  });

  it.each([
    ['0b', 'M: unexpected end of data'],
    ['0b14', 'M: the end of another group than the one that has begun'],
    ['0c', 'M: the end of a group that has not begun'],
    ['0b0800140c', 'M: the end of another group than the one that has begun'],
    ['0b0b0c', 'M: unexpected end of data'],
  ])('are refused when they do not end: %s', (message, reason) => {
    expect(protobufFailure(LEGACY, message)).toMatchObject({ code: 'PAYLOAD_INVALID', message: reason });
  });
});

describe('fields that the schema does not have', () => {
  const schema = proto3('message M { int32 known = 1; string text = 2; }');

  it('are skipped, whatever their wire type', () => {
    const message = binary(
      varintField(5, 2n ** 64n - 1n),
      i64Field(6, '0000000000000000'),
      varintField(1, 7),
      lenField(7, 'ffffff'),
      groupField(8, groupField(9, varintField(1, 99)), lenField(2, 'ff')),
      i32Field(536_870_911, '00000000'),
      stringField(2, 'x'),
      varintField(300, 1),
    );
    expect(renderProtobuf(schema, message)).toBe('{"known":7,"text":"x"}');
  });

  it('include those with another wire type than the schema says', () => {
    const message = binary(
      lenField(1, '05'),
      i32Field(1, '00000000'),
      varintField(2, 1),
      i64Field(2, '0000000000000000'),
    );
    expect(renderProtobuf(schema, message)).toBe('{"known":0,"text":""}');
  });

  it('include extensions', () => {
    const extended = proto2(
      'message M { optional int32 a = 1; extensions 100 to 199; } extend M { optional string ext = 100; }',
    );
    expect(renderProtobuf(extended, binary(varintField(1, 1), stringField(100, 'x')))).toBe('{"a":1}');
  });

  it.each([
    ['00', 'M: a field number of 0'],
    ['0200', 'M: a field number of 0'],
    ['0e', 'M: wire type 6, which does not exist'],
    ['0f', 'M: wire type 7, which does not exist'],
    ['80', 'M: unexpected end of data'],
    ['ffffffffff0f', 'M: a tag of more than 32 bits'],
    ['08', 'M: unexpected end of data'],
    ['0880', 'M: unexpected end of data'],
    ['08ffffffffffffffffffff01', 'M: a varint of more than ten bytes'],
    ['1205616263', 'M: unexpected end of data'],
    ['12ffffffffffffffff7f', 'M: unexpected end of data'],
    ['1d000000', 'M: unexpected end of data'],
    ['1900000000000000', 'M: unexpected end of data'],
  ])('are refused when they are malformed: %s', (message, reason) => {
    expect(protobufFailure(schema, message)).toMatchObject({ code: 'PAYLOAD_INVALID', message: reason });
  });
});

describe('names', () => {
  const JSON_NAMES = { rendering: { fieldNames: 'json' } } as const;

  it('are those of the schema, or JSON names on request', () => {
    const schema = proto3(
      'message M { int32 snake_case = 1; int32 other = 2 [json_name = "@other \\"x\\""]; oneof my_choice { N the_n = 3; } map<string, N> by_name = 4; }',
      'message N { optional int32 _a__b_1 = 1; }',
    );
    const message = binary(lenField(3), lenField(4, stringField(1, 'snake_key')));
    expect(renderProtobuf(schema, message)).toBe(
      '{"snake_case":0,"other":0,"by_name":{"snake_key":{"_a__b_1":null}},"my_choice":{"the_n":{"_a__b_1":null}}}',
    );
    expect(renderProtobuf(schema, message, JSON_NAMES)).toBe(
      '{"snakeCase":0,"@other \\"x\\"":0,"byName":{"snake_key":{"AB1":null}},"myChoice":{"theN":{"AB1":null}}}',
    );
  });

  it('stay original where JSON names would not be different', () => {
    const schema = proto2(
      'message M { optional int32 foo_bar = 1; optional int32 fooBar = 2; optional N n_n = 3; } message N { optional int32 a_b = 1; }',
    );
    expect(renderProtobuf(schema, lenField(3), JSON_NAMES)).toBe(
      '{"foo_bar":null,"fooBar":null,"n_n":{"aB":null}}',
    );
    const oneof = proto3('message M { int32 a_b = 1; oneof aB { int32 c = 2; } }');
    expect(renderProtobuf(oneof, '', JSON_NAMES)).toBe('{"a_b":0,"aB":{"c":null}}');
  });

  it('may be those of members that every JavaScript object has', () => {
    const schema = proto3(
      'package __proto__.constructor;',
      'message M { __proto__ __proto__ = 1; string constructor = 2; toString toString_ = 3; oneof hasOwnProperty { int32 valueOf = 4; __proto__ x__proto__ = 5; } map<string, __proto__.constructor.__proto__> prototype = 6 [json_name = "__proto__"]; }',
      'message __proto__ { int32 __proto__ = 1; int32 __proto___ = 2; }',
      'enum toString { __proto___0 = 0; }',
    ).replace('__proto___0', '__PROTO__0');
    const message = binary(lenField(1, varintField(1, 5)), lenField(6, stringField(1, '__proto__')));
    expect(renderProtobuf(schema, message)).toBe(
      '{"__proto__":{"__proto__":5,"__proto___":0},"constructor":"","toString_":"__PROTO__0","prototype":{"__proto__":{"__proto__":0,"__proto___":0}},"hasOwnProperty":{"valueOf":null,"x__proto__":null}}',
    );
  });
});

describe('a compiled schema', () => {
  it('serves one payload after the other, also after a failure, from any buffer', () => {
    const definition = proto3('message M { repeated M m = 1; map<string, int32> map = 2; string s = 3; }');
    const render = compileProtobuf(
      { definition, references: [] },
      { style: 'glue', rendering: { fieldNames: 'original' } },
    );
    const out = new JsonWriter();
    const good = binary(
      '00',
      lenField(1, lenField(2, stringField(1, 'k'), varintField(2, 1))),
      stringField(3, 'x'),
    );
    const expected = '{"m":[{"m":[],"map":{"k":1},"s":""}],"map":{},"s":"x"}';
    for (const source of [
      good,
      binary('00', good.subarray(1, -1)),
      Buffer.from(good),
      binary('00', '0f'),
      good,
    ]) {
      out.reset();
      try {
        render(source, 0, source.length, out);
        expect(out.toString()).toBe(expected);
      } catch (error) {
        expect(error).toMatchObject({ code: 'PAYLOAD_INVALID' });
      }
    }
    const inside = binary('ffff', good, 'ff');
    out.reset();
    render(inside, 2, inside.length - 1, out);
    expect(out.toString()).toBe(expected);
  });

  it('forgets everything about a payload that failed', () => {
    const definition = proto3('message M { repeated M m = 1; map<string, M> map = 2; string s = 3; }');
    const render = compileProtobuf(
      { definition, references: [] },
      { style: 'glue', rendering: { fieldNames: 'original' } },
    );
    const out = new JsonWriter();
    const strings = binary(...Array.from({ length: 500 }, () => lenField(1)));
    const bad = binary('00', strings, lenField(1, lenField(2, lenField(2, strings, '0f'))));
    for (let repetition = 0; repetition < 2100; repetition += 1) {
      out.reset();
      expect(() => render(bad, 0, bad.length, out)).toThrow(
        'M.m[500].map[0]: wire type 7, which does not exist',
      );
    }
    out.reset();
    render(Buffer.from('00', 'hex'), 0, 1, out);
    expect(out.toString()).toBe('{"m":[],"map":{},"s":""}');
  });

  it('finds the groups of each payload anew', () => {
    const definition =
      'edition = "2023"; message M { M m = 1 [features.message_encoding = DELIMITED]; int32 x = 2; }';
    const render = compileProtobuf(
      { definition, references: [] },
      { style: 'glue', rendering: { fieldNames: 'original' } },
    );
    const out = new JsonWriter();
    const text = (message: Buffer) => {
      // A memory block of its own, in which the positions are those of the payload before.
      const source = Buffer.alloc(message.length);
      message.copy(source);
      out.reset();
      render(source, 0, source.length, out);
      return out.toString();
    };
    const inner = groupField(1, varintField(2, 2 ** 20));
    expect(text(binary('00', groupField(1, varintField(2, 1), inner)))).toContain('"x":1048576');
    // This group starts where the inner one did.
    expect(text(binary('00', varintField(2, 300), groupField(1, varintField(2, 5))))).toBe(
      '{"m":{"m":null,"x":5},"x":300}',
    );
  });
});
