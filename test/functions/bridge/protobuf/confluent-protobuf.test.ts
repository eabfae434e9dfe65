import { describe, expect, it } from 'vitest';
import { CONFLUENT_DEFAULTS } from '../../../../functions/bridge/protobuf/confluent-dialect.ts';
import type { ConfluentProtobuf } from '../../../../shared/configuration/format.ts';
import {
  binary,
  groupField,
  i64Field,
  lenField,
  type Part,
  stringField,
  varint,
  varintField,
} from './protobuf-wire.ts';
import { protobufFailure, renderProtobuf } from './render-protobuf.ts';

/** Confluent's message index of the first message. */
const FIRST_MESSAGE = '00';

/** The first message that the declarations hold, as the two converters show it. */
function rendered(declarations: string, message: Part, options: Partial<ConfluentProtobuf> = {}): string {
  const definition = /^\s*(syntax|edition)/.test(declarations)
    ? declarations
    : `syntax = "proto3"; ${declarations}`;
  return renderProtobuf(definition, binary(FIRST_MESSAGE, message), {
    style: 'confluent',
    rendering: { fieldNames: 'original', confluentProtobuf: { ...CONFLUENT_DEFAULTS, ...options } },
  });
}

/** The same payload in a Glue frame. */
function renderedByGlue(declarations: string, message: Part): string {
  return renderProtobuf(`syntax = "proto3"; ${declarations}`, message);
}

const STATUS = 'enum Status { ACTIVE = 0; INACTIVE = 1; }';

const ENUM_UNION = `
  message EnumUnion {
    oneof some_val { string one_id = 1; int32 other_id = 2; Status some_status = 3; }
    Status status = 4;
  }
  ${STATUS}`;

/** One with a bit of everything, each part of which the converter brings into Connect in a way of its own. */
const NESTED = `
  import "google/protobuf/timestamp.proto";
  message Nested {
    UserId user_id = 1;
    bool is_active = 2;
    repeated string experiments_active = 3;
    google.protobuf.Timestamp updated_at = 4;
    Status status = 5;
    Complex complex_type = 6;
    map<string, string> map_type = 7;
    Inner inner = 8;
    message Inner { string id = 1; repeated int32 ids = 2; }
  }
  message UserId { oneof user_id { string kafka_user_id = 1; int32 other_user_id = 2; MessageId another_id = 3; } }
  message MessageId { string id = 1; }
  message Complex { oneof some_val { string one_id = 1; int32 other_id = 2; } bool is_active = 3; }
  ${STATUS}`;

const NESTED_MESSAGE = binary(
  lenField(1, stringField(1, 'my_user')),
  varintField(2, 1),
  stringField(3, 'first experiment'),
  stringField(3, 'second experiment'),
  lenField(4, varintField(1, 1_505_692_800)),
  varintField(5, 1),
  lenField(7, stringField(1, 'Hello'), stringField(2, 'World')),
  lenField(8),
);

