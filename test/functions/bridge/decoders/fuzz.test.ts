import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordDecoder } from '../../../../functions/bridge/decode.ts';
import { RECORD_FAILURES, RecordError } from '../../../../functions/bridge/errors.ts';
import { JsonWriter } from '../../../../functions/bridge/json/json-writer.ts';
import type { KafkaRecord } from '../../../../functions/bridge/read.ts';
import { resolveSchemas } from '../../../../functions/bridge/resolve.ts';
import type { RegisteredSchema } from '../../../../functions/bridge/schemas/registered-schema.ts';
import type { SchemaSources } from '../../../../functions/bridge/schemas/schema-stores.ts';
import { Wrapper } from '../../../../functions/bridge/wrap.ts';
import { CONVERTER_NAMES, HEADER_CONVERTER_NAMES } from '../../../../shared/configuration/converter-names.ts';
import {
  DECIMAL_FORMATS,
  FIELD_NAMES,
  type Side,
  UNION_FORMATS,
} from '../../../../shared/configuration/format.ts';
import { MAX_REQUEST_BYTES } from '../../../../shared/configuration/limits.ts';
import { configuration } from '../../../fixtures/configuration.ts';
import { kafkaRecord } from '../../../fixtures/kafka-event.ts';
import { anySchema as anyAvroSchema, anyDatum, anyLook } from '../avro/arbitrary-avro.ts';
import { anySchema as anyProtobufSchema } from '../protobuf/arbitrary-protobuf.ts';
import { anyChanges, changed } from '../protobuf/mutations.ts';
import { anyRecord, FRAMES, PAYLOAD_TEXT, PAYLOADS, SCHEMAS, sideProperties } from './arbitrary-frames.ts';
import { fuzzedRegistries } from './fuzzed-registries.ts';

const REGISTRIES = fuzzedRegistries(SCHEMAS);
const SIGNAL = new AbortController().signal;

/** What became of a record: the detail of its event, or the code of its error. Anything else fails the test. */
type Result = { readonly detail: string } | { readonly code: string };

/** Decodes and wraps one record as the bridge does. */
async function carried(
  properties: Readonly<Record<string, unknown>>,
  record: KafkaRecord,
  registries: SchemaSources = REGISTRIES,
): Promise<Result> {
  const settings = configuration(properties);
  const decoderOf = recordDecoder(settings, registries);
  const schemas = await resolveSchemas([record], decoderOf, () => SIGNAL);
  try {
    const { detail, sizeBytes } = new Wrapper(settings, decoderOf).wrap(record, 0, schemas);
    expect(sizeBytes).toBeLessThanOrEqual(MAX_REQUEST_BYTES);
    expect(() => JSON.parse(detail)).not.toThrow();
    return { detail };
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    expect(error.message).not.toContain(PAYLOAD_TEXT);
    expect(Object.keys(RECORD_FAILURES)).toContain(error.code);
    return { code: error.code };
  }
}

const anySide = (side: Side) =>
  fc
    .record(
      {
        converter: fc.constantFrom(...CONVERTER_NAMES),
        'converter.schemas.enable': fc.boolean(),
        'converter.decimal.format': fc.constantFrom(...DECIMAL_FORMATS),
        'converter.unions': fc.constantFrom(...UNION_FORMATS),
        'converter.field.names': fc.constantFrom(...FIELD_NAMES),
        'converter.enhanced.avro.schema.support': fc.boolean(),
        'converter.generate.index.for.unions': fc.boolean(),
        'converter.flatten.unions': fc.boolean(),
        'converter.int.for.enums': fc.boolean(),
        'converter.wrapper.for.raw.primitives': fc.boolean(),
        'converter.wrapper.for.nullables': fc.boolean(),
      },
      { requiredKeys: ['converter'] },
    )
    .map(({ converter, ...options }) => ({
      ...sideProperties(side, converter),
      ...Object.fromEntries(Object.entries(options).map(([name, value]) => [`${side}.${name}`, value])),
    }));

