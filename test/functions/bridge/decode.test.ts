import { describe, expect, it } from 'vitest';
import { compileAvro } from '../../../functions/bridge/avro/compile.ts';
import { recordDecoder } from '../../../functions/bridge/decode.ts';
import { RecordError } from '../../../functions/bridge/errors.ts';
import { frameSchemaKey } from '../../../functions/bridge/glue/frame.ts';
import { JsonWriter } from '../../../functions/bridge/json/json-writer.ts';
import type { ResolvedSchemas, SchemaResult } from '../../../functions/bridge/schemas/schema-store.ts';
import { configuration } from '../../fixtures/configuration.ts';
import { avroString, glueFrame, SCHEMA_VERSION_ID } from '../../fixtures/glue-frame.ts';
import { base64, kafkaRecord } from '../../fixtures/kafka-event.ts';
import { glueSource, glueStore, NO_REGISTRIES } from '../../fixtures/schema-registry.ts';

const STORE = glueStore(() => Promise.reject(new Error('No schema is asked for.')));
const NO_SCHEMAS: ResolvedSchemas = new Map();
const STRING_RENDERER = compileAvro('"string"');

function decode(
  properties: Readonly<Record<string, unknown>>,
  side: 'key' | 'value',
  source: Buffer | null,
  schemas: ResolvedSchemas = NO_SCHEMAS,
): string {
  const out = new JsonWriter();
  const decoderOf = recordDecoder(configuration(properties), glueSource(STORE));
  const record = kafkaRecord({ [side]: source === null ? null : base64(source) });
  decoderOf(record.topic)[side].write(record, new Map([[STORE, schemas]]), out);
  return out.toString();
}

function decodeHeader(converter: string, source: Buffer | null): string {
  const out = new JsonWriter();
  recordDecoder(
    configuration({ 'header.converter': converter }),
    NO_REGISTRIES,
  )('orders').header(source, out);
  return out.toString();
}

/** What the schema of a frame was resolved to. */
function resolvedTo(result: SchemaResult): ResolvedSchemas {
  return new Map([[frameSchemaKey(glueFrame(Buffer.alloc(0))), result]]);
}

