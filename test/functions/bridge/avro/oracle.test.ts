import { Type } from 'avsc';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileAvro } from '../../../../functions/bridge/avro/compile.ts';
import { RecordError } from '../../../../functions/bridge/errors.ts';
import { JsonWriter } from '../../../../functions/bridge/json/json-writer.ts';
import { anyDatum, anySchema } from './arbitrary-avro.ts';

/** Bytes that are more like Avro than noise: small lengths and counts, and now and then a long varint. */
const anyBytes = fc
  .array(
    fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 255 }), fc.constantFrom(0x80, 0xff)),
    {
      maxLength: 60,
    },
  )
  .map((bytes) => Buffer.from(bytes));

describe('any datum of any schema, encoded by avsc', () => {
  it('is rendered as the value says', () => {
    const out = new JsonWriter();
    fc.assert(
      fc.property(
        anySchema.chain((schema) => anyDatum(schema).map((datum) => ({ schema, datum }))),
        fc.uint8Array({ maxLength: 5 }),
        ({ schema, datum }, trailing) => {
          const binary = Type.forSchema(schema, { wrapUnions: true }).toBuffer(datum.value);
          const source = Buffer.concat([Buffer.from([9, 9, 9]), binary, trailing]);
          out.reset();
          compileAvro(JSON.stringify(schema))(source, 3, source.length, out);
          expect(out.toString()).toBe(datum.json);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('fails without its last byte', () => {
    const out = new JsonWriter();
    fc.assert(
      fc.property(
        anySchema.chain((schema) => anyDatum(schema).map((datum) => ({ schema, datum }))),
        ({ schema, datum }) => {
          const binary = Type.forSchema(schema, { wrapUnions: true }).toBuffer(datum.value);
          if (binary.length === 0) return;
          out.reset();
          const render = compileAvro(JSON.stringify(schema));
          expect(() => render(binary, 0, binary.length - 1, out)).toThrow(
            expect.objectContaining({ code: 'PAYLOAD_INVALID' }),
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('any bytes against any schema', () => {
  it('give JSON or a RecordError, in bounded time and space', () => {
    const out = new JsonWriter(1024 * 1024);
    fc.assert(
      fc.property(anySchema, fc.array(anyBytes, { minLength: 1, maxLength: 20 }), (schema, inputs) => {
        const render = compileAvro(JSON.stringify(schema));
        for (const input of inputs) {
          out.reset();
          try {
            render(input, 0, input.length, out);
          } catch (error) {
            expect(error).toBeInstanceOf(RecordError);
            continue;
          }
          expect(() => JSON.parse(out.toString())).not.toThrow();
        }
      }),
      { numRuns: 500 },
    );
  });
});