/** Every property that decides how a record looks. */
const anyProperties = fc
  .tuple(
    anySide('key'),
    anySide('value'),
    fc.record(
      {
        'header.converter': fc.constantFrom(...HEADER_CONVERTER_NAMES),
        'aws.eventbridge.detail.shape': fc.constantFrom('connector', 'value', 'cloudevents'),
        'aws.eventbridge.tombstone.marker': fc.boolean(),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([key, value, others]) => ({ ...key, ...value, ...others }));

describe('any record', () => {
  it('in any configuration becomes an event of valid JSON, or fails with a RecordError', async () => {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(anyProperties, anyRecord, async (properties, record) => {
        const result = await carried(properties, kafkaRecord(record));
        const outcome = 'detail' in result ? 'sent' : result.code;
        seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
      }),
      { numRuns: 6_000 },
    );
    // Neither all good nor all bad: else nothing was tried.
    expect(seen.get('sent')).toBeGreaterThan(300);
    for (const code of [
      'FRAME_INVALID',
      'PAYLOAD_INVALID',
      'SCHEMA_NOT_FOUND',
      'SCHEMA_FORMAT_UNSUPPORTED',
    ]) {
      expect(seen.get(code), code).toBeGreaterThan(10);
    }
  });

  it('is told apart by `auto` as by the converter that it takes', async () => {
    await fc.assert(
      fc.asyncProperty(anyRecord, async ({ keySchemaMetadata: _, valueSchemaMetadata: __, ...record }) => {
        const whole = kafkaRecord({ ...record, key: null, headers: [] });
        const auto = await carried(sideProperties('value', 'auto'), whole);
        const others = await Promise.all(
          ['glue', 'confluent', 'json', 'string', 'bytes'].map((converter) =>
            carried(sideProperties('value', converter), whole),
          ),
        );
        expect(others).toContainEqual(auto);
      }),
      { numRuns: 1_500 },
    );
  });
});

/** Bytes that ends, signs, lengths and magic bytes are made of. */
const BYTES = [0x00, 0x01, 0x02, 0x03, 0x05, 0x22, 0x7b, 0x7f, 0x80, 0xff];

/** The frame cut off anywhere, with another byte in each place, and with one more. */
function* damages(frame: Buffer): Generator<Buffer> {
  for (let at = 0; at <= frame.length; at += 1) {
    const [before, behind] = [frame.subarray(0, at), frame.subarray(at)];
    yield before;
    for (const byte of [...BYTES, (frame[at] ?? 0) ^ 0x01, (frame[at] ?? 0) ^ 0x80]) {
      yield Buffer.concat([before, Buffer.from([byte]), behind.subarray(1)]);
      yield Buffer.concat([before, Buffer.from([byte]), behind]);
    }
  }
}

describe.each(Object.entries(FRAMES))('a frame (%s)', (framing, frame) => {
  const converter = framing.startsWith('glue') ? 'glue' : framing === 'none' ? 'json' : 'confluent';

  it.each(PAYLOADS.map((payload, number) => ({ format: SCHEMAS[number]?.dataFormat, number, payload })))(
    'with a payload of $format ($number) survives every damage of a byte',
    async ({ number, payload }) => {
      const properties = sideProperties('value', converter);
      const settings = configuration(properties);
      const decoderOf = recordDecoder(settings, REGISTRIES);
      const wrapper = new Wrapper(settings, decoderOf);
      const records = [...damages(frame(number, payload))].map((bytes) =>
        kafkaRecord({ key: null, value: bytes.toString('base64') }),
      );
      const schemas = await resolveSchemas(records, decoderOf, () => SIGNAL);
      let failed = 0;
      for (const record of records) {
        try {
          const { detail } = wrapper.wrap(record, 0, schemas);
          JSON.parse(detail);
        } catch (error) {
          if (!(error instanceof RecordError)) throw error;
          expect(error.message).not.toContain(PAYLOAD_TEXT);
          failed += 1;
        }
      }
      expect(failed).toBeGreaterThan(0);
      expect(failed).toBeLessThan(records.length);
    },
  );
});

describe('any schema', () => {
  /** Renders by the schema, if it is one. */
  async function survives(schema: RegisteredSchema, payload: Buffer): Promise<boolean> {
    const registries = fuzzedRegistries([schema]);
    const { formats } = configuration(sideProperties('value', 'confluent'));
    const [out, results] = [new JsonWriter(), new Set<boolean>()];
    for (const store of [registries.glue(formats.value), registries.confluent(formats.value)]) {
      const key = '\u0000'.repeat(16);
      const result = (await store?.resolve([key], SIGNAL))?.get(key);
      if (result instanceof RecordError) {
        expect(['SCHEMA_INVALID', 'PAYLOAD_LIMIT']).toContain(result.code);
        results.add(false);
        continue;
      }
      out.reset();
      try {
        result?.(payload, 0, payload.length, out);
      } catch (error) {
        if (!(error instanceof RecordError)) throw error;
        results.add(false);
        continue;
      }
      expect(() => JSON.parse(out.toString())).not.toThrow();
      results.add(true);
    }
    return results.has(true);
  }

  const anyAvro = anyAvroSchema.chain((schema) =>
    fc.tuple(
      fc.constant(JSON.stringify(schema)),
      anyLook.chain((look) => anyDatum(schema, look)),
    ),
  );
  const anyText = fc.oneof(
    { arbitrary: anyAvro.map(([text]) => ({ dataFormat: 'AVRO', text })), weight: 3 },
    { arbitrary: anyProtobufSchema.map(({ text }) => ({ dataFormat: 'PROTOBUF', text })), weight: 3 },
    {
      arbitrary: fc.integer({ min: 0, max: SCHEMAS.length - 1 }).map((number) => ({
        dataFormat: SCHEMAS[number]?.dataFormat ?? '',
        text: SCHEMAS[number]?.definition ?? '',
      })),
      weight: 1,
    },
  );

  it('with any payload, both damaged or not, gives JSON or a RecordError', async () => {
    let good = 0;
    const anyPayload = fc.oneof(
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      fc.constantFrom(...PAYLOADS),
    );
    const damage = fc.oneof(fc.constant([]), anyChanges);
    await fc.assert(
      fc.asyncProperty(anyText, damage, anyPayload, async ({ dataFormat, text }, changes, payload) => {
        const definition = changed(Buffer.from(text), changes).toString();
        if (await survives({ dataFormat, definition, references: [] }, payload)) good += 1;
      }),
      { numRuns: 2_500 },
    );
    expect(good).toBeGreaterThan(50);
  });
});
