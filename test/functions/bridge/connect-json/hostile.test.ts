import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectJson } from '../../../../functions/bridge/connect-json/connect-json.ts';
import type { Converter } from '../../../../functions/bridge/converters/converter.ts';
import { RecordError } from '../../../../functions/bridge/errors.ts';
import { JsonWriter } from '../../../../functions/bridge/json/json-writer.ts';
import { withinBounds } from '../../../within-bounds.ts';
import { documentFailure, payloadFailure, renderPayload } from './render-connect.ts';

/** The text, or the code and message of the error; anything else that is thrown fails the test. */
function outcome(convert: Converter, document: Buffer): string {
  const out = new JsonWriter();
  try {
    convert(document, out);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    return `${error.code} ${error.message}`;
  }
  expect(() => JSON.parse(out.toString())).not.toThrow();
  return out.toString();
}

const ORDER = Buffer.from(
  JSON.stringify({
    schema: {
      type: 'struct',
      fields: [
        { field: 'id', type: 'string' },
        { field: 'n', type: 'int64', optional: true, default: 5 },
        { field: 'f', type: 'float' },
        {
          field: 'd',
          type: 'bytes',
          name: 'org.apache.kafka.connect.data.Decimal',
          parameters: { scale: '2' },
        },
        { field: 'm', type: 'map', keys: { type: 'string' }, values: { type: 'boolean', optional: true } },
        {
          field: 'p',
          type: 'map',
          keys: { type: 'int32' },
          values: { type: 'array', items: { type: 'double' } },
        },
        { field: 't', type: 'int32', name: 'org.apache.kafka.connect.data.Time', optional: true },
      ],
    },
    payload: { id: 'x"é', n: null, f: 1.5, d: 'AN3V', m: { a: true, b: null }, p: [[1, [1, 2.5]]], t: 5 },
  }),
);

const JSON_BYTES = Buffer.from('{}[]",:\\0159.-+eEntf u"');

describe('a damaged document', () => {
  it('gives a result or a RecordError, and the same one whatever came before', () => {
    const experienced = connectJson({ decimals: 'NUMERIC' });
    const mutation = fc.record({
      at: fc.nat(ORDER.length - 1),
      kind: fc.constantFrom('replace', 'insert', 'remove', 'cut'),
      byte: fc.oneof(fc.constantFrom(...JSON_BYTES), fc.nat(255)),
    });
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
        const damaged = mutations.reduce((document, { at, kind, byte }) => {
          if (kind === 'cut') return document.subarray(0, at);
          const rest = kind === 'insert' ? at : at + 1;
          const inserted = kind === 'remove' ? [] : [byte];
          return Buffer.concat([document.subarray(0, at), Buffer.from(inserted), document.subarray(rest)]);
        }, ORDER);
        outcome(experienced, ORDER);
        const result = outcome(experienced, damaged);
        expect(outcome(connectJson({ decimals: 'NUMERIC' }), damaged)).toBe(result);
      }),
      { numRuns: 4000 },
    );
  });
});

describe('any JSON', () => {
  const type = fc.constantFrom('int8', 'int64', 'float', 'double', 'boolean', 'string', 'bytes', 'x');
  const { schema } = fc.letrec((tie) => ({
    schema: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.record({ type, optional: fc.boolean(), default: fc.jsonValue() }, { requiredKeys: ['type'] }),
      fc.record({ type: fc.constant('array'), items: tie('schema') }),
      fc.record({ type: fc.constant('map'), keys: tie('schema'), values: tie('schema') }),
      fc.record({
        type: fc.constant('struct'),
        fields: fc.array(
          fc.tuple(fc.constantFrom('a', 'b', '__proto__', ''), tie('schema')).map(([field, inner]) => ({
            ...(inner as object),
            field,
          })),
        ),
      }),
    ),
  }));

  it('as schema and payload gives a result or a RecordError', () => {
    const convert = connectJson({ decimals: 'STRING' });
    const document = fc.record({ schema: fc.oneof(schema, fc.jsonValue()), payload: fc.jsonValue() });
    fc.assert(
      fc.property(fc.oneof(document, fc.jsonValue()), (json) => {
        outcome(convert, Buffer.from(JSON.stringify(json)));
      }),
      { numRuns: 3000 },
    );
  });

  it('is passed on without a schema', () => {
    const convert = connectJson({ decimals: 'BASE64' });
    fc.assert(
      fc.property(fc.json(), (json) => {
        const text = JSON.stringify(JSON.parse(json));
        expect(outcome(convert, Buffer.from(`{"schema":null,"payload":${text}}`))).toBe(text);
      }),
    );
  });
});

