import { describe, expect, it, vi } from 'vitest';
import { type FetchSchemaVersion, SchemaVersions } from '../../../functions/demo-analyzer/schema-versions.ts';
import { TRANSACTION_SCHEMA, TRANSACTION_SCHEMA_ID } from '../../fixtures/transactions.ts';

const AVRO = { dataFormat: 'AVRO', definition: TRANSACTION_SCHEMA };

describe('schema versions', () => {
  it('are fetched once each, also by records that ask at the same time', async () => {
    const fetch = vi.fn<FetchSchemaVersion>(async () => AVRO);
    const schemas = new SchemaVersions(fetch);

    const types = await Promise.all([1, 2, 3].map(() => schemas.type(TRANSACTION_SCHEMA_ID)));
    types.push(await schemas.type(TRANSACTION_SCHEMA_ID));

    expect(fetch).toHaveBeenCalledExactlyOnceWith(TRANSACTION_SCHEMA_ID);
    expect(new Set(types).size).toBe(1);
    expect(types[0]?.name).toBe('software.amazon.event.kafkaconnector.Event');
  });

  it.each([
    ['missing', undefined],
    ['JSON Schema', { dataFormat: 'JSON', definition: '{"type":"string"}' }],
    ['not JSON', { dataFormat: 'AVRO', definition: '{' }],
    ['not Avro', { dataFormat: 'AVRO', definition: '{"type":"recorrd"}' }],
  ])('that are %s are looked for again the next time', async (_, version) => {
    const fetch = vi.fn<FetchSchemaVersion>().mockResolvedValueOnce(version).mockResolvedValueOnce(AVRO);
    const schemas = new SchemaVersions(fetch);

    expect(await schemas.type(TRANSACTION_SCHEMA_ID)).toBeUndefined();
    expect(await schemas.type(TRANSACTION_SCHEMA_ID)).toBeDefined();
  });

  it('are asked for again after the registry did not answer', async () => {
    const fetch = vi
      .fn<FetchSchemaVersion>()
      .mockRejectedValueOnce(new Error('throttled'))
      .mockResolvedValueOnce(AVRO);
    const schemas = new SchemaVersions(fetch);

    await expect(schemas.type(TRANSACTION_SCHEMA_ID)).rejects.toThrow('throttled');
    expect(await schemas.type(TRANSACTION_SCHEMA_ID)).toBeDefined();
  });
});
