import { describe, expect, it, vi } from 'vitest';
import { recordDecoder } from '../../../functions/bridge/decode.ts';
import { frameSchemaKey } from '../../../functions/bridge/glue/frame.ts';
import { resolveSchemas } from '../../../functions/bridge/resolve.ts';
import type { SchemaStore } from '../../../functions/bridge/schemas/schema-store.ts';
import { configuration } from '../../fixtures/configuration.ts';
import { avroString, glueFrame, numberedSchemaVersionId } from '../../fixtures/glue-frame.ts';
import { base64, eventRecord, kafkaBatch } from '../../fixtures/kafka-event.ts';
import { type FetchSchemaVersion, glueStore, NO_REGISTRIES } from '../../fixtures/schema-registry.ts';

const SIGNAL = new AbortController().signal;
const FRAMES = [1, 2, 3].map((number) => glueFrame(avroString('hello'), numberedSchemaVersionId(number)));
const [FIRST = Buffer.alloc(0), SECOND = Buffer.alloc(0), THIRD = Buffer.alloc(0)] = FRAMES;

function registry() {
  return vi.fn<FetchSchemaVersion>(async () => ({ dataFormat: 'AVRO', definition: '"string"' }));
}

const GLUE = { 'key.converter': 'glue-avro', 'value.converter': 'glue' };

/** Decoders whose keys and values have schemas from these stores. */
function decoders(keys: SchemaStore, values: SchemaStore) {
  return recordDecoder(configuration(GLUE), {
    glue: (_format, dataFormat) => (dataFormat === 'AVRO' ? keys : values),
    confluent: () => undefined,
  });
}

/** Ids that were asked for. */
function fetched(fetch: ReturnType<typeof registry>): string[] {
  return fetch.mock.calls.map(([id]) => id);
}

describe('resolveSchemas', () => {
  it('gets each schema of the batch once, for keys and values apart', async () => {
    // Prepare
    const { records } = kafkaBatch(
      eventRecord({ offset: 0, key: base64(FIRST), value: base64(SECOND) }),
      eventRecord({ offset: 1, key: base64(FIRST), value: base64(THIRD) }),
      eventRecord({ offset: 2, key: base64(FIRST), value: base64(SECOND) }),
    );
    const [keys, values] = [registry(), registry()];
    const [keyStore, valueStore] = [glueStore(keys), glueStore(values)];

    // Act
    const schemas = await resolveSchemas(records, decoders(keyStore, valueStore), () => SIGNAL);

    // Assess
    expect(fetched(keys)).toEqual([numberedSchemaVersionId(1)]);
    expect(fetched(values)).toEqual([numberedSchemaVersionId(2), numberedSchemaVersionId(3)]);
    expect([...(schemas.get(keyStore)?.keys() ?? [])]).toEqual([frameSchemaKey(FIRST)]);
    expect([...(schemas.get(valueStore)?.keys() ?? [])]).toEqual([SECOND, THIRD].map(frameSchemaKey));
  });

  it('gets a schema once when keys and values share a store and the schema', async () => {
    const fetch = registry();
    const store = glueStore(fetch);
    const { records } = kafkaBatch(eventRecord({ key: base64(FIRST), value: base64(FIRST) }));

    await resolveSchemas(records, decoders(store, store), () => SIGNAL);

    expect(fetched(fetch)).toEqual([numberedSchemaVersionId(1)]);
  });

  it('passes over null, empty and badly framed values, which fail by themselves later', async () => {
    // Prepare
    const { records } = kafkaBatch(
      eventRecord({ offset: 0, value: null }),
      eventRecord({ offset: 1, value: '' }),
      eventRecord({ offset: 2, value: base64('{"no":"frame"}') }),
      eventRecord({ offset: 3, value: base64(SECOND) }),
    );
    const values = registry();

    // Act
    const store = glueStore(values);
    const schemas = await resolveSchemas(records, decoders(store, store), () => SIGNAL);

    // Assess
    expect(fetched(values)).toEqual([numberedSchemaVersionId(2)]);
    expect(schemas.get(store)?.size).toBe(1);
  });

  it('needs no registry for other formats', async () => {
    const { records } = kafkaBatch(eventRecord({ key: base64(FIRST), value: base64(FIRST) }));

    const decoderOf = recordDecoder(configuration(), NO_REGISTRIES);

    expect(await resolveSchemas(records, decoderOf, () => SIGNAL)).toEqual(new Map());
  });
});