describe('nesting', () => {
  function nested(depth: number): { schema: object; payload: string } {
    let schema: object = { type: 'int8' };
    for (let level = 0; level < depth; level += 1) {
      schema = {
        type: 'struct',
        fields: [
          { field: 'a', type: 'int8', optional: true },
          { ...schema, field: 'b' },
        ],
      };
    }
    return { schema, payload: `${'{"b":'.repeat(depth)}1${',"a":2}'.repeat(depth)}` };
  }

  it('is followed as deep as a document may be', () => {
    // A level of structs is two levels of its schema.
    const { schema, payload } = nested(490);
    const expected = `${'{"a":2,"b":'.repeat(490)}1${'}'.repeat(490)}`;
    expect(withinBounds(() => renderPayload(schema, payload))).toBe(expected);
  });

  it('beyond that is an error', () => {
    const { schema, payload } = nested(600);
    expect(withinBounds(() => payloadFailure(schema, payload)).code).toBe('PAYLOAD_LIMIT');
    expect(documentFailure(`{"schema":null,"payload":${'['.repeat(100_000)}`).code).toBe('PAYLOAD_LIMIT');
  });

  it('costs no more than its length, whatever the order of the members', () => {
    const { schema, payload } = nested(400);
    const filler = `"z":[${'"\\u0041{[",'.repeat(40_000)}0],`;
    const filled = payload.replace(/\{"b":1/, `{${filler}"b":1`);
    expect(filled.length).toBeGreaterThan(400_000);
    expect(withinBounds(() => renderPayload(schema, filled))).toHaveLength(400 * '{"a":2,"b":}'.length + 1);
  });
});

describe('a small document', () => {
  const manyFields = Array.from({ length: 20_000 }, (_, index) => ({
    field: `f${index}`,
    type: 'int8',
    optional: true,
  }));

  it('cannot become a huge one by the fields of its schema', () => {
    const schema = { type: 'array', items: { type: 'struct', fields: manyFields } };
    const payload = `[${Array.from({ length: 10_000 }, () => '{}').join()}]`;
    expect(withinBounds(() => payloadFailure(schema, payload))).toMatchObject({
      code: 'PAYLOAD_LIMIT',
      message: expect.stringContaining('exceeds 16777216 bytes'),
    });
  });

  it('cannot become a huge one by its defaults', () => {
    const text = 'x'.repeat(10_000);
    const item = { type: 'struct', fields: [{ field: 'a', type: 'string', default: text }] };
    const list = { type: 'array', items: item, default: Array.from({ length: 1000 }, () => ({})) };
    expect(withinBounds(() => payloadFailure(list, '[]')).code).toBe('PAYLOAD_LIMIT');

    const once = { type: 'array', items: item };
    const payload = `[${Array.from({ length: 10_000 }, () => '{}').join()}]`;
    expect(withinBounds(() => payloadFailure(once, payload)).code).toBe('PAYLOAD_LIMIT');
  });

  it('takes as long for many members as for few, each', () => {
    const members = manyFields.map(({ field }) => `"${field}":1`).toReversed();
    const schema = { type: 'struct', fields: manyFields };
    expect(withinBounds(() => renderPayload(schema, `{${members.join()}}`))).toHaveLength(
      manyFields.reduce((sum, { field }) => sum + `"${field}":1,`.length, 1),
    );
    const map = { type: 'map', keys: { type: 'string' }, values: { type: 'int8' } };
    const equal = Array.from({ length: 200_000 }, () => '"a":1').join();
    expect(withinBounds(() => renderPayload(map, `{${equal}}`))).toBe('{"a":1}');
  });

  it('takes no time for digits', () => {
    const digits = '9'.repeat(1_000_000);
    for (const type of ['int64', 'float', 'double']) {
      expect(withinBounds(() => payloadFailure({ type }, digits)).code).toBe('PAYLOAD_LIMIT');
    }
    expect(withinBounds(() => payloadFailure({ type: 'int64' }, '1e2147483000')).code).toBe(
      'PAYLOAD_INVALID',
    );
    expect(withinBounds(() => renderPayload({ type: 'float' }, '1e-2147483000'))).toBe('0.0');
  });
});

/** Bytes of buffers that something still refers to. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  // The memory of what the first collection found is free after the second.
  collect();
  return process.memoryUsage().arrayBuffers;
}

describe('a long document', () => {
  it('is not held in memory, nor its schema', () => {
    const document = Buffer.from(`{"schema":{"type":"int32","doc":"${'x'.repeat(4_000_000)}"},"payload":1}`);
    const converters = Array.from({ length: 5 }, () => connectJson({ decimals: 'BASE64' }));
    const before = heldBytes();
    for (const convert of converters) expect(outcome(convert, document)).toBe('1');
    const after = heldBytes();
    expect(after - before).toBeLessThan(1024 * 1024);
    // The converters themselves are still there.
    for (const convert of converters) expect(outcome(convert, document)).toBe('1');
  });
});

describe('an error', () => {
  it('never shows the payload', () => {
    const secret = 'c4rd-number';
    for (const payload of [`"${secret}"`, `{"${secret}":1}`, `[["${secret}",1]]`, `{"a":"${secret}"}`]) {
      for (const schema of [
        { type: 'int8' },
        { type: 'bytes' },
        { type: 'array', items: { type: 'int8' } },
        { type: 'map', keys: { type: 'string' }, values: { type: 'bytes' } },
        { type: 'map', keys: { type: 'int8' }, values: { type: 'int8' } },
        { type: 'struct', fields: [{ field: 'a', type: 'int8' }] },
      ]) {
        expect(payloadFailure(schema, payload).message).not.toContain(secret);
      }
    }
  });
});
