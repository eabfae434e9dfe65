import { describe, expect, it } from 'vitest';
import {
  MAX_SCHEMA_CHARACTERS,
  MAX_SCHEMA_STATEMENTS,
} from '../../../../functions/bridge/protobuf/limits.ts';
import { parseProtoFile } from '../../../../functions/bridge/protobuf/schema-parser.ts';
import { binary, groupField, lenField, stringField, varintField } from './protobuf-wire.ts';
import { protobufFailure, renderProtobuf } from './render-protobuf.ts';

const UNKNOWN = '{"e":"UNKNOWN_ENUM_VALUE_E_5"}';

function typeShown(
  definition: string,
  references: readonly { name: string; definition: string }[] = [],
): string {
  return renderProtobuf(definition, '', { references });
}

describe('names of types', () => {
  it.each([
    [
      'of the innermost scope',
      'package a.b; message M { T t = 1; message T { int32 inner = 1; } } message T {}',
      'inner',
    ],
    [
      'of a scope further out, not of one beside it',
      'package a.b; message M { T t = 1; message N { message T { int32 wrong = 1; } } } message T { int32 right = 1; }',
      'right',
    ],
    ['with a part of the scope', 'package a.b; message M { b.T t = 1; } message T { int32 x = 1; }', 'x'],
    ['with the whole scope', 'package a.b; message M { a.b.T t = 1; } message T { int32 x = 1; }', 'x'],
    [
      'with a dot in front, from the top',
      'package a.b; message M { .a.b.T t = 1; message T {} } message T { int32 x = 1; }',
      'x',
    ],
    ['of a message in another', 'message M { N.T t = 1; } message N { message T { int32 x = 1; } }', 'x'],
    ['with white space inside', 'package a.b; message M { a . b. T t = 1; } message T { int32 x = 1; }', 'x'],
    ['that a field has too', 'message M { T t = 1; int32 T = 2; } message T { int32 x = 1; }', 'x'],
  ])('are found: %s', (_what, text, member) => {
    expect(typeShown(`syntax = "proto3"; ${text}`)).toContain(`"t":{"${member}":0}`);
  });

  it.each([
    ['message M { T t = 1; }', 'M.t has the type T, which neither the schema nor an import defines'],
    [
      'import "acme/money.proto"; message M { acme.Money t = 1; }',
      'M.t has the type acme.Money, which neither the schema nor an import defines (missing: acme/money.proto)',
    ],
    [
      'package p; message M {} message N { map<string, .T> t = 1; }',
      'p.N.TEntry.value has the type .T, which neither the schema nor an import defines',
    ],
  ])('are an error when nothing has them: %s', (text, message) => {
    expect(protobufFailure(`syntax = "proto3"; ${text}`)).toMatchObject({ code: 'SCHEMA_INVALID', message });
  });
});

describe('imports', () => {
  const MONEY = {
    name: 'acme/money.proto',
    definition: 'syntax = "proto3"; package acme; import "acme/unit.proto"; message Money { Unit unit = 1; }',
  };
  const UNIT = {
    name: 'acme/unit.proto',
    definition: 'syntax = "proto2"; package acme; enum Unit { EUR = 0; }',
  };
  const ORDER =
    'syntax = "proto3"; package shop; import "acme/money.proto"; message Order { acme.Money total = 1; }';

  it('are the references of the schema, by name, and theirs', () => {
    expect(renderProtobuf(ORDER, lenField(1), { references: [UNIT, MONEY] })).toBe(
      '{"total":{"unit":"EUR"}}',
    );
  });

  it('may be public, weak or circular', () => {
    const circular = { ...UNIT, definition: `${UNIT.definition} import "acme/money.proto";` };
    const order = ORDER.replace('import', 'import public').replace(
      'message',
      'import weak "x.proto"; message',
    );
    expect(renderProtobuf(order, '', { references: [circular, MONEY] })).toBe('{"total":{"unit":"EUR"}}');
  });

  it('do not matter when nothing of them is used', () => {
    const schema =
      'syntax = "proto3"; import "gone.proto"; import "google/protobuf/descriptor.proto"; message M { int32 a = 1; }';
    expect(renderProtobuf(schema, '')).toBe('{"a":0}');
    const bad = { name: 'gone.proto', definition: 'not a schema' };
    expect(renderProtobuf(schema, '', { references: [bad] })).toBe('{"a":0}');
  });

  it('do not count in message indexes', () => {
    const options = { style: 'glue', references: [UNIT, MONEY] } as const;
    expect(renderProtobuf(ORDER, '00', options)).toBe('{"total":{"unit":"EUR"}}');
    expect(protobufFailure(ORDER, '01', options).message).toContain('the schema has 1 message');
  });

  it('are refused when they are too many', () => {
    const files = Array.from({ length: 600 }, (_, index) => ({
      name: `f${index}.proto`,
      definition: `import "f${index + 1}.proto";`,
    }));
    const schema = 'syntax = "proto3"; import "f0.proto"; message M { Gone g = 1; }';
    expect(protobufFailure(schema, '', { references: files }).message).toBe(
      'the schema imports more than 500 files',
    );
    const large = ['a', 'b'].map((name) => ({ name, definition: ' '.repeat(MAX_SCHEMA_CHARACTERS - 1) }));
    const both = 'syntax = "proto3"; import "a"; import "b"; message M { Gone g = 1; }';
    expect(protobufFailure(both, '', { references: large }).message).toBe(
      'the schema imports more than 1000000 characters',
    );
  });
});

