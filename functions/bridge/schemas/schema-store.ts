import pLimit from 'p-limit';
import { RECORD_FAILURES, RecordError } from '../errors.ts';
import type { PayloadRenderer } from './payload-renderer.ts';
import type { RegisteredSchema, SchemaRegistry } from './registered-schema.ts';

/**
 * Compiled schemas kept, as many as the reference keeps; the least recently used goes first. A registered
 * schema is immutable, so none expires, and an outage of the registry holds up only schemas not seen before.
 */
export const MAX_SCHEMAS = 200;

/**
 * Text of all schemas kept, with their references, at most: two dozen of the largest that Glue takes. Compiled, a schema of
 * Protobuf takes some forty times its text in memory.
 */
export const MAX_TOTAL_CHARACTERS = 4_000_000;

/** Failures remembered: they are small, and a topic of another format may name a different schema in each record. */
export const MAX_FAILURES = 10_000;

/** How long a permanent failure is remembered: short, because the schema may be registered a moment later. */
export const FAILURE_LIFETIME_MS = 60_000;

/** Requests under way at once; Glue publishes no rate for GetSchemaVersion, and its throttling is per account. */
const MAX_FETCHES = 8;

/** A usable schema, or why there is none. */
export type SchemaResult = PayloadRenderer | RecordError;

/** Schemas of one registry that a batch needs, by the key of their frames. */
export type ResolvedSchemas = ReadonlyMap<string, SchemaResult>;

interface KeptSchema {
  readonly renderer: PayloadRenderer;
  readonly characters: number;
}

interface RememberedFailure {
  readonly error: RecordError;
  readonly untilMs: number;
}

/** Makes of a schema what renders its payloads. */
export type CompileSchema = (schema: RegisteredSchema) => Promise<PayloadRenderer>;

/** Compiled schemas of the registry, kept for the life of the execution environment. */
export class SchemaStore {
  readonly #registry: SchemaRegistry;
  readonly #compile: CompileSchema;
  readonly #now: () => number;
  readonly #kept = new Map<string, KeptSchema>();
  #keptCharacters = 0;
  readonly #failures = new Map<string, RememberedFailure>();
  readonly #fetching = new Map<string, Promise<SchemaResult>>();
  readonly #limit = pLimit(MAX_FETCHES);

  /** @param now epoch milliseconds. */
  constructor(registry: SchemaRegistry, compile: CompileSchema, now: () => number) {
    this.#registry = registry;
    this.#compile = compile;
    this.#now = now;
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
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      // A Map iterates in insertion order: inserting again makes this the most recently used.
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept.renderer;
    }
    const failure = this.#failures.get(key);
    if (failure === undefined || failure.untilMs > this.#now()) return failure?.error;
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
    try {
      // Thousands may wait for their turn when time is up; even a request that is aborted at once takes some.
      signal.throwIfAborted();
      const schema = await this.#registry.fetch(key, signal);
      const renderer = await this.#compiled(key, schema);
      this.#keep(key, { renderer, characters: charactersOf(schema) });
      return renderer;
    } catch (error) {
      const recordError = asRecordError(this.#registry.describe(key), error);
      if (RECORD_FAILURES[recordError.code].kind === 'permanent') {
        this.#rememberFailure(key, { error: recordError, untilMs: this.#now() + FAILURE_LIFETIME_MS });
      }
      return recordError;
    }
  }

  /** Adds a schema and drops the oldest beyond the bounds. */
  #keep(key: string, schema: KeptSchema): void {
    this.#kept.set(key, schema);
    this.#keptCharacters += schema.characters;
    for (const [oldest, { characters }] of this.#kept) {
      if (this.#kept.size <= MAX_SCHEMAS && this.#keptCharacters <= MAX_TOTAL_CHARACTERS) return;
      this.#kept.delete(oldest);
      this.#keptCharacters -= characters;
    }
  }

  #rememberFailure(key: string, failure: RememberedFailure): void {
    this.#failures.set(key, failure);
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > MAX_FAILURES && oldest !== undefined) this.#failures.delete(oldest);
  }

  async #compiled(key: string, schema: RegisteredSchema): Promise<PayloadRenderer> {
    try {
      return await this.#compile(schema);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      const code = cause instanceof RecordError ? cause.code : 'SCHEMA_INVALID';
      throw new RecordError(code, `${this.#registry.describe(key)} cannot be used: ${why}`, { cause });
    }
  }
}

function asRecordError(schema: string, error: unknown): RecordError {
  if (error instanceof RecordError) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new RecordError('SCHEMA_UNAVAILABLE', `${schema} could not be read: ${why}`, { cause: error });
}

function charactersOf({ definition, references }: RegisteredSchema): number {
  return references.reduce((sum, reference) => sum + reference.definition.length, definition.length);
}
