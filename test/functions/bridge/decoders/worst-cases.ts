import { deflateSync } from 'node:zlib';
import { compileAvro } from '../../../../functions/bridge/avro/compile.ts';
import { connectJson } from '../../../../functions/bridge/connect-json/connect-json.ts';
import { convertAuto } from '../../../../functions/bridge/converters/auto.ts';
import type { Converter } from '../../../../functions/bridge/converters/converter.ts';
import { convertJson } from '../../../../functions/bridge/converters/json.ts';
import { convertString } from '../../../../functions/bridge/converters/string.ts';
import { RecordError } from '../../../../functions/bridge/errors.ts';
import { framePayload } from '../../../../functions/bridge/glue/frame.ts';
import type { JsonWriter } from '../../../../functions/bridge/json/json-writer.ts';
import { compileProtobuf } from '../../../../functions/bridge/protobuf/compile.ts';
import { convertSimpleHeader } from '../../../../functions/bridge/simple-header/simple-header.ts';
import { binary as join, long, string } from '../avro/avro-binary.ts';
import { lenField, varintField } from '../protobuf/protobuf-wire.ts';

/** Lambda's limit of an event; what is base64 in it is a quarter smaller. */
const MAX_RECORD_BYTES = 4_500_000;

/** As much as the frame of Glue may hold compressed. */
const MAX_INFLATED_BYTES = 16_000_000;

/** Input that costs the decoders as much as it can. It renders or fails; both is fine, if it takes bounded time and memory. */
export interface WorstCase {
  /** Makes the input; its time does not count. */
  readonly prepare: () => (out: JsonWriter) => void;
}

const FIRST_MESSAGE = Buffer.from([0]);

/** So many bytes of the same part. */
function filled(bytes: number, part: Buffer): Buffer {
  return Buffer.alloc(Math.floor(bytes / part.length) * part.length, part);
}

function count<T>(length: number, make: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => make(index));
}

function nested<T>(levels: number, innermost: T, around: (inner: T, level: number) => T): T {
  let value = innermost;
  for (let level = 0; level < levels; level += 1) value = around(value, level);
  return value;
}

type AvroSettings = Parameters<typeof compileAvro>[1];

function avro(schema: unknown, datum: () => Buffer, options: AvroSettings = {}): WorstCase {
  return {
    prepare: () => {
      const [definition, source] = [JSON.stringify(schema), datum()];
      return (out) => compileAvro(definition, options)(source, 0, source.length, out);
    },
  };
}

function protobuf(definition: () => string, message: () => Buffer): WorstCase {
  return {
    prepare: () => {
      const [text, source] = [definition(), join(FIRST_MESSAGE, message())];
      return (out) => {
        const rendering = { fieldNames: 'json', decimals: 'NUMERIC' } as const;
        const schema = { definition: text, references: [] };
        compileProtobuf(schema, { style: 'confluent', rendering })(source, 0, source.length, out);
      };
    },
  };
}

function converted(convert: Converter, text: () => string | Buffer): WorstCase {
  return {
    prepare: () => {
      const source = Buffer.from(text());
      return (out) => convert(source, out);
    },
  };
}

const noBytes = () => Buffer.alloc(0);

/** As many schemas as would fill the heap, if each of them kept what its largest payload took. */
const KEPT_SCHEMAS = 30;

/** One payload after another, each of another schema. What reads them is kept, as a bridge keeps it. */
function ofManySchemas(read: (schema: number) => Converter, payload: () => Buffer): WorstCase {
  return {
    prepare: () => {
      const source = payload();
      const converters = count(KEPT_SCHEMAS, read);
      return (out) => {
        for (const convert of converters) {
          out.reset();
          expectRecordError(() => convert(source, out));
        }
      };
    },
  };
}

/** The payloads of {@link ofManySchemas} fail at their end: that is where they hold most, and it spares time. */
function expectRecordError(run: () => void): void {
  try {
    run();
  } catch (error) {
    if (error instanceof RecordError) return;
    throw error;
  }
  throw new Error('The payload is read without an error.');
}

const record = (name: string, fields: readonly object[], more: object = {}) => ({
  type: 'record',
  name,
  fields,
  ...more,
});

const MAPS = record('M', [{ name: 'm', type: { type: 'map', values: 'M' } }]);
const PAIRS = record('R', [
  {
    name: 'a',
    type: {
      type: 'array',
      items: record(
        'MapEntry',
        [
          { name: 'key', type: ['null', 'R'] },
          { name: 'value', type: 'boolean' },
        ],
        {
          namespace: 'io.confluent.connect.avro',
          'connect.internal.type': 'MapEntry',
        },
      ),
    },
  },
]);
const NULL_PAIR = Buffer.from([0, 1]);