describe('a oneof in a Confluent frame', () => {
  it('comes first, has its index in its name, and shows which field is set', () => {
    const message = binary(stringField(1, 'ID'), varintField(4, 1));
    expect(rendered(ENUM_UNION, message)).toBe(
      '{"some_val_0":{"one_id":"ID","other_id":null,"some_status":null},"status":"INACTIVE"}',
    );
    expect(renderedByGlue(ENUM_UNION, message)).toBe(
      '{"status":"INACTIVE","some_val":{"one_id":"ID","other_id":null,"some_status":null}}',
    );
    expect(rendered(ENUM_UNION, binary(varintField(3, 1)))).toBe(
      '{"some_val_0":{"one_id":null,"other_id":null,"some_status":"INACTIVE"},"status":"ACTIVE"}',
    );
  });

  it('is null when none of its fields is set', () => {
    expect(rendered(ENUM_UNION, '')).toBe('{"some_val_0":null,"status":"ACTIVE"}');
    expect(renderedByGlue(ENUM_UNION, '')).toBe(
      '{"status":"ACTIVE","some_val":{"one_id":null,"other_id":null,"some_status":null}}',
    );
  });

  it('is set by a default too, and shows the last of several', () => {
    const complex =
      'message C { oneof some_val { string one_id = 1; int32 other_id = 2; } bool is_active = 3; }';
    const expected = '{"some_val_0":{"one_id":null,"other_id":0},"is_active":false}';
    expect(rendered(complex, varintField(2, 0))).toBe(expected);
    expect(rendered(complex, binary(stringField(1, 'asdf'), varintField(2, 0)))).toBe(expected);
  });

  it('counts among the oneofs of its message, to which the optional fields of proto3 do not belong', () => {
    const schema = `message Customer {
      int64 count = 1;
      optional string nickname = 2;
      oneof survey_id { string survey_response_id = 5; string outgoing_action_id = 6; }
      string address = 4;
      oneof comment { string email = 7; string platform = 8; }
    }`;
    const message = binary(stringField(6, 'action'), stringField(8, 'web'), stringField(4, 'Main St'));
    expect(rendered(schema, message)).toBe(
      '{"survey_id_0":{"survey_response_id":null,"outgoing_action_id":"action"},"comment_1":{"email":null,"platform":"web"},"count":0,"nickname":null,"address":"Main St"}',
    );
    expect(renderedByGlue(schema, message)).toContain('"nickname":null}');
  });

  it('keeps its own name when that is asked for, and when a field has the other one', () => {
    const message = stringField(1, 'ID');
    expect(rendered(ENUM_UNION, message, { hasOneofIndexes: false })).toBe(
      '{"some_val":{"one_id":"ID","other_id":null,"some_status":null},"status":"ACTIVE"}',
    );
    const both =
      'message M { oneof pay { string card = 1; } string pay_0 = 2; oneof by { string post = 3; } }';
    expect(rendered(both, message)).toBe('{"pay":{"card":"ID"},"by_1":null,"pay_0":""}');
  });

  it('may stand among the fields, still one at a time', () => {
    const flat = { hasFlatOneofs: true };
    expect(rendered(ENUM_UNION, stringField(1, 'ID'), flat)).toBe(
      '{"one_id":"ID","other_id":null,"some_status":null,"status":"ACTIVE"}',
    );
    expect(rendered(ENUM_UNION, binary(stringField(1, 'ID'), varintField(2, 7)), flat)).toBe(
      '{"one_id":null,"other_id":7,"some_status":null,"status":"ACTIVE"}',
    );
    expect(rendered('message M { oneof only { string a = 1; } }', '', flat)).toBe('{"a":null}');
  });

  it('has JSON names where these are asked for', () => {
    const definition =
      'syntax = "proto3"; message M { string z_z = 1; oneof pay_by { string bank_card = 2; } }';
    const rendering = { fieldNames: 'json' } as const;
    const options = { style: 'confluent', rendering } as const;
    expect(renderProtobuf(definition, binary(FIRST_MESSAGE, stringField(2, 'x')), options)).toBe(
      '{"payBy_0":{"bankCard":"x"},"zZ":""}',
    );
  });

  it('is not set by an unknown number of a closed enum', () => {
    const schema = `syntax = "proto2"; message M { oneof pick { E e = 1; string s = 2; } } enum E { A = 0; }`;
    expect(rendered(schema, varintField(1, 9))).toBe('{"pick_0":null}');
    expect(rendered(schema, varintField(1, 0))).toBe('{"pick_0":{"e":"A","s":null}}');
  });
});

describe('a message in a Confluent frame', () => {
  it('shows everything that is there', () => {
    expect(rendered(NESTED, NESTED_MESSAGE)).toBe(
      '{"user_id":{"user_id_0":{"kafka_user_id":"my_user","other_user_id":null,"another_id":null}},"is_active":true,"experiments_active":["first experiment","second experiment"],"updated_at":1505692800000,"status":"INACTIVE","complex_type":null,"map_type":{"Hello":"World"},"inner":{"id":"","ids":[]}}',
    );
  });

  it('has null for messages that are not there, and defaults for scalars', () => {
    expect(rendered(NESTED, '')).toBe(
      '{"user_id":null,"is_active":false,"experiments_active":[],"updated_at":null,"status":"ACTIVE","complex_type":null,"map_type":{},"inner":null}',
    );
    expect(renderedByGlue(NESTED, '')).toContain('"updated_at":0,');
  });

  it('has null for dates, times and decimals that are not there', () => {
    const schema = `
      import "google/type/date.proto"; import "google/type/timeofday.proto"; import "confluent/type/decimal.proto";
      message M { google.type.Date d = 1; google.type.TimeOfDay t = 2; confluent.type.Decimal n = 3; }`;
    expect(rendered(schema, '')).toBe('{"d":null,"t":null,"n":null}');
    const message = binary(
      lenField(1, varintField(1, 2017), varintField(2, 9), varintField(3, 18)),
      lenField(2, varintField(1, 1), varintField(4, 2_000_000)),
      lenField(3, lenField(1, '00bc614e'), varintField(2, 8), varintField(3, 3)),
    );
    expect(rendered(schema, message)).toBe('{"d":17427,"t":3600002,"n":"ALxhTg=="}');
  });

  it('ends a chain of messages of its own type with null', () => {
    const schema = 'message R { int32 key = 1; V value = 2; R next = 10; } message V {}';
    expect(rendered(schema, lenField(10, varintField(1, 2)))).toBe(
      '{"key":0,"value":null,"next":{"key":2,"value":null,"next":null}}',
    );
  });

  it('has null for optional fields that are not there, in proto2 and in proto3, where the schema has them', () => {
    const fields = 'optional int32 a = 1; repeated int32 b = 2; optional string c = 3;';
    for (const syntax of ['proto2', 'proto3']) {
      const schema = `syntax = "${syntax}"; message M { ${fields} }`;
      expect(rendered(schema, '')).toBe('{"a":null,"b":[],"c":null}');
      expect(rendered(schema, binary(varintField(1, 0), stringField(3, '')))).toBe('{"a":0,"b":[],"c":""}');
    }
    const defaulted =
      'syntax = "proto2"; message M { optional int32 a = 1 [default = 5]; required int32 b = 2; }';
    expect(rendered(defaulted, varintField(2, 1))).toBe('{"a":null,"b":1}');
  });

  it('fails without a required one, a wrapper included', () => {
    const schema =
      'syntax = "proto2"; import "google/protobuf/wrappers.proto"; message M { required google.protobuf.StringValue s = 1; }';
    expect(rendered(schema, lenField(1, stringField(1, 'x')))).toBe('{"s":"x"}');
    expect(protobufFailure(schema, FIRST_MESSAGE, { style: 'confluent' }).message).toBe(
      'M.s: a required field without a value',
    );
  });

  it('shows defaults inside the value of a map that has none', () => {
    const schema = 'message M { map<string, N> m = 1; } message N { int32 x = 1; O o = 2; } message O {}';
    expect(rendered(schema, lenField(1, stringField(1, 'k')))).toBe('{"m":{"k":{"x":0,"o":null}}}');
  });
});

