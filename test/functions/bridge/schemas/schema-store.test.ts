import { describe, expect, it, vi } from 'vitest';
import { RecordError } from '../../../../functions/bridge/errors.ts';
import { frameSchemaKey } from '../../../../functions/bridge/glue/frame.ts';
import { JsonWriter } from '../../../../functions/bridge/json/json-writer.ts';
import type { DataFormat } from '../../../../functions/bridge/schemas/compile-schema.ts';
import {
  FAILURE_LIFETIME_MS,
  MAX_FAILURES,
  MAX_SCHEMAS,
  MAX_TOTAL_CHARACTERS,
  type SchemaResult,
  type SchemaStore,
} from '../../../../functions/bridge/schemas/schema-store.ts';
import { avroString, glueFrame, numberedSchemaVersionId } from '../../../fixtures/glue-frame.ts';
import { DEFAULT_RENDERING, type FetchSchemaVersion, glueStore } from '../../../fixtures/schema-registry.ts';

const SIGNAL = new AbortController().signal;
const STRING_SCHEMA = { dataFormat: 'AVRO', definition: '"string"' };

function schemaKey(number: number): string {
  return frameSchemaKey(glueFrame(Buffer.alloc(0), numberedSchemaVersionId(number)));
}

/** A store over a registry, and a clock to turn. */
function storeOver(fetch: FetchSchemaVersion, hasFullNames = false, dataFormat: DataFormat = 'AVRO') {
  const clock = { nowMs: 0 };
  const rendering = { ...DEFAULT_RENDERING, hasFullNames };
  return { store: glueStore(fetch, { rendering, dataFormat, now: () => clock.nowMs }), clock };
}

async function resolveOne(store: SchemaStore, number = 1): Promise<SchemaResult | undefined> {
  return (await store.resolve([schemaKey(number)], SIGNAL)).get(schemaKey(number));
}

/** A registry that fails as the adapter reports it, then answers. */
function failingOnce(error: Error) {
  return vi.fn<FetchSchemaVersion>().mockRejectedValueOnce(error).mockResolvedValue(STRING_SCHEMA);
}