const AVRO_CASES: Readonly<Record<string, WorstCase>> = {
  'Avro: equal keys in maps in maps, around a long text': avro(MAPS, () => {
    const key = string('k');
    const levels = 480;
    // The first of two entries is dropped at every level, and what is behind it moves.
    const opened = join(long(2), key, long(0), key);
    const innermost = join(long(1), string('x'.repeat(MAX_INFLATED_BYTES - 500_000)), long(0), long(0));
    return join(filled(levels * opened.length, opened), innermost, Buffer.alloc(levels));
  }),
  'Avro: pairs as keys of pairs': avro(
    PAIRS,
    () =>
      nested(240, join(long(1_000_000), filled(2_000_000, NULL_PAIR), long(0)), (inner) =>
        join(long(18), filled(34, NULL_PAIR), long(1), inner, Buffer.from([1]), long(0)),
      ),
    { style: 'confluent' },
  ),
  'Avro: millions of items without content': avro({ type: 'array', items: ['null', 'int'] }, () =>
    join(long(MAX_INFLATED_BYTES), filled(MAX_INFLATED_BYTES, Buffer.from([0])), long(0)),
  ),
  'Avro: blocks of one item': avro({ type: 'array', items: 'boolean' }, () =>
    filled(MAX_INFLATED_BYTES, Buffer.from([2, 1])),
  ),
  'Avro: negative blocks of one entry with the same key': avro({ type: 'map', values: 'int' }, () =>
    filled(MAX_INFLATED_BYTES, Buffer.from([1, 4, 2, 0x6b, 0])),
  ),
  'Avro: a union of many, again and again': avro(
    { type: 'array', items: count(20_000, (index) => ({ type: 'fixed', name: `F${index}`, size: 0 })) },
    () => join(long(4_000_000), filled(MAX_RECORD_BYTES, Buffer.from([0]))),
  ),
  'Avro: decimals of many digits': avro(
    { type: 'array', items: { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 3 } },
    () => join(long(10_000), filled(10_000 * 402, string(Buffer.alloc(400, 0x7f))), long(0)),
    { decimals: 'NUMERIC' },
  ),
  'Avro: one decimal of 16 MB': avro(
    { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 3 },
    () => string(Buffer.alloc(MAX_INFLATED_BYTES, 0x7f)),
    { decimals: 'STRING' },
  ),
  'Avro: text of control characters': avro('string', () => string(Buffer.alloc(MAX_INFLATED_BYTES, 1))),
  'Avro: text that is no UTF-8': avro('string', () => string(Buffer.alloc(MAX_INFLATED_BYTES, 0xff))),
  'Avro: records in records that hold nothing': avro(
    nested<unknown>(60, record('L', [{ name: 'x', type: 'null' }]), (inner, level) =>
      record(`L${level}`, [
        { name: 'a', type: inner },
        { name: 'b', type: level === 0 ? 'L' : `L${level - 1}` },
        { name: 'c', type: level === 0 ? 'L' : `L${level - 1}` },
      ]),
    ),
    noBytes,
  ),
  'Avro: a record that holds itself': avro(record('R', [{ name: 'r', type: 'R' }]), noBytes),
};

const AVRO_SCHEMAS: Readonly<Record<string, WorstCase>> = {
  'Avro schema: a default in thousands of unions': avro(
    record('Z', [
      {
        name: 'r',
        type: [
          'null',
          record('R', [{ name: 's', type: 'string' }], { 'connect.default': { s: 'x'.repeat(400_000) } }),
        ],
      },
      ...count(12_000, (index) => ({ name: `f${index}`, type: ['null', 'R'] })),
    ]),
    () => Buffer.alloc(12_001),
  ),
  'Avro schema: a long namespace for thousands of names': avro(
    record(
      'Z',
      count(13_000, (index) => ({ name: `f${index}`, type: { type: 'fixed', name: `F${index}`, size: 0 } })),
      {
        namespace: 'n'.repeat(1_000),
      },
    ),
    noBytes,
  ),
  'Avro schema: thousands of records': avro(
    record(
      'Z',
      count(10_000, (index) => ({
        name: `f${index}`,
        type: record(`R${index}`, [{ name: 'a', type: 'int' }]),
      })),
    ),
    () => Buffer.alloc(10_000),
  ),
  'Avro schema: thousands of fields': avro(
    record(
      'Z',
      count(25_000, (index) => ({ name: `f${index}`, type: ['null', 'int'] })),
    ),
    () => Buffer.alloc(25_000),
  ),
  'Avro schema: 100,000 symbols': avro(
    { type: 'enum', name: 'E', symbols: count(100_000, (index) => `S${index}`) },
    () => long(99_999),
  ),
};

const everyField = (fields: number, type: string) =>
  count(fields, (index) => `${type} f${index} = ${index + 1};`).join('');