describe('a wrapper in a Confluent frame', () => {
  const TYPES = [
    {
      type: 'DoubleValue',
      scalar: 'double',
      value: i64Field(1, '000000000000f83f'),
      text: '1.5',
      unset: '0.0',
    },
    { type: 'FloatValue', scalar: 'float', value: '0d0000c03f', text: '1.5', unset: '0.0' },
    { type: 'Int64Value', scalar: 'int64', value: varintField(1, -1), text: '-1', unset: '0' },
    {
      type: 'UInt64Value',
      scalar: 'uint64',
      value: varintField(1, 2n ** 64n - 1n),
      text: '18446744073709551615',
      unset: '0',
    },
    { type: 'Int32Value', scalar: 'int32', value: varintField(1, -1), text: '-1', unset: '0' },
    {
      type: 'UInt32Value',
      scalar: 'uint32',
      value: varintField(1, 4_294_967_295),
      text: '4294967295',
      unset: '0',
    },
    { type: 'BoolValue', scalar: 'bool', value: varintField(1, 1), text: 'true', unset: 'false' },
    { type: 'StringValue', scalar: 'string', value: stringField(1, 'ü'), text: '"ü"', unset: '""' },
    { type: 'BytesValue', scalar: 'bytes', value: lenField(1, 'ff'), text: '"/w=="', unset: '""' },
  ];

  it.each(TYPES)('is the value in it: $type', ({ type, value, text, unset }) => {
    const schema = `
      import "google/protobuf/wrappers.proto";
      message M {
        google.protobuf.${type} one = 1;
        repeated google.protobuf.${type} many = 2;
        oneof pick { google.protobuf.${type} picked = 3; }
        map<string, google.protobuf.${type}> map = 4;
      }`;
    const message = binary(
      lenField(1, value),
      lenField(2, value),
      lenField(2),
      lenField(3, value),
      lenField(4, stringField(1, 'k')),
    );
    expect(rendered(schema, message)).toBe(
      `{"pick_0":{"picked":${text}},"one":${text},"many":[${text},${unset}],"map":{"k":${unset}}}`,
    );
    expect(rendered(schema, '')).toBe('{"pick_0":null,"one":null,"many":[],"map":{}}');
    expect(rendered(schema, message, { hasFlatWrappers: false, hasFlatPayloads: false })).toBe(
      `{"pick_0":{"picked":{"value":${text}}},"one":{"value":${text}},"many":[{"value":${text}},{"value":${unset}}],"map":{"k":{"value":${unset}}}}`,
    );
  });

  it.each(TYPES)('is the value in it as a whole payload: $type', ({ type, scalar, value, text, unset }) => {
    const schema = `package google.protobuf; message ${type} { ${scalar} value = 1; }`;
    expect(rendered(schema, value)).toBe(text);
    expect(rendered(schema, '')).toBe(unset);
    expect(rendered(schema, value, { hasFlatPayloads: false })).toBe(`{"value":${text}}`);
  });

  it('has to hold UTF-8', () => {
    const schema =
      'syntax = "proto3"; import "google/protobuf/wrappers.proto"; message M { google.protobuf.StringValue s = 1; }';
    const payload = binary(FIRST_MESSAGE, lenField(1, lenField(1, 'ff')));
    expect(protobufFailure(schema, payload, { style: 'confluent' }).message).toBe(
      'M.s: a string that is not UTF-8',
    );
  });

  it('stays a message in a Glue frame', () => {
    const schema =
      'import "google/protobuf/wrappers.proto"; message M { google.protobuf.StringValue s = 1; }';
    expect(renderedByGlue(schema, lenField(1, stringField(1, 'x')))).toBe('{"s":{"value":"x"}}');
  });
});

