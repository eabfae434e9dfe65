import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { compileSchema } from '../../../../functions/bridge/schemas/compile-schema.ts';
import { DEFAULT_RENDERING } from '../../../fixtures/schema-registry.ts';

const { cache } = createRequire(import.meta.url);

function isLoaded(): boolean {
  return Object.keys(cache).some((file) => file.includes('/protobufjs/'));
}

const OPTIONS = {
  style: 'glue',
  rendering: DEFAULT_RENDERING,
  dataFormat: undefined,
} as const;

describe('protobufjs', () => {
  it('is loaded with the first Protobuf schema, not before', async () => {
    await compileSchema({ dataFormat: 'JSON', definition: '{}', references: [] }, OPTIONS);
    await compileSchema({ dataFormat: 'AVRO', definition: '"string"', references: [] }, OPTIONS);
    expect(isLoaded()).toBe(false);

    await compileSchema({ dataFormat: 'PROTOBUF', definition: 'message M {}', references: [] }, OPTIONS);
    expect(isLoaded()).toBe(true);
  });
});