describe('an optional field of proto3', () => {
  it('may have the name of another without an underscore in front, and options', () => {
    const schema =
      'syntax = "proto3"; message M { string _id = 1; optional string id = 2 [deprecated = true, json_name = "x"]; optional int32 a = 3[json_name="y"]; optional N optional = 4; } message N {}';
    expect(renderProtobuf(schema, lenField(4))).toBe('{"_id":"","id":null,"a":null,"optional":{}}');
    expect(renderProtobuf(schema, '', { rendering: { fieldNames: 'json' } })).toBe(
      '{"Id":"","x":null,"y":null,"optional":null}',
    );
  });
});

describe('what does not matter to a payload', () => {
  it('is left out, whatever it holds', () => {
    const schema = `
      // "comment' { with ; everything
      /* and /* another */
      syntax = "proto3"; /* " */ package /**/ p;
      import "google/protobuf/descriptor.proto";
      option java_package = "a" 'b' "\\"; }";
      option (custom).part.another = { a: 1 b { c: "}" } list: [1, { x: 2 }] <y: 1> };
      extend google.protobuf.FieldOptions { string note = 50001 [default = "}"]; repeated int32 more = 50002; }
      message M {
        option (custom) = 5; option deprecated = true;
        reserved 5, 7 to 9, 100 to max; reserved "gone", "lost";
        extensions 1000 to 1999 [declaration = { number: 1000, full_name: ".x" }];
        extend M { string inner = 1000; }
        int32 a = 1 [(note) = "]", deprecated = true, (custom) = { a: [1, 2], b: "," }, packed = false];
        repeated int32 b/* between */= 2[packed=true,(x).y="z"];
        enum E { option deprecated = true; reserved 5; reserved "X"; ZERO = 0 [(note) = "x"]; }
        E e = 4 [json_name = "other", (note) = "]"];
        ;
      };
      service S { rpc Do (M) returns (stream M) { option (http) = { get: "/v1/{name=*}" body: "*" }; } }
    `;
    expect(renderProtobuf(schema, varintField(1, 5))).toBe('{"a":5,"b":[],"e":"ZERO"}');
    expect(renderProtobuf(schema, '', { rendering: { fieldNames: 'json' } })).toBe(
      '{"a":0,"b":[],"other":"ZERO"}',
    );
  });

  it('is refused where it declares a message after all: a group in an extension', () => {
    const group =
      'syntax = "proto2"; message M { extensions 5; } extend M { optional group G = 5 { optional int32 x = 1; } }';
    expect(protobufFailure(group)).toMatchObject({
      code: 'SCHEMA_INVALID',
      message: 'the schema has a group in an extension, which is not supported',
    });
    const named =
      'syntax = "proto2"; message M { extensions 5; optional int32 a = 1; } extend M { optional int32 group = 5; }';
    expect(renderProtobuf(named, '')).toBe('{"a":null}');
  });

  it('is refused where protobufjs would not understand it: a group in a oneof', () => {
    const group =
      'syntax = "proto2"; message M { oneof c { int32 a = 1; group G = 2 { optional int32 x = 1; } } }';
    expect(protobufFailure(group)).toMatchObject({
      code: 'SCHEMA_INVALID',
      message: 'the schema has a group in a oneof, which is not supported',
    });
    const named = 'syntax = "proto2"; message M { oneof c { int32 group = 1; } }';
    expect(renderProtobuf(named, '')).toBe('{"c":{"group":null}}');
  });

  it('ends where its message ends, even without a semicolon', () => {
    const schema =
      'syntax = "proto3"; message M { int32 a = 1; reserved 5 } message N { reserved 6; int32 b = 1; }';
    expect(renderProtobuf(schema, '01', { style: 'glue' })).toBe('{"b":0}');
  });

  it('keeps words that mean something elsewhere', () => {
    const schema = `syntax = "proto3"; message M {
      string message = 1; string option = 2; string reserved = 3; string syntax = 4; string enum = 5; string extend = 6;
      enum service { extend = 0; service = 1; message = 2; optional = 3; enum = 4; extensions = 5; }
      .M.service rpc = 7;
    }`;
    expect(renderProtobuf(schema, varintField(7, 1))).toBe(
      '{"message":"","option":"","reserved":"","syntax":"","enum":"","extend":"","rpc":"service"}',
    );
  });
});