describe('SchemaStore', () => {
  it('gives a renderer for each schema of the batch', async () => {
    // Prepare
    const fetch = vi.fn<FetchSchemaVersion>(async (id) => ({
      dataFormat: 'AVRO',
      definition: id === numberedSchemaVersionId(1) ? '"string"' : '"long"',
    }));
    const { store } = storeOver(fetch);

    // Act
    const resolved = await store.resolve([schemaKey(1), schemaKey(2)], SIGNAL);

    // Assess
    expect(fetch.mock.calls).toEqual([
      [numberedSchemaVersionId(1), SIGNAL],
      [numberedSchemaVersionId(2), SIGNAL],
    ]);
    expect(rendered(resolved.get(schemaKey(1)), avroString('hello'))).toBe('"hello"');
    expect(rendered(resolved.get(schemaKey(2)), Buffer.from([0x54]))).toBe('42');
  });

  it('asks for nothing when the batch needs nothing', async () => {
    const fetch = vi.fn<FetchSchemaVersion>();

    expect(await storeOver(fetch).store.resolve([], SIGNAL)).toEqual(new Map());
    expect(fetch).not.toHaveBeenCalled();
  });

  it('fetches a schema once for the life of the environment', async () => {
    const fetch = vi.fn<FetchSchemaVersion>(async () => STRING_SCHEMA);
    const { store, clock } = storeOver(fetch);

    const first = await resolveOne(store);
    clock.nowMs += 365 * 24 * 3_600_000;

    expect(await resolveOne(store)).toBe(first);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it('fetches a schema once when it is asked for several times at once', async () => {
    // Prepare
    const answer = Promise.withResolvers<typeof STRING_SCHEMA>();
    const fetch = vi.fn<FetchSchemaVersion>(() => answer.promise);
    const { store } = storeOver(fetch);

    // Act
    const resolving = [resolveOne(store), resolveOne(store), resolveOne(store)];
    answer.resolve(STRING_SCHEMA);
    const [first, ...others] = await Promise.all(resolving);

    // Assess
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(first).toBeTypeOf('function');
    expect(others).toEqual([first, first]);
  });

  it('has eight fetches under way at most, and reaches that', async () => {
    // Prepare
    let underWay = 0;
    let most = 0;
    const { store } = storeOver(async () => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, 1));
      underWay--;
      return STRING_SCHEMA;
    });

    // Act
    await store.resolve(
      Array.from({ length: 30 }, (_, number) => schemaKey(number)),
      SIGNAL,
    );

    // Assess
    expect(most).toBe(8);
  });

  it('asks for nothing any more once time is up, and gives the schemas that it has', async () => {
    // Prepare
    const deadline = new AbortController();
    const fetch = vi.fn<FetchSchemaVersion>(async () => STRING_SCHEMA);
    const { store } = storeOver(fetch);
    await resolveOne(store, 0);
    fetch.mockImplementation(async () => {
      deadline.abort(new Error('time is up'));
      throw new RecordError('SCHEMA_UNAVAILABLE', 'aborted');
    });

    // Act
    const keys = Array.from({ length: 30 }, (_, number) => schemaKey(number));
    const resolved = await store.resolve(keys, deadline.signal);

    // Assess
    expect(resolved.get(schemaKey(0))).toBeTypeOf('function');
    expect(resolved.get(schemaKey(29))).toMatchObject({
      code: 'SCHEMA_UNAVAILABLE',
      message: `Schema version ${numberedSchemaVersionId(29)} could not be read: time is up`,
    });
    expect(fetch.mock.calls.length).toBeLessThan(1 + 9);
  });

  it('keeps a bounded number of schemas and forgets the least recently used first', async () => {
    // Prepare
    const fetch = vi.fn<FetchSchemaVersion>(async () => STRING_SCHEMA);
    const { store } = storeOver(fetch);
    const all = Array.from({ length: MAX_SCHEMAS }, (_, number) => schemaKey(number));
    await store.resolve(all, SIGNAL);
    await resolveOne(store, 0);

    // Act
    await resolveOne(store, MAX_SCHEMAS);
    fetch.mockClear();
    await resolveOne(store, 0);
    await resolveOne(store, 2);
    const callsForKept = fetch.mock.calls.length;
    await resolveOne(store, 1);

    // Assess
    expect(callsForKept).toBe(0);
    expect(fetch.mock.calls).toEqual([[numberedSchemaVersionId(1), SIGNAL]]);
  });

  it('keeps a bounded text of schemas, however few they are', async () => {
    // Prepare
    const definition = `"string"${' '.repeat(MAX_TOTAL_CHARACTERS / 4)}`;
    const fetch = vi.fn<FetchSchemaVersion>(async () => ({ dataFormat: 'JSON', definition }));
    const { store } = storeOver(fetch, false, 'JSON');
    for (const number of [1, 2, 3]) await resolveOne(store, number);
    await resolveOne(store, 1);

    // Act
    await resolveOne(store, 4);
    fetch.mockClear();
    for (const number of [4, 3, 1, 2]) await resolveOne(store, number);

    // Assess
    expect(fetch.mock.calls).toEqual([[numberedSchemaVersionId(2), SIGNAL]]);
  });

  it('renders a batch by a schema that is too long to be kept', async () => {
    const definition = ' '.repeat(MAX_TOTAL_CHARACTERS + 1);
    const fetch = vi.fn<FetchSchemaVersion>(async () => ({ dataFormat: 'JSON', definition }));
    const { store } = storeOver(fetch, false, 'JSON');

    expect(rendered(await resolveOne(store), Buffer.from('{}'))).toBe('{}');
    expect(rendered(await resolveOne(store), Buffer.from('{}'))).toBe('{}');
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('resolves a batch of more schemas than it keeps', async () => {
    const { store } = storeOver(async () => STRING_SCHEMA);
    const many = Array.from({ length: MAX_SCHEMAS + 50 }, (_, number) => schemaKey(number));

    const resolved = await store.resolve(many, SIGNAL);

    expect(resolved.size).toBe(MAX_SCHEMAS + 50);
  });

  it('remembers a version that is not there, for a while', async () => {
    // Prepare
    const fetch = failingOnce(new RecordError('SCHEMA_NOT_FOUND', 'no such version'));
    const { store, clock } = storeOver(fetch);

    // Act
    const first = await resolveOne(store);
    clock.nowMs += FAILURE_LIFETIME_MS - 1;
    const second = await resolveOne(store);
    const callsWhileRemembered = fetch.mock.calls.length;
    clock.nowMs += 1;
    const third = await resolveOne(store);

    // Assess
    expect(first).toMatchObject({ code: 'SCHEMA_NOT_FOUND' });
    expect(second).toBe(first);
    expect(callsWhileRemembered).toBe(1);
    expect(third).toBeTypeOf('function');
  });

  it.each([
    { error: new RecordError('SCHEMA_UNAVAILABLE', 'throttled'), message: 'throttled' },
    {
      error: new Error('a defect'),
      message: `Schema version ${numberedSchemaVersionId(1)} could not be read: a defect`,
    },
  ])('does not remember what may pass later: $error', async ({ error, message }) => {
    const { store } = storeOver(failingOnce(error));

    expect(await resolveOne(store)).toMatchObject({ code: 'SCHEMA_UNAVAILABLE', message });
    expect(await resolveOne(store)).toBeTypeOf('function');
  });

  it('bounds the number of remembered failures as well', async () => {
    // Prepare
    const fetch = vi.fn<FetchSchemaVersion>(() =>
      Promise.reject(new RecordError('SCHEMA_NOT_FOUND', 'no such version')),
    );
    const { store } = storeOver(fetch);
    const many = Array.from({ length: MAX_FAILURES + 1 }, (_, number) => schemaKey(number));
    await store.resolve(many, SIGNAL);
    fetch.mockClear();

    // Act
    await resolveOne(store, MAX_FAILURES);
    await resolveOne(store, 0);

    // Assess
    expect(fetch.mock.calls).toEqual([[numberedSchemaVersionId(0), SIGNAL]]);
  });

  it.each(['JSON', 'PROTOBUF', 'unknown'])('refuses a schema of the data format %s', async (dataFormat) => {
    const { store } = storeOver(async () => ({ dataFormat, definition: '"string"' }));

    expect(await resolveOne(store)).toMatchObject({
      name: 'RecordError',
      code: 'SCHEMA_FORMAT_UNSUPPORTED',
      message: expect.stringContaining(
        `${numberedSchemaVersionId(1)} cannot be used: its data format is ${dataFormat}`,
      ),
    });
  });

  it.each(['', 'not JSON', '{"type":"nonsense"}'])('refuses the schema %j', async (definition) => {
    const fetch = vi.fn<FetchSchemaVersion>(async () => ({ dataFormat: 'AVRO', definition }));
    const { store } = storeOver(fetch);

    expect(await resolveOne(store)).toMatchObject({
      code: 'SCHEMA_INVALID',
      message: expect.stringContaining(numberedSchemaVersionId(1)),
    });
    await resolveOne(store);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it('fails one schema of a batch without harming the others', async () => {
    const { store } = storeOver(async (id) => {
      if (id === numberedSchemaVersionId(2)) throw new RecordError('SCHEMA_NOT_FOUND', 'no such version');
      return STRING_SCHEMA;
    });

    const resolved = await store.resolve([schemaKey(1), schemaKey(2), schemaKey(3)], SIGNAL);

    expect(resolved.get(schemaKey(1))).toBeTypeOf('function');
    expect(resolved.get(schemaKey(2))).toMatchObject({ code: 'SCHEMA_NOT_FOUND' });
    expect(resolved.get(schemaKey(3))).toBeTypeOf('function');
  });

  it.each([
    { hasFullNames: false, expected: '{"A":{"x":"hi"},"B":null}' },
    { hasFullNames: true, expected: '{"shop.A":{"x":"hi"},"shop.B":null}' },
  ])(
    'names the members of a union as it is told: full names $hasFullNames',
    async ({ hasFullNames, expected }) => {
      // Prepare
      const record = (name: string) => ({
        type: 'record',
        name,
        namespace: 'shop',
        fields: [{ name: 'x', type: 'string' }],
      });
      const definition = JSON.stringify([record('A'), record('B')]);
      const { store } = storeOver(async () => ({ dataFormat: 'AVRO', definition }), hasFullNames);

      // Act
      const renderer = await resolveOne(store);

      // Assess
      expect(rendered(renderer, Buffer.concat([Buffer.from([0]), avroString('hi')]))).toBe(expected);
    },
  );
});

/** The JSON that a resolved schema makes of these bytes. */
function rendered(renderer: SchemaResult | undefined, payload: Buffer): string {
  if (typeof renderer !== 'function') throw new Error('There is no renderer.', { cause: renderer });
  const out = new JsonWriter();
  renderer(payload, 0, payload.length, out);
  return out.toString();
}
