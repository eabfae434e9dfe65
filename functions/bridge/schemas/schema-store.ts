import pLimit from 'p-limit';
import type { AvroRenderer } from '../avro/compile.ts';
import { RECORD_FAILURES, RecordError } from '../errors.ts';
import { schemaVersionId } from './frame.ts';
import type { FetchSchemaVersion, SchemaVersion } from './schema-version.ts';

/**
 * Compiled schemas kept, as many as the reference keeps; the least recently used goes first. A schema version is
 * immutable, so none expires.
 */
export const MAX_SCHEMAS = 200;

/** How long a permanent failure is remembered: short, because the version may be registered a moment later. */
export const FAILURE_LIFETIME_MS = 60_000;

/** GetSchemaVersion calls under way at once; Glue publishes no rate for it, and its throttling is per account. */
const MAX_FETCHES = 8;

/** A usable schema, or why there is none. */
export type SchemaResult = AvroRenderer | RecordError;

/** The schemas of one batch, by the key of {@link frameSchemaKey}. */
export type ResolvedSchemas = ReadonlyMap<string, SchemaResult>;

interface RememberedFailure {
  readonly error: RecordError;
  readonly untilMs: number;
}

export interface SchemaStoreOptions {
  /** Full instead of simple names for the members of a union. */
  readonly hasFullNames: boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Compiled schemas of the registry, kept for the life of the execution environment. */
export class SchemaStore {
  readonly #fetch: FetchSchemaVersion;
  readonly #options: SchemaStoreOptions;
  readonly #renderers = new Map<string, AvroRenderer>();
  readonly #failures = new Map<string, RememberedFailure>();
  readonly #fetching = new Map<string, Promise<SchemaResult>>();
  readonly #limit = pLimit(MAX_FETCHES);

  constructor(fetch: FetchSchemaVersion, options: SchemaStoreOptions) {
    this.#fetch = fetch;
    this.#options = options;
  }

  /** Gets the schemas of a batch, each fetched at most once even when asked for at the same time. Never rejects. */
  async resolve(schemaKeys: Iterable<string>, signal: AbortSignal): Promise<ResolvedSchemas> {
    const resolved = new Map<string, SchemaResult>();
    const missing: Promise<void>[] = [];
    for (const key of schemaKeys) {
      const known = this.#known(key);
      if (known !== undefined) resolved.set(key, known);
      else missing.push(this.#fetchOnce(key, signal).then((result) => void resolved.set(key, result)));
    }
    await Promise.all(missing);
    return resolved;
  }

  #known(key: string): SchemaResult | undefined {
    const renderer = this.#renderers.get(key);
    if (renderer !== undefined) {
      // A Map iterates in insertion order: inserting again makes this the most recently used.
      this.#renderers.delete(key);
      this.#renderers.set(key, renderer);
      return renderer;
    }
    const failure = this.#failures.get(key);
    if (failure === undefined || failure.untilMs > this.#options.now()) return failure?.error;
    this.#failures.delete(key);
    return undefined;
  }

  #fetchOnce(key: string, signal: AbortSignal): Promise<SchemaResult> {
    const underWay = this.#fetching.get(key);
    if (underWay !== undefined) return underWay;
    const fetching = this.#limit(() => this.#fetchAndCompile(key, signal)).finally(() =>
      this.#fetching.delete(key),
    );
    this.#fetching.set(key, fetching);
    return fetching;
  }

  async #fetchAndCompile(key: string, signal: AbortSignal): Promise<SchemaResult> {
    const id = schemaVersionId(key);
    try {
      const renderer = await compile(id, await this.#fetch(id, signal), this.#options.hasFullNames);
      remember(this.#renderers, key, renderer);
      return renderer;
    } catch (error) {
      const recordError = asRecordError(id, error);
      if (RECORD_FAILURES[recordError.code].kind === 'permanent') {
        remember(this.#failures, key, {
          error: recordError,
          untilMs: this.#options.now() + FAILURE_LIFETIME_MS,
        });
      }
      return recordError;
    }
  }
}

async function compile(id: string, version: SchemaVersion, hasFullNames: boolean): Promise<AvroRenderer> {
  if (version.dataFormat !== 'AVRO') {
    throw new RecordError(
      'SCHEMA_FORMAT_UNSUPPORTED',
      `Schema version ${id} is of the data format ${version.dataFormat}, and the converter reads AVRO.`,
    );
  }
  // Loaded with the first schema: a bridge of plain formats never pays for it.
  const { compileAvro } = await import('../avro/compile.ts');
  try {
    return compileAvro(version.definition, { hasFullNames });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RecordError('SCHEMA_INVALID', `Schema version ${id} cannot be used: ${why}`, { cause });
  }
}

function asRecordError(id: string, error: unknown): RecordError {
  if (error instanceof RecordError) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new RecordError('SCHEMA_UNAVAILABLE', `Schema version ${id} could not be read: ${why}`, {
    cause: error,
  });
}

/** Adds an entry and drops the oldest beyond the bound. */
function remember<Value>(entries: Map<string, Value>, key: string, value: Value): void {
  entries.set(key, value);
  if (entries.size <= MAX_SCHEMAS) return;
  const oldest = entries.keys().next();
  if (!oldest.done) entries.delete(oldest.value);
}
