import { describe, expect, it } from 'vitest';
import { recordDecoder } from '../../../../functions/bridge/decode.ts';
import { JsonWriter } from '../../../../functions/bridge/json/json-writer.ts';
import { type BatchSchemas, resolveSchemas } from '../../../../functions/bridge/resolve.ts';
import type { RegisteredSchema } from '../../../../functions/bridge/schemas/registered-schema.ts';
import { SchemaStore } from '../../../../functions/bridge/schemas/schema-store.ts';
import type { SchemaSources } from '../../../../functions/bridge/schemas/schema-stores.ts';
import type { KafkaEventRecord } from '../../../../shared/kafka-event.ts';
import { configuration } from '../../../fixtures/configuration.ts';
import { glueFrame, SCHEMA_VERSION_ID } from '../../../fixtures/glue-frame.ts';
import { base64, kafkaRecord } from '../../../fixtures/kafka-event.ts';

const SIGNAL = new AbortController().signal;
const PAYLOAD = Buffer.from('{"a":1}');
const ID_FRAME = Buffer.concat([Buffer.from('000000000c', 'hex'), PAYLOAD]);
const GUID_FRAME = Buffer.concat([Buffer.from(`01${'ab'.repeat(16)}`, 'hex'), PAYLOAD]);
const REGISTRY = { 'value.converter.schema.registry.url': 'https://registry.example.com' };

/** A store whose payloads say where their schema came from. */
function storeNamed(name: string): SchemaStore {
  const schema: RegisteredSchema = { dataFormat: 'JSON', definition: '{}', references: [] };
  return new SchemaStore(
    { fetch: async () => schema, describe: () => name },
    async () => (source, start, end, out) => {
      out.string(`${name}: ${source.toString('utf8', start, end)}`);
      return end;
    },
    Date.now,
  );
}

async function decoded(
  record: Partial<KafkaEventRecord>,
  properties: Readonly<Record<string, unknown>> = REGISTRY,
): Promise<string> {
  const sources: SchemaSources = {
    glue: () => glue,
    confluent: (format) => (format.confluent === undefined ? undefined : confluent),
  };
  const [glue, confluent] = [storeNamed('glue'), storeNamed('confluent')];
  const decoderOf = recordDecoder(
    configuration({ 'key.converter': 'auto', 'value.converter': 'auto', ...properties }),
    sources,
  );
  const kafka = kafkaRecord(record);
  const schemas: BatchSchemas = await resolveSchemas([kafka], decoderOf, () => SIGNAL);
  const out = new JsonWriter();
  decoderOf(kafka.topic).value.write(kafka, schemas, out);
  return JSON.parse(out.toString());
}

function signedBytes(hex: string): number[] {
  return [...new Int8Array(Buffer.from(hex, 'hex'))];
}

describe('the converter auto', () => {
  it.each([
    { what: 'a Glue frame', value: glueFrame(PAYLOAD), expected: 'glue: {"a":1}' },
    {
      what: 'a compressed Glue frame',
      value: glueFrame(PAYLOAD, SCHEMA_VERSION_ID, 'zlib'),
      expected: 'glue: {"a":1}',
    },
    { what: 'a Confluent frame with an id', value: ID_FRAME, expected: 'confluent: {"a":1}' },
    { what: 'a Confluent frame with a GUID', value: GUID_FRAME, expected: 'confluent: {"a":1}' },
    { what: 'a JSON document', value: PAYLOAD, expected: { a: 1 } },
    { what: 'text', value: Buffer.from('hello'), expected: 'hello' },
    { what: 'bytes', value: Buffer.from([0xff, 0]), expected: '/wA=' },
    {
      what: 'too few bytes for a Glue frame',
      value: glueFrame(Buffer.alloc(0)).subarray(0, 17),
      expected: expect.stringMatching(/^AwA/),
    },
    {
      what: 'a Glue frame of an unknown compression',
      value: Buffer.concat([Buffer.from([3, 1]), Buffer.alloc(20)]),
      expected: expect.stringMatching(/^AwE/),
    },
    { what: 'too few bytes for a Confluent frame', value: ID_FRAME.subarray(0, 4), expected: 'AAAAAA==' },
  ])('finds $what', async ({ value, expected }) => {
    expect(await decoded({ value: base64(value) })).toEqual(expected);
  });

  it('writes null for a tombstone', async () => {
    expect(await decoded({ value: null })).toBeNull();
  });

  it('takes a Confluent prefix for bytes when no such registry is configured', async () => {
    expect(await decoded({ value: base64(ID_FRAME) }, {})).toBe(base64(ID_FRAME));
  });

  it('believes a header before it looks at the bytes', async () => {
    const headers = [{ __value_schema_id: signedBytes('000000000c') }];

    expect(await decoded({ headers, value: base64(PAYLOAD) })).toBe('confluent: {"a":1}');
    expect(await decoded({ headers, value: base64(glueFrame(PAYLOAD)) })).toMatch(/^confluent: /);
  });

  it('leaves the header of the other side alone', async () => {
    const headers = [{ __key_schema_id: signedBytes('000000000c') }];

    expect(await decoded({ headers, value: base64(PAYLOAD) })).toEqual({ a: 1 });
  });

  it.each([
    { schemaId: SCHEMA_VERSION_ID, expected: 'glue: {"a":1}' },
    { schemaId: '12', expected: 'confluent: {"a":1}' },
  ])('believes the schema metadata of Lambda before all: $schemaId', async ({ schemaId, expected }) => {
    const valueSchemaMetadata = { dataFormat: 'JSON', schemaId };
    const headers = [{ __value_schema_id: signedBytes('000000000d') }];

    expect(await decoded({ headers, valueSchemaMetadata, value: base64(PAYLOAD) })).toBe(expected);
  });

  it.each([
    { what: 'header', record: { headers: [{ __value_schema_id: signedBytes('000000000c') }] } },
    {
      what: 'schema metadata',
      record: { valueSchemaMetadata: { dataFormat: 'AVRO', schemaId: '12' } },
    },
  ])('fails a record whose $what names a registry that is not configured', async ({ what, record }) => {
    await expect(decoded({ ...record, value: base64(PAYLOAD) }, {})).rejects.toMatchObject({
      code: 'FRAME_INVALID',
      message: expect.stringContaining(`The ${what} names a schema of a Confluent registry`),
    });
  });
});