describe('a message of the name service', () => {
  const MESSAGES =
    'message service { int32 service = 1; } message M { service s = 1; map<string, service> m = 2; }';

  it('is the type of fields, behind which no field is lost', () => {
    const schema = `syntax = "proto3"; package the.service.v1; ${MESSAGES}
      message N { oneof o { service a = 1; } service b = 2; repeated the.service.v1.service service = 3; int32 last = 4; }
      service S { rpc Do (service) returns (service); }`;
    const service = varintField(1, 5);
    expect(
      renderProtobuf(schema, binary('02', lenField(2, service), lenField(3, service)), { style: 'glue' }),
    ).toBe('{"b":{"service":5},"service":[{"service":5}],"last":0,"o":{"a":null}}');
  });

  it('may be imported, from a path with that word too', () => {
    const references = [{ name: 'the/service/v1.proto', definition: `syntax = "proto3"; ${MESSAGES}` }];
    const schema =
      'syntax = "proto3"; import "the/service/v1.proto"; message Order { service a = 1; int32 last = 2; }';
    expect(renderProtobuf(schema, lenField(1, varintField(1, 5)), { references })).toBe(
      '{"a":{"service":5},"last":0}',
    );
  });
});

describe('features in one option', () => {
  it('are read as Confluent’s registry prints them, without the edition', () => {
    const text = `package shop;

option java_package = "com.example";
option features = {
  field_presence: IMPLICIT
};

message Order {
  option features = {
    message_encoding: DELIMITED,
    json_format: LEGACY_BEST_EFFORT
  };

  optional int32 count = 1;
  optional string note = 2 [features = {
    field_presence: EXPLICIT
  }];
  repeated int32 sizes = 3 [
    features = {
      repeated_field_encoding: EXPANDED
    },
    json_name = "dimensions"
  ];
  optional .shop.Order.Line line = 4;
  optional string raw = 5 [features = {
    utf8_validation: NONE
  }];
  optional .shop.Order.Open open = 6;
  optional .shop.Order.Closed closed = 7;

  oneof choice {
    option features = {
      utf8_validation: NONE
    };

    string chosen = 8;
  }

  message Line {
    optional int32 x = 1;
  }
  enum Open {
    NONE = 0;
  }
  enum Closed {
    option features = {
      enum_type: CLOSED
    };

    ZERO = 0;
  }
}
`;
    const message = binary(
      varintField(3, 7),
      groupField(4, varintField(1, 5)),
      lenField(5, 'ff'),
      varintField(6, 9),
      varintField(7, 9),
      lenField(8, 'ff'),
    );
    expect(renderProtobuf(text, message)).toBe(
      '{"count":0,"note":null,"sizes":[7],"line":{"x":5},"raw":"\ufffd","open":"UNKNOWN_ENUM_VALUE_Open_9","closed":"ZERO","choice":{"chosen":"\ufffd"}}',
    );
  });

  it.each([
    ['none that matter', '{ json_format: ALLOW }'],
    ['separated by semicolons', '{ json_format: ALLOW; field_presence: IMPLICIT; }', '{"a":0}'],
    ['separated by nothing', '{ json_format: ALLOW field_presence: IMPLICIT }', '{"a":0}'],
    ['of single languages', '{ [pb.java] { field_presence: IMPLICIT } }'],
    ['of single languages in angle brackets', '{ [pb.java]: < field_presence: IMPLICIT > }'],
    ['none at all', '{}'],
  ])('may be written in many ways: %s', (_what, features, text = '{"a":null}') => {
    const field = 'int32 a = 1';
    for (const schema of [
      `option features = ${features}; message M { ${field}; }`,
      `message M { option features = ${features}; ${field}; }`,
      `message M { ${field} [features = ${features}, deprecated = true]; }`,
      `message M { ${field} [json_name = "b", features = ${features}]; }`,
    ]) {
      expect(renderProtobuf(`edition = "2023"; ${schema}`, '')).toBe(text);
    }
  });

  it('do not count as statements', () => {
    const field = (index: number) =>
      `int32 f${index} = ${index + 1} [features = { field_presence: IMPLICIT }];`;
    const fields = Array.from({ length: 1000 }, (_, index) => field(index)).join('');
    expect(renderProtobuf(`edition = "2023"; message M { ${fields} }`, '')).toContain('"f999":0}');
  });
});