const PROTOBUF_CASES: Readonly<Record<string, WorstCase>> = {
  'Protobuf: equal keys in maps in maps, around a long text': protobuf(
    () => 'syntax = "proto3"; message M { map<string, M> m = 1; }',
    () =>
      nested(100, lenField(1, lenField(1, Buffer.alloc(MAX_RECORD_BYTES, 'x'))), (inner) =>
        join(
          lenField(1, lenField(1, Buffer.from('k'))),
          lenField(1, lenField(1, Buffer.from('k')), lenField(2, inner)),
        ),
      ),
  ),
  'Protobuf: empty messages of many fields': protobuf(
    () =>
      `syntax = "proto3"; message M { map<string, W> m = 1; repeated W r = 2; } message W { ${everyField(990, 'int32')} }`,
    () => filled(900_000 * 4, lenField(1, lenField(2))),
  ),
  'Protobuf: parts of one message': protobuf(
    () => `syntax = "proto3"; message M { W w = 1; } message W { ${everyField(990, 'int32')} }`,
    () => filled(900_000 * 4, lenField(1, varintField(1, 1))),
  ),
  'Protobuf: packed numbers': protobuf(
    () => 'syntax = "proto3"; message M { repeated bool b = 1; repeated double d = 2; }',
    () => join(lenField(1, Buffer.alloc(MAX_RECORD_BYTES / 2)), lenField(2, Buffer.alloc(2_000_000, 0x7e))),
  ),
  'Protobuf: unknown fields': protobuf(
    () => 'syntax = "proto3"; message M { int32 i = 1; }',
    () => filled(MAX_RECORD_BYTES, varintField(99, 1)),
  ),
  'Protobuf schema: messages that are not there': protobuf(
    () =>
      `syntax = "proto3"; ${count(940, (index) => `message M${index} { ${count(19, (field) => `M${Math.min(940, index + 1 + field)} f${field} = ${field + 1};`).join('')} }`).join('')} message M940 {}`,
    noBytes,
  ),
  'Protobuf schema: thousands of messages': protobuf(
    () => `syntax = "proto3"; ${count(19_900, (index) => `message M${index} {}`).join('')}`,
    noBytes,
  ),
  'Protobuf schema: thousands of fields': protobuf(
    () =>
      `syntax = "proto3"; ${count(19, (index) => `message M${index} { ${everyField(990, 'string')} }`).join('')}`,
    noBytes,
  ),
  'Protobuf schema: thousands of maps': protobuf(
    () =>
      `syntax = "proto3"; ${count(19, (index) => `message M${index} { ${everyField(990, 'map<string, M0>')} }`).join('')}`,
    noBytes,
  ),
  'Protobuf schema: thousands of enum values': protobuf(
    () =>
      `syntax = "proto3"; message M { E e = 1; } enum E { ${count(19_000, (index) => `V${index} = ${index};`).join('')} }`,
    () => varintField(1, 18_999),
  ),
  'Protobuf schema: a string without an end': protobuf(
    () => `syntax = "proto3"; option a = "${'\\"'.repeat(490_000)}`,
    noBytes,
  ),
};

const connect = (schema: string, payload: string) => `{"schema":${schema},"payload":${payload}}`;
const connectFields = (fields: number, more: string) =>
  count(fields, (index) => `{"field":"${index.toString(36)}","type":"int8"${more}}`).join();

const JSON_CASES: Readonly<Record<string, WorstCase>> = {
  'JSON: deep, then not closed': converted(convertJson, () => '[{"a":'.repeat(MAX_RECORD_BYTES / 6)),
  'JSON: a long number': converted(convertJson, () => '9'.repeat(MAX_RECORD_BYTES)),
  'JSON: blanks between values': converted(convertJson, () => `[${'1 , '.repeat(MAX_RECORD_BYTES / 4)}1]`),
  'JSON: escapes': converted(convertJson, () => `"${'\\u0041'.repeat(MAX_RECORD_BYTES / 6)}"`),
  'auto: nearly JSON': converted(convertAuto, () => `[${'"a\\n",'.repeat(MAX_RECORD_BYTES / 6)}`),
  'auto: nearly text': converted(convertAuto, () =>
    join(Buffer.alloc(MAX_RECORD_BYTES, 'x'), Buffer.from([0xff])),
  ),
  'text: no UTF-8': converted(convertString, () => Buffer.alloc(MAX_RECORD_BYTES, 0xed)),
  'JSON with schema: fields of a struct': converted(connectJson({ decimals: 'NUMERIC' }), () =>
    connect(`{"type":"struct","fields":[${connectFields(90_000, ',"optional":true')}]}`, '{}'),
  ),
  'JSON with schema: pairs as keys of pairs': converted(connectJson({ decimals: 'NUMERIC' }), () => {
    const schema = nested(
      300,
      '{"type":"int32"}',
      (inner) => `{"type":"map","keys":${inner},"values":{"type":"int32"}}`,
    );
    return connect(
      schema,
      nested(300, '1', (inner, level) => `[[${inner},1],[${level === 0 ? 2 : '[]'},2]]`),
    );
  }),
  'JSON with schema: defaults in defaults': converted(connectJson({ decimals: 'NUMERIC' }), () => {
    const struct = (field: string) => `{"type":"struct","default":{},"fields":[${field}]}`;
    const innermost = `{"type":"string","field":"a","default":"${'x'.repeat(4_000)}"}`;
    const schema = nested(400, innermost, (inner) => struct(inner).replace('{', '{"field":"a",'));
    return connect(schema, '{}');
  }),
  'JSON with schema: numbers with exponents': converted(connectJson({ decimals: 'NUMERIC' }), () =>
    connect('{"type":"array","items":{"type":"double"}}', `[${'1e-300,'.repeat(600_000)}1]`),
  ),
};

