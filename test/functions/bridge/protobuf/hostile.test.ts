import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordError } from '../../../../functions/bridge/errors.ts';
import { JsonWriter, MAX_RENDERED_BYTES } from '../../../../functions/bridge/json/json-writer.ts';
import { MAX_NESTING_DEPTH } from '../../../../functions/bridge/json/nesting.ts';
import { compileProtobuf } from '../../../../functions/bridge/protobuf/compile.ts';
import { MAX_DEFAULT_DEPTH } from '../../../../functions/bridge/protobuf/default-instances.ts';
import { MAX_GROUPS } from '../../../../functions/bridge/protobuf/group-ends.ts';
import { MAX_OCCURRENCES } from '../../../../functions/bridge/protobuf/occurrences.ts';
import { withinBounds } from '../../../within-bounds.ts';
import { anyChanges, changed } from './mutations.ts';
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

function times(count: number, part: Buffer): Buffer {
  return Buffer.alloc(count * part.length, part);
}

/** `part` inside itself, from the innermost level outwards. */
function nested(levels: number, part: (inner: Buffer) => Buffer): Buffer {
  let message: Buffer = Buffer.alloc(0);
  for (let level = 0; level < levels; level += 1) message = part(message);
  return message;
}

/** A bit of everything, in a message whose bytes are worth damaging. */
const EVERYTHING = `
  edition = "2023";
  import "google/protobuf/timestamp.proto"; import "google/type/date.proto"; import "google/type/timeofday.proto";
  import "additionalTypes/decimal.proto";
  message M {
    int64 a = 1; string b = 2; repeated sint32 c = 3; map<string, M> d = 4; map<int32, double> e = 5;
    M f = 6 [features.message_encoding = DELIMITED]; oneof g { M h = 7; bool i = 8; Closed j = 9; }
    repeated Closed k = 10; google.protobuf.Timestamp l = 11; google.type.Date m = 12; google.type.TimeOfDay n = 13;
    additionalTypes.Decimal o = 14; repeated M p = 15; bytes q = 16; float r = 17; fixed64 s = 18;
    map<bool, Closed> t = 19; repeated fixed32 u = 20;
  }
  enum Closed { option features.enum_type = CLOSED; A = 0; B = 1; C = -1; }`;

const INNER = binary(
  varintField(1, -5),
  stringField(2, 'ü'),
  lenField(3, varint(1), varint(300)),
  lenField(19, varintField(2, 1)),
);
const MESSAGE = binary(
  INNER,
  lenField(4, stringField(1, 'key'), lenField(2, INNER)),
  lenField(4, stringField(1, 'key'), lenField(2, INNER)),
  lenField(5, varintField(1, 7), i64Field(2, '000000000000f03f')),
  groupField(6, INNER, groupField(6, INNER), i32Field(99, '00000000')),
  lenField(7, INNER),
  varintField(9, 1),
  lenField(10, varint(0), varint(5), varint(-1)),
  lenField(11, varintField(1, 1_700_000_000), varintField(2, 1_000_000)),
  lenField(12, varintField(1, 2024), varintField(2, 2), varintField(3, 29)),
  lenField(13, varintField(1, 23)),
  lenField(14, varintField(1, 5), varintField(2, 500_000_000), varintField(4, 3)),
  lenField(15, INNER),
  lenField(15),
  lenField(16, '00ff'),
  i32Field(17, 'cdcc8c3f'),
  i64Field(18, 'ffffffffffffffff'),
  lenField(20, '0100000002000000'),
  i32Field(20, '03000000'),
);

