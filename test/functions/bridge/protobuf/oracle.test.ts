import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordError } from '../../../../functions/bridge/errors.ts';
import { JsonWriter } from '../../../../functions/bridge/json/json-writer.ts';
import { compileProtobuf } from '../../../../functions/bridge/protobuf/compile.ts';
import type { PayloadRenderer, PayloadStyle } from '../../../../functions/bridge/schemas/payload-renderer.ts';
import { type AnySchema, anyMessage, anySchema } from './arbitrary-protobuf.ts';
import { comparable, expectedJson } from './expected-json.ts';
import { anyChanges, changed } from './mutations.ts';

/** Index of the first message in either style: it is the first by name, too. */
const FIRST_MESSAGE = Buffer.from([0]);

function compile({ text }: AnySchema, style: PayloadStyle): PayloadRenderer {
  return compileProtobuf(
    { definition: text, references: [] },
    { style, rendering: { fieldNames: 'original' } },
  );
}

/** One or more messages of a type, one behind the other: to Protobuf that is one message. */
const anyEncoded = anySchema.chain((schema) =>
  fc.array(anyMessage(schema.root), { minLength: 1, maxLength: 3 }).map((messages) => ({
    schema,
    encoded: Buffer.concat(
      messages.map((message) => schema.root.encode(schema.root.create(message)).finish()),
    ),
  })),
);

function decoded({ root }: AnySchema, message: Buffer, style: PayloadStyle): unknown {
  return comparable(expectedJson(root, { ...root.decode(message) }, style));
}

describe.each(['glue', 'confluent'] as const)(
  'any message of any schema, encoded by protobufjs, for %s',
  (style) => {
    it('is rendered as protobufjs decodes it, in parts and anywhere in a buffer', () => {
      const out = new JsonWriter();
      fc.assert(
        fc.property(anyEncoded, ({ schema, encoded }) => {
          const source = Buffer.concat([Buffer.from([9, 9]), FIRST_MESSAGE, encoded, Buffer.from([9])]);
          out.reset();
          compile(schema, style)(source, 2, source.length - 1, out);
          expect(comparable(out.toString())).toEqual(decoded(schema, encoded, style));
        }),
        { numRuns: 700 },
      );
    });

    it('is rendered as protobufjs decodes it when it is damaged, and fails only where protobufjs fails', () => {
      const out = new JsonWriter();
      let rendered = 0;
      fc.assert(
        fc.property(anyEncoded, anyChanges, ({ schema, encoded }, changes) => {
          const message = changed(encoded, changes);
          const source = Buffer.concat([FIRST_MESSAGE, message]);
          out.reset();
          try {
            compile(schema, style)(source, 0, source.length, out);
          } catch (error) {
            if (!(error instanceof RecordError)) throw error;
            // protobufjs takes a varint of any length when it skips it.
            if (error.message.endsWith('a varint of more than ten bytes')) return;
            expect(() => schema.root.decode(message)).toThrow();
            return;
          }
          const json = comparable(out.toString());
          let expected: unknown;
          try {
            expected = decoded(schema, message, style);
          } catch {
            // A value that another one replaces is not read here, so nobody learns that it is damaged.
            return;
          }
          expect(json).toEqual(expected);
          rendered += 1;
        }),
        { numRuns: 1500 },
      );
      expect(rendered).toBeGreaterThan(300);
    });
  },
);
