import { describe, expect, it } from 'vitest';
import type { ConnectType } from '../../../../functions/bridge/connect-json/connect-type.ts';
import { SchemaCache } from '../../../../functions/bridge/connect-json/schema-cache.ts';

const MEBIBYTE = 1024 * 1024;

function anyType(): ConnectType {
  return { render: (_json, at) => at, renderMissing: () => undefined };
}

describe('the schema cache', () => {
  it('keeps the 200 schemas used last', () => {
    const cache = new SchemaCache();
    const first = anyType();
    cache.add('first', first, 1);
    for (let index = 0; index < 199; index += 1) cache.add(`schema ${index}`, anyType(), 1);
    expect(cache.get('first')).toBe(first);
    cache.add('one more', anyType(), 1);
    expect(cache.get('first')).toBe(first);
    expect(cache.get('schema 0')).toBeUndefined();
    expect(cache.get('schema 1')).toBeDefined();
  });

  it('keeps 2 MiB of them', () => {
    const cache = new SchemaCache();
    for (let index = 0; index < 3; index += 1) cache.add(`schema ${index}`, anyType(), MEBIBYTE);
    expect(cache.get('schema 0')).toBeUndefined();
    expect(cache.get('schema 1')).toBeDefined();
    cache.add('huge', anyType(), 3 * MEBIBYTE);
    expect(cache.get('huge')).toBeUndefined();
    cache.add('small', anyType(), 1);
    expect(cache.get('small')).toBeDefined();
  });
});
