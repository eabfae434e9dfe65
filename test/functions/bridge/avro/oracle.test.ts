import { Type } from 'avsc';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileAvro } from '../../../../functions/bridge/avro/compile.ts';
import { RecordError } from '../../../../functions/bridge/errors.ts';
import { JsonWriter } from '../../../../functions/bridge/json/json-writer.ts';
import { anyDatum, anyLook, anySchema, type Datum, type Look, type Schema } from './arbitrary-avro.ts';

interface Case {
  readonly schema: Schema;
  readonly look: Look;
  readonly datum: Datum;
}

const anyCase: fc.Arbitrary<Case> = fc
  .tuple(anySchema, anyLook)
  .chain(([schema, look]) => anyDatum(schema, look).map((datum) => ({ schema, look, datum })));

function encode({ schema, datum }: Case): Buffer {
  return Type.forSchema(schema, { wrapUnions: true }).toBuffer(datum.value);
}

/** Confluent's serializers leave the length away where the schema is nothing but bytes. */
function isBareBytes({ schema, look }: Case): boolean {
  const type = typeof schema === 'string' || Array.isArray(schema) ? schema : schema.type;
  return look.style === 'confluent' && type === 'bytes';
}

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
  it('is rendered as the value says and read up to its end, whatever the options', () => {
    const out = new JsonWriter();
    fc.assert(
      fc.property(anyCase, fc.uint8Array({ maxLength: 5 }), (sample, trailing) => {
        const { schema, look, datum } = sample;
        const isBare = isBareBytes(sample);
        const binary = encode(sample).subarray(isBare ? 1 : 0);
        const source = Buffer.concat([Buffer.from([9, 9, 9]), binary, isBare ? Buffer.alloc(0) : trailing]);
        out.reset();
        const end = compileAvro(JSON.stringify(schema), look)(source, 3, source.length, out);
        expect(out.toString()).toBe(datum.json);
        expect(end).toBe(3 + binary.length);
      }),
      { numRuns: 3000 },
    );
  });

  it('fails without its last byte', () => {
    const out = new JsonWriter();
    fc.assert(
      fc.property(anyCase, (sample) => {
        const binary = encode(sample);
        if (binary.length === 0 || isBareBytes(sample)) return;
        out.reset();
        const render = compileAvro(JSON.stringify(sample.schema), sample.look);
        expect(() => render(binary, 0, binary.length - 1, out)).toThrow(
          expect.objectContaining({ code: 'PAYLOAD_INVALID' }),
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('any bytes against any schema', () => {
  it('give JSON or a RecordError, in bounded time and space', () => {
    const out = new JsonWriter(1024 * 1024);
    const inputsOf = fc.array(anyBytes, { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(anySchema, anyLook, inputsOf, (schema, look, inputs) => {
        const render = compileAvro(JSON.stringify(schema), look);
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
      { numRuns: 1000 },
    );
  });
});
