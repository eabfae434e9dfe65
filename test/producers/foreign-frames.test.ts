import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { recordDecoder } from '../../functions/bridge/decode.ts';
import { JsonWriter } from '../../functions/bridge/json/json-writer.ts';
import { resolveSchemas } from '../../functions/bridge/resolve.ts';
import { compileSchema } from '../../functions/bridge/schemas/compile-schema.ts';
import { SchemaStore } from '../../functions/bridge/schemas/schema-store.ts';
import { configuration } from '../fixtures/configuration.ts';
import { DEFAULT_RENDERING } from '../fixtures/schema-registry.ts';
import { type ForeignFrame, foreignRecord } from './foreign-frame.ts';

const SIGNAL = new AbortController().signal;
const { cases: FRAMES }: { cases: readonly ForeignFrame[] } = JSON.parse(
  readFileSync('test/producers/foreign-frames.json', 'utf8'),
);

/** What the bridge makes of the value, with a registry that has this one schema. */
async function decoded(frame: ForeignFrame, converter: string): Promise<string> {
  const style = frame.registry === 'Glue' ? 'glue' : 'confluent';
  const store = new SchemaStore(
    { fetch: async () => frame.schema, describe: () => 'The schema' },
    (schema) => compileSchema(schema, { style, rendering: DEFAULT_RENDERING, dataFormat: undefined }),
    Date.now,
  );
  const decoderOf = recordDecoder(
    configuration({
      'value.converter': converter,
      'value.converter.schema.registry.url': 'https://registry.example.com',
    }),
    { glue: () => store, confluent: () => store },
  );
  const record = foreignRecord(frame);
  const schemas = await resolveSchemas([record], decoderOf, () => SIGNAL);
  const out = new JsonWriter();
  decoderOf(record.topic).value.write(record, schemas, out);
  return out.toString();
}

describe('records that foreign serializers wrote', () => {
  it('are there for both registries and every format', () => {
    const kinds = FRAMES.map(({ registry, schema }) => `${registry} ${schema.dataFormat}`);

    expect([...new Set(kinds)].sort()).toEqual([
      'Confluent AVRO',
      'Confluent JSON',
      'Confluent PROTOBUF',
      'Glue AVRO',
      'Glue JSON',
      'Glue PROTOBUF',
    ]);
  });

  it.each(FRAMES)('$registry $name of $producer, by name of the registry and by detection', async (frame) => {
    expect(await decoded(frame, frame.registry.toLowerCase())).toBe(frame.expected);
    expect(await decoded(frame, 'auto')).toBe(frame.expected);
  });
});