describe.each(['glue', 'confluent'] as const)('a damaged message of %s', (style) => {
  const render = compileProtobuf(
    { definition: EVERYTHING, references: [] },
    { style, rendering: { fieldNames: 'original' } },
  );
  const out = new JsonWriter();

  /** JSON or a RecordError; returns whether it was JSON. */
  function survives(message: Buffer): boolean {
    const source = binary('00', message);
    out.reset();
    try {
      render(source, 0, source.length, out);
    } catch (error) {
      expect(error).toBeInstanceOf(RecordError);
      return false;
    }
    expect(() => JSON.parse(out.toString())).not.toThrow();
    return true;
  }

  it('is whole to begin with', () => {
    expect(survives(MESSAGE)).toBe(true);
  });

  it('gives JSON or a RecordError wherever it is cut off', () => {
    for (let length = 0; length < MESSAGE.length; length += 1) survives(MESSAGE.subarray(0, length));
  });

  it('gives JSON or a RecordError whichever byte is another', () => {
    let failed = 0;
    for (let at = 0; at < MESSAGE.length; at += 1) {
      for (const byte of [0x00, 0x01, 0x03, 0x0b, 0x0c, 0x7f, 0x80, 0xff, (MESSAGE[at] ?? 0) ^ 0x04]) {
        const damaged = Buffer.from(MESSAGE);
        damaged[at] = byte;
        if (!survives(damaged)) failed += 1;
      }
    }
    expect(failed).toBeGreaterThan(MESSAGE.length);
  });

  it('gives JSON or a RecordError after any changes, and so do any bytes', () => {
    fc.assert(
      fc.property(anyChanges, (changes) => {
        survives(changed(MESSAGE, changes));
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        survives(Buffer.from(bytes));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('nesting', () => {
  const TREE =
    'syntax = "proto3"; message T { repeated T kids = 1; optional T one = 2; map<string, T> map = 3; oneof o { T t = 4; } }';
  const LINKED = 'syntax = "proto3"; message Node { int32 v = 1; Node next = 2; }';

  it('goes as deep as EventBridge takes it', () => {
    const deepest = nested(MAX_NESTING_DEPTH - 1, (inner) => lenField(2, inner));
    expect(renderProtobuf(LINKED, deepest).startsWith('{"v":0,"next":{"v":0,')).toBe(true);
    expect(protobufFailure(LINKED, lenField(2, deepest))).toMatchObject({
      code: 'PAYLOAD_LIMIT',
      message: expect.stringContaining(`: nested deeper than ${MAX_NESTING_DEPTH} levels`),
    });
  });

  it.each([1, 2, 3, 4])('fails at once beyond, by whichever way (field %d)', (number) => {
    const message = nested(5_000, (inner) => lenField(number, number === 3 ? lenField(2, inner) : inner));
    expect(withinBounds(() => protobufFailure(TREE, message)).code).toBe('PAYLOAD_LIMIT');
  });

  it('fails at once in groups, known ones and unknown ones', () => {
    const groups =
      'edition = "2023"; message G { G g = 1 [features.message_encoding = DELIMITED]; int32 x = 2; }';
    const deepest = nested(MAX_NESTING_DEPTH - 1, (inner) => groupField(1, inner));
    expect(renderProtobuf(groups, deepest)).toContain('"g":null');
    for (const number of [1, 5]) {
      const deeper = binary(
        times(100_000, binary(varint(number * 8 + 3))),
        times(100_000, binary(varint(number * 8 + 4))),
      );
      expect(withinBounds(() => protobufFailure(groups, deeper)).code).toBe('PAYLOAD_LIMIT');
    }
  });

  it('of groups is read once, not once for each level', () => {
    const groups =
      'edition = "2023"; message G { G g = 1 [features.message_encoding = DELIMITED]; repeated int32 x = 2; }';
    const long = times(1_000_000, varintField(99, 1));
    const message = nested(900, (inner) => groupField(1, inner.length === 0 ? long : inner));
    expect(withinBounds(() => renderProtobuf(groups, message))).toContain('"x":[]');
  });

  it('counts the groups', () => {
    const groups =
      'edition = "2023"; message G { repeated G g = 1 [features.message_encoding = DELIMITED]; }';
    const inside = groupField(1, times(MAX_GROUPS, groupField(1)));
    expect(withinBounds(() => renderProtobuf(groups, inside))).toHaveLength(16 + 9 * MAX_GROUPS - 1);
    expect(
      withinBounds(() => protobufFailure(groups, binary(inside, groupField(1, groupField(1))))),
    ).toMatchObject({
      code: 'PAYLOAD_LIMIT',
      message: expect.stringContaining(`more than ${MAX_GROUPS} groups`),
    });
  });
});

describe('a small payload with a large text', () => {
  it('is bounded, for wide messages', () => {
    const fields = Array.from({ length: 1000 }, (_, index) => `string f${index} = ${index + 2};`).join('');
    const wide = `syntax = "proto3"; message M { repeated W w = 1; } message W { ${fields} }`;
    expect(withinBounds(() => protobufFailure(wide, times(200_000, lenField(1))))).toMatchObject({
      code: 'PAYLOAD_LIMIT',
      message: expect.stringContaining(`the rendered record exceeds ${MAX_RENDERED_BYTES} bytes`),
    });
  });

  it('is bounded, for messages that are not there and would multiply from level to level', () => {
    const levels = Array.from(
      { length: 60 },
      (_, level) => `message L${level} { L${level + 1} a = 1; L${level + 1} b = 2; L${level + 1} c = 3; }`,
    );
    const schema = `syntax = "proto3"; ${levels.join('')} message L60 { int32 x = 1; }`;
    expect(withinBounds(() => renderProtobuf(schema, ''))).toBe('{"a":null,"b":null,"c":null}');
    expect(
      withinBounds(() =>
        renderProtobuf(`${schema} message Last { L58 l = 1; }`, varint(61), { style: 'glue' }),
      ),
    ).toBe(
      '{"l":{"a":{"a":{"x":0},"b":{"x":0},"c":{"x":0}},"b":{"a":{"x":0},"b":{"x":0},"c":{"x":0}},"c":{"a":{"x":0},"b":{"x":0},"c":{"x":0}}}}',
    );
  });

  it('is bounded in depth, for messages that are not there', () => {
    const chain = (length: number) =>
      Array.from({ length }, (_, level) => `message C${level} { C${level + 1} c = 1; }`).join('');
    const schema = (length: number) => `syntax = "proto3"; ${chain(length)} message C${length} {}`;
    const text = (length: number) => withinBounds(() => renderProtobuf(schema(length), ''));
    expect(text(MAX_DEFAULT_DEPTH)).toBe(
      `${'{"c":'.repeat(MAX_DEFAULT_DEPTH)}{}${'}'.repeat(MAX_DEFAULT_DEPTH)}`,
    );
    expect(text(MAX_DEFAULT_DEPTH + 1)).toBe('{"c":null}');
    expect(text(9000)).toBe('{"c":null}');
  });
});

describe('many values', () => {
  const schema =
    'syntax = "proto3"; message M { N n = 1; repeated N l = 2; repeated int32 i = 3; map<string, N> m = 4; oneof o { N a = 5; string b = 6; } } message N { int32 x = 1; N n = 2; }';

  it.each([
    ['parts of one message', times(500_000, lenField(1)), '"n":{"x":0,"n":null}'],
    [
      'parts of one message at each level',
      times(90, lenField(1, times(90, lenField(2, times(90, lenField(2)))))),
      '"n":{"x":0,"n":{"x":0,"n":{"x":0,"n":null}}}',
    ],
    ['messages', times(500_000, lenField(2)), '{"x":0,"n":null}]'],
    ['packed integers', lenField(3, times(2_000_000, Buffer.from([1]))), '1,1]'],
    ['integers one by one', times(900_000, varintField(3, 1)), '1,1]'],
    ['empty packed lists', times(900_000, lenField(3)), '"i":[]'],
    ['entries with the same key', times(200_000, lenField(4)), '"m":{"":{"x":0,"n":null}}'],
    ['members of a oneof, in turns', times(400_000, binary(lenField(5), stringField(6, ''))), '"b":""'],
    ['unknown fields', times(1_000_000, varintField(99, 1)), '"n":null'],
  ])('take time in proportion: %s', (_what, message, expected) => {
    expect(withinBounds(() => renderProtobuf(schema, message))).toContain(expected);
  });

  it('take time in proportion: entries with different keys', () => {
    const entries = Array.from({ length: 200_000 }, (_, index) =>
      lenField(4, stringField(1, String(index % 150_000))),
    );
    const message = Buffer.concat(entries);
    expect(withinBounds(() => renderProtobuf(schema, message))).toContain('"149999":{');
  });

  const lists =
    'syntax = "proto3"; message M { repeated L l = 1; map<string, L> m = 2; } message L { repeated string s = 1; oneof o { L l = 2; } }';

  it.each([
    ['a message', (list: Buffer) => lenField(1, list)],
    ['an entry of a map', (list: Buffer) => lenField(2, lenField(2, list))],
    ['a message in a message', (list: Buffer) => lenField(1, lenField(2, list))],
  ])('are let go of behind %s', (_what, around) => {
    const count = 1000;
    const message = times((2 * MAX_OCCURRENCES) / count, around(times(count, stringField(1, ''))));
    expect(withinBounds(() => renderProtobuf(lists, message))).toContain('["","",');
  });

  it('are let go of behind each entry of one map', () => {
    const empty = 'syntax = "proto3"; message M { map<string, E> m = 1; } message E {}';
    const entries = times(MAX_OCCURRENCES / 2 + 1, lenField(1, lenField(2)));
    expect(withinBounds(() => renderProtobuf(empty, entries))).toBe('{"m":{"":{}}}');
  });

  it('are bounded in number', () => {
    expect(
      withinBounds(() => protobufFailure(schema, times(MAX_OCCURRENCES + 1, lenField(1)))),
    ).toMatchObject({
      code: 'PAYLOAD_LIMIT',
      message: `M: more than ${MAX_OCCURRENCES} values of repeated fields`,
    });
  });
});
