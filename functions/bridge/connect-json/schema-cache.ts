import type { ConnectType } from './connect-type.ts';

/** Schemas kept at most, as many as for a registry. */
const MAX_SCHEMAS = 200;

/**
 * Text of all the schemas that are kept, with their defaults, at most: 2 MiB. A compiled schema takes some forty times its
 * text, a producer may send another schema with each record, and each side of each topic keeps its own.
 */
export const MAX_TOTAL_BYTES = 2 * 1024 * 1024;

interface CachedSchema {
  readonly type: ConnectType;
  readonly bytes: number;
}

/** Compiled schemas by their text, since each record repeats its schema. The least recently used one goes first. */
export class SchemaCache {
  readonly #schemas = new Map<string, CachedSchema>();
  #totalBytes = 0;

  get(text: string): ConnectType | undefined {
    const schema = this.#schemas.get(text);
    if (schema === undefined) return undefined;
    // A Map iterates in insertion order: inserting again makes this the most recently used.
    this.#schemas.delete(text);
    this.#schemas.set(text, schema);
    return schema.type;
  }

  /** Keeps a schema; `bytes` is what it weighs. */
  add(text: string, type: ConnectType, bytes: number): void {
    this.#schemas.set(text, { type, bytes });
    this.#totalBytes += bytes;
    for (const [oldest, schema] of this.#schemas) {
      if (this.#schemas.size <= MAX_SCHEMAS && this.#totalBytes <= MAX_TOTAL_BYTES) return;
      this.#schemas.delete(oldest);
      this.#totalBytes -= schema.bytes;
    }
  }
}