describe('a file that names neither syntax nor edition', () => {
  const FILE = 'enum E { ZERO = 0; } message M { optional E e = 1; }';

  it.each([
    ['is proto2', '', '{"e":null}'],
    ['is of an edition when it sets features', 'option features = { json_format: ALLOW };', UNKNOWN],
    ['is of an edition when it sets one', 'option features.json_format = ALLOW;', UNKNOWN],
    [
      'is of an edition when a field sets one',
      'message N { optional int32 a = 1 [features.(pb.go).x = Y]; }',
      UNKNOWN,
    ],
  ])('%s', (_what, text, expected) => {
    expect(renderProtobuf(`${FILE} ${text}`, varintField(1, 5))).toBe(expected);
  });
});

describe('a schema that cannot be used', () => {
  it.each([
    ['', 'message index 0 is out of range: the schema has 0 messages', 'FRAME_INVALID'],
    ['message ', "not a valid Protobuf schema: illegal type name 'null' (line 1)"],
    ['message', 'neither .proto text nor a descriptor: the bytes are not a FileDescriptorProto'],
    [
      'syntax = "proto3";\nmessage M {\n  int32 a = x;\n}',
      "not a valid Protobuf schema: illegal id 'x' (line 3)",
    ],
    ['syntax = "proto3";\n/*\n\n*/ message M {\n  int32 = 1;\n}', "illegal name '=' (line 5)"],
    ['syntax = "proto4"; message M {}', 'unknown syntax or edition proto4'],
    ['edition = "1999"; message M {}', "illegal edition '1999'"],
    ['syntax = "proto3"; message M { int32 a = 1; int32 b = 1; }', 'duplicate id 1'],
    ['syntax = "proto3"; message M { int32 a = 1; int32 a = 2; }', "duplicate name 'a'"],
    ['syntax = "proto3"; message M {} message M {}', "duplicate name 'M'"],
    ['syntax = "proto3"; message M { required int32 a = 1; }', "illegal token 'required'"],
    ['syntax = "proto3"; message M { map<double, int32> a = 1; }', "illegal type 'double'"],
    ['syntax = "proto3"; message M { int32 a = 0; }', 'a field has the number 0, the highest is 536870911'],
    ['syntax = "proto3"; message M { int32 a = 536870912; }', 'a field has the number 536870912'],
    ['syntax = "proto3"; enum E { A = 0; B = 0; } message M {}', 'duplicate id 0'],
    ['edition = "2023"; option features = { field_presence = IMPLICIT }; message M {}', "illegal value '='"],
    ['syntax = "proto3"; message M { int32 a = 1; } }', "illegal token '}'"],
    ['syntax = "proto3"; message M { int32 a = 1', "illegal token 'null'"],
    ['{"type":"record"}', "illegal token '{' (line 1)"],
    ['"', 'a string without an end (line 1)'],
    ["syntax = 'proto3", 'a string without an end (line 1)'],
    ['\n/* comment', 'a comment without an end (line 2)'],
  ])('is refused with a reason: %s', (text, message, code = 'SCHEMA_INVALID') => {
    const failure = protobufFailure(text);
    expect(failure.code).toBe(code);
    expect(failure.message).toContain(message);
  });

  it('is refused in few words, however long it is', () => {
    const long = 'x'.repeat(10_000);
    for (const text of [
      `message ${long} { ${long} }`,
      `syntax = "proto3"; message ${long} { ${'y'.repeat(10_000)} ${long} = 1; }`,
    ]) {
      expect(protobufFailure(text).message.length).toBeLessThan(500);
    }
  });

  function times(count: number, part: (index: number) => string): string {
    return Array.from({ length: count }, (_, index) => part(index)).join('');
  }

  it.each([
    ['characters', ' '.repeat(MAX_SCHEMA_CHARACTERS + 1), 'the schema has more than 1000000 characters'],
    [
      'messages',
      times(MAX_SCHEMA_STATEMENTS + 1, (index) => `message M${index}{}`),
      'the schema has more than 20000 statements',
    ],
    [
      'enum values',
      `enum E{${times(MAX_SCHEMA_STATEMENTS, (index) => `V${index}=${index};`)}}`,
      'the schema has more than 20000 statements',
    ],
    [
      'fields',
      `syntax="proto3";message M{${times(1001, (index) => `int32 f${index}=${index + 1};`)}}`,
      'a message of the schema has more than 1000 statements',
    ],
    [
      'parts of a name',
      `syntax="proto3";message M{${'a . '.repeat(1000)}b c=1;}`,
      'a statement has more than 100 parts',
    ],
    [
      'options of a field',
      `syntax="proto3";message M{int32 a=1[${times(101, () => 'json_name="a",')}packed=false];}`,
      'a field has more than 100 options',
    ],
    [
      'underscores beside a name that protobufjs would drop',
      `syntax="proto3";message M{int32 __proto__${'_'.repeat(MAX_SCHEMA_CHARACTERS / 2)}=1;}`,
      'a name of the schema has more than 100 underscores in a row',
    ],
    [
      'levels of messages',
      `${times(40, (index) => `message M${index}{`)}${'}'.repeat(40)}`,
      'max depth exceeded',
    ],
  ])('is refused for too many %s', (_what, text, message) => {
    expect(protobufFailure(text)).toMatchObject({
      code: 'SCHEMA_INVALID',
      message: expect.stringContaining(message),
    });
  });
});

describe('a parsed file', () => {
  it('holds nested declarations with their full names', () => {
    const { messages, enums, imports } = parseProtoFile(
      'syntax = "proto3"; package a.b; import "x.proto"; enum E { Z = 0; } message M { enum F { Y = 0; } message N { map<string, F> m = 1; } }',
    );
    const [message] = messages;
    expect(imports).toEqual(['x.proto']);
    expect(enums.map(({ fullName }) => fullName)).toEqual(['a.b.E']);
    expect(message).toMatchObject({ name: 'M', fullName: 'a.b.M', enums: [{ fullName: 'a.b.M.F' }] });
    expect(message?.nested).toMatchObject([
      { fullName: 'a.b.M.N', nested: [{ fullName: 'a.b.M.N.MEntry', isMapEntry: true, isSynthetic: true }] },
    ]);
  });

  it('names map entries as protoc does', () => {
    const { messages } = parseProtoFile(
      'syntax = "proto3"; message M { map<string, int32> per_country = 1; map<string, int32> fooBar_baz__2 = 2; map<string, int32> X = 3; }',
    );
    expect(messages[0]?.nested.map(({ name }) => name)).toEqual([
      'PerCountryEntry',
      'FooBarBaz2Entry',
      'XEntry',
    ]);
  });

  it('reads a text without a syntax as proto2', () => {
    expect(renderProtobuf('message M { optional string s = 1; }', stringField(1, 'x'))).toBe('{"s":"x"}');
  });

  it('is refused with a name that would take long to build for every field', () => {
    const text = `syntax = "proto3"; package ${'p'.repeat(999)}; message MM { int32 a = 1; }`;

    expect(protobufFailure(text)).toMatchObject({
      code: 'SCHEMA_INVALID',
      message: expect.stringContaining('a name has 1002 characters; 1000 is the limit'),
    });
  });
});