describe('a repeated message of a Confluent frame that is called an entry', () => {
  const MESSAGE = binary(
    lenField(1, stringField(1, 'key1'), stringField(2, 'value1')),
    lenField(1, stringField(1, 'key2')),
    lenField(2, stringField(1, 'key3'), stringField(2, 'value3')),
  );

  it('is a map when it has a key and a value, and alone it is a message', () => {
    const schema = `message M { repeated AttributeEntry map = 1; AttributeEntry not_a_map = 2; }
      message AttributeEntry { string key = 1; string value = 2; }`;
    expect(rendered(schema, MESSAGE)).toBe(
      '{"map":{"key1":"value1","key2":""},"not_a_map":{"key":"key3","value":"value3"}}',
    );
    expect(renderedByGlue(schema, MESSAGE)).toContain('"map":[{"key":"key1","value":"value1"},');
  });

  it.each([
    { what: 'another name', entry: 'message Attribute { string key = 1; string value = 2; }' },
    { what: 'more fields', entry: 'message AEntry { string key = 1; string value = 2; string more = 3; }' },
    { what: 'another key', entry: 'message AEntry { string name = 1; string value = 2; }' },
    { what: 'another value', entry: 'message AEntry { string key = 1; string text = 2; }' },
    { what: 'a repeated value', entry: 'message AEntry { string key = 1; repeated string value = 2; }' },
    { what: 'a repeated key', entry: 'message AEntry { repeated string key = 1; string value = 2; }' },
  ])('is a list with $what', ({ entry }) => {
    const [, name] = /message (\w+)/.exec(entry) ?? [];
    expect(rendered(`message M { repeated ${name} map = 1; } ${entry}`, MESSAGE)).toContain('"map":[{"');
  });

  it('has pairs for keys that are no text', () => {
    const schema = 'message M { repeated AEntry map = 1; } message AEntry { int32 key = 1; bool value = 2; }';
    const message = binary(lenField(1, varintField(1, 1), varintField(2, 1)), lenField(1));
    expect(rendered(schema, message)).toBe('{"map":[[1,true],[0,false]]}');
  });
});

describe('an enum in a Confluent frame', () => {
  const SCHEMA = `message M { Status one = 1; repeated Status many = 2; optional Status maybe = 3; map<string, Status> map = 4; } ${STATUS}`;
  const MESSAGE = binary(
    varintField(1, 1),
    lenField(2, varint(0), varint(7), varint(-1)),
    lenField(4, stringField(1, 'k')),
  );

  it('is a name', () => {
    expect(rendered(SCHEMA, MESSAGE)).toBe(
      '{"one":"INACTIVE","many":["ACTIVE","UNKNOWN_ENUM_VALUE_Status_7","UNKNOWN_ENUM_VALUE_Status_-1"],"maybe":null,"map":{"k":"ACTIVE"}}',
    );
  });

  it('is a number where that is asked for', () => {
    expect(rendered(SCHEMA, MESSAGE, { hasNumericEnums: true })).toBe(
      '{"one":1,"many":[0,7,-1],"maybe":null,"map":{"k":0}}',
    );
    expect(rendered(SCHEMA, '', { hasNumericEnums: true })).toContain('"one":0,');
    const closed =
      'syntax = "proto2"; message M { required E e = 1; repeated E l = 2; } enum E { A = 3; B = 4; }';
    const message = binary(varintField(1, 4), varintField(2, 9), varintField(2, 3));
    expect(rendered(closed, message, { hasNumericEnums: true })).toBe('{"e":4,"l":[3]}');
  });
});

describe("what Confluent's converter refuses or shows otherwise", () => {
  it('is shown as in other frames: groups', () => {
    const schema =
      'syntax = "proto2"; message M { optional group Inner = 1 { optional int32 x = 2; } oneof pick { string s = 3; } }';
    expect(rendered(schema, groupField(1, varintField(2, 3)))).toBe('{"pick_0":null,"inner":{"x":3}}');
    expect(rendered(schema, stringField(3, 'a'))).toBe('{"pick_0":{"s":"a"},"inner":null}');
  });

  it('is null as in other frames: a scalar of an edition that tracks its presence', () => {
    const schema =
      'edition = "2023"; message M { int32 x = 1; int32 y = 2 [default = 5]; oneof pick { int32 z = 3; } }';
    expect(rendered(schema, '')).toBe('{"pick_0":null,"x":null,"y":null}');
  });
});