const MANY_ENTRIES = 900_000;

const MANY_SCHEMAS: Readonly<Record<string, WorstCase>> = {
  'Avro: a long map of each of many schemas': ofManySchemas(
    (schema) => {
      const values = { type: 'fixed', name: `F${schema}`, size: 0 };
      const render = compileAvro(JSON.stringify({ type: 'map', values }));
      return (source, out) => void render(source, 0, source.length, out);
    },
    () => join(long(MANY_ENTRIES + 1), Buffer.alloc(MANY_ENTRIES), long(-1)),
  ),
  'Protobuf: a long map of each of many schemas': ofManySchemas(
    (schema) => {
      const definition = `syntax = "proto3"; message M${schema} { map<string, bool> m = 1; }`;
      const rendering = { fieldNames: 'original' } as const;
      const render = compileProtobuf({ definition, references: [] }, { style: 'confluent', rendering });
      return (source, out) => void render(source, 0, source.length, out);
    },
    () =>
      join(
        FIRST_MESSAGE,
        filled(2 * MANY_ENTRIES, lenField(1)),
        lenField(1, lenField(1, Buffer.from([0xff]))),
      ),
  ),
  'JSON with schema: a long map for each of many converters': ofManySchemas(
    () => connectJson({ decimals: 'NUMERIC' }),
    () =>
      Buffer.from(
        connect(
          '{"type":"map","keys":{"type":"string"},"values":{"type":"int8"}}',
          `{${'"":1,'.repeat(MANY_ENTRIES)}"":true}`,
        ),
      ),
  ),
};

const HEADER_BYTES = 1_000_000;

const HEADER_CASES: Readonly<Record<string, WorstCase>> = {
  'header: lists in lists around a long one': converted(
    convertSimpleHeader,
    () => `${'['.repeat(900)}${'1,'.repeat(HEADER_BYTES / 2 - 1_000)}1${']'.repeat(900)}`,
  ),
  'header: many lists': converted(convertSimpleHeader, () => `[${'[1],'.repeat(HEADER_BYTES / 4 - 10)}[1]]`),
  'header: many entries': converted(
    convertSimpleHeader,
    () => `{${count(100_000, (index) => `${index}:1`).join()}}`,
  ),
  'header: equal keys in maps in maps': converted(convertSimpleHeader, () =>
    nested(900, `"${'x'.repeat(HEADER_BYTES - 10_000)}"`, (inner) => `{1:1,1:${inner}}`),
  ),
  'header: digits': converted(convertSimpleHeader, () => '9'.repeat(HEADER_BYTES)),
  'header: many numbers with exponents': converted(
    convertSimpleHeader,
    () => `[${'1.1e38,'.repeat(HEADER_BYTES / 7 - 1)}1]`,
  ),
  'header: quotes without an end': converted(
    convertSimpleHeader,
    () => `[${'"\\'.repeat(HEADER_BYTES / 2 - 1)}`,
  ),
  'header: words without an end': converted(
    convertSimpleHeader,
    () => `[${'t '.repeat(HEADER_BYTES / 2 - 1)}`,
  ),
};

const FRAME_CASES: Readonly<Record<string, WorstCase>> = {
  'frame: a zlib bomb': {
    prepare: () => {
      const frame = join(Buffer.from([3, 5]), Buffer.alloc(16), deflateSync(Buffer.alloc(512 * 1024 * 1024)));
      return () => void framePayload(frame);
    },
  },
};

export const WORST_CASES: Readonly<Record<string, WorstCase>> = {
  ...FRAME_CASES,
  ...AVRO_CASES,
  ...AVRO_SCHEMAS,
  ...PROTOBUF_CASES,
  ...JSON_CASES,
  ...MANY_SCHEMAS,
  ...HEADER_CASES,
};