describe('recordDecoder', () => {
  it.each([
    { converter: 'json', hex: '7b2022612220 3a 31 7d', expected: '{"a":1}' },
    { converter: 'string', hex: '7b7d', expected: '"{}"' },
    { converter: 'bytes', hex: '0102ff', expected: '"AQL/"' },
    { converter: 'short', hex: 'fffe', expected: '-2' },
    { converter: 'integer', hex: '80000000', expected: '-2147483648' },
    { converter: 'long', hex: '7fffffffffffffff', expected: '9223372036854775807' },
    { converter: 'float', hex: '3f8ccccd', expected: '1.1' },
    { converter: 'double', hex: '4059000000000000', expected: '100.0' },
    { converter: 'boolean', hex: '01', expected: 'true' },
  ])('decodes keys and values with the converter $converter', ({ converter, hex, expected }) => {
    const source = Buffer.from(hex.replaceAll(' ', ''), 'hex');

    expect(decode({ 'key.converter': converter }, 'key', source)).toBe(expected);
    expect(decode({ 'value.converter': converter }, 'value', source)).toBe(expected);
  });

  it('chooses the converters of key and value independently', () => {
    const properties = { 'key.converter': 'long', 'value.converter': 'bytes' };
    const source = Buffer.from('0000000000000001', 'hex');

    expect(decode(properties, 'key', source)).toBe('1');
    expect(decode(properties, 'value', source)).toBe('"AAAAAAAAAAE="');
  });

  it.each(['json', 'string', 'bytes', 'long', 'glue-avro'])('writes null for a null of %s', (converter) => {
    expect(decode({ 'key.converter': converter }, 'key', null)).toBe('null');
    expect(decode({ 'value.converter': converter }, 'value', null)).toBe('null');
  });

  it.each([
    // Lambda is reported to send an empty key for a record without one.
    { converter: 'glue-avro', expected: 'null' },
    { converter: 'short', expected: 'null' },
    { converter: 'integer', expected: 'null' },
    { converter: 'long', expected: 'null' },
    { converter: 'float', expected: 'null' },
    { converter: 'double', expected: 'null' },
    { converter: 'boolean', expected: 'null' },
    { converter: 'json', expected: 'null' },
    { converter: 'string', expected: '""' },
    { converter: 'bytes', expected: '""' },
  ])('writes $expected for an empty key of $converter', ({ converter, expected }) => {
    expect(decode({ 'key.converter': converter }, 'key', Buffer.alloc(0))).toBe(expected);
  });

  it.each([
    { converter: 'json', expected: 'null' },
    { converter: 'string', expected: '""' },
    { converter: 'bytes', expected: '""' },
  ])('writes $expected for an empty value of $converter', ({ converter, expected }) => {
    expect(decode({ 'value.converter': converter }, 'value', Buffer.alloc(0))).toBe(expected);
  });

  it.each([
    { converter: 'glue-avro', code: 'FRAME_INVALID' },
    { converter: 'short', code: 'PAYLOAD_INVALID' },
    { converter: 'integer', code: 'PAYLOAD_INVALID' },
    { converter: 'long', code: 'PAYLOAD_INVALID' },
    { converter: 'float', code: 'PAYLOAD_INVALID' },
    { converter: 'double', code: 'PAYLOAD_INVALID' },
    { converter: 'boolean', code: 'PAYLOAD_INVALID' },
  ])('fails the record for an empty value of $converter', ({ converter, code }) => {
    expect(() => decode({ 'value.converter': converter }, 'value', Buffer.alloc(0))).toThrow(
      expect.objectContaining({ name: 'RecordError', code }),
    );
  });

  it.each(['none', 'zlib'] as const)('decodes Avro behind a Glue frame, compression %s', (compression) => {
    const frame = glueFrame(avroString('hello'), SCHEMA_VERSION_ID, compression);

    expect(decode({ 'value.converter': 'glue-avro' }, 'value', frame, resolvedTo(STRING_RENDERER))).toBe(
      '"hello"',
    );
  });

  it.each([
    {
      what: 'no frame',
      source: Buffer.from('{"a":1,"b":"plain JSON"}'),
      schemas: NO_SCHEMAS,
      code: 'FRAME_INVALID',
    },
    {
      what: 'a schema that the registry does not have',
      source: glueFrame(avroString('hello')),
      schemas: resolvedTo(new RecordError('SCHEMA_NOT_FOUND', 'no such version')),
      code: 'SCHEMA_NOT_FOUND',
    },
    {
      what: 'a schema that was never resolved',
      source: glueFrame(avroString('hello')),
      schemas: NO_SCHEMAS,
      code: 'SCHEMA_UNAVAILABLE',
    },
    {
      what: 'a payload that ends early',
      source: glueFrame(avroString('hello').subarray(0, 3)),
      schemas: resolvedTo(STRING_RENDERER),
      code: 'PAYLOAD_INVALID',
    },
    {
      what: 'no payload at all',
      source: glueFrame(Buffer.alloc(0)),
      schemas: resolvedTo(STRING_RENDERER),
      code: 'PAYLOAD_INVALID',
    },
  ])('fails the record for $what', ({ source, schemas, code }) => {
    expect(() => decode({ 'value.converter': 'glue-avro' }, 'value', source, schemas)).toThrow(
      expect.objectContaining({ name: 'RecordError', code }),
    );
  });

  it('fails a value that Lambda hands over as JSON, instead of reading a part of it as Avro', () => {
    const record = kafkaRecord({
      value: base64('{"a":3}'),
      valueSchemaMetadata: { dataFormat: 'AVRO', schemaId: SCHEMA_VERSION_ID },
    });
    const decoderOf = recordDecoder(configuration({ 'value.converter': 'glue' }), glueSource(STORE));
    const schemas = new Map([[STORE, resolvedTo(compileAvro('"int"'))]]);

    expect(() => decoderOf(record.topic).value.write(record, schemas, new JsonWriter())).toThrow(
      expect.objectContaining({
        code: 'PAYLOAD_INVALID',
        message: expect.stringContaining('the converter is json'),
      }),
    );
  });

  it('reads what stands behind a frame as far as the schema goes, as the reference does', () => {
    const frame = glueFrame(Buffer.concat([avroString('hello'), Buffer.from('more')]));

    expect(decode({ 'value.converter': 'glue' }, 'value', frame, resolvedTo(STRING_RENDERER))).toBe(
      '"hello"',
    );
  });

  it.each([
    { converter: 'string', source: Buffer.from('Zoë'), expected: '"Zoë"' },
    { converter: 'string', source: Buffer.from('42'), expected: '"42"' },
    { converter: 'string', source: Buffer.alloc(0), expected: '""' },
    { converter: 'string', source: null, expected: 'null' },
    { converter: 'bytes', source: Buffer.from([0x80, 0xff]), expected: '"gP8="' },
    { converter: 'bytes', source: null, expected: 'null' },
  ])('decodes the header $source with the converter $converter', ({ converter, source, expected }) => {
    expect(decodeHeader(converter, source)).toBe(expected);
  });
});
