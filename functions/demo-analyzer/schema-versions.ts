import avro from 'avsc';

/** What the registry holds under a schema version id. */
export interface SchemaVersion {
  /** `AVRO`, `JSON` or `PROTOBUF`. */
  readonly dataFormat: string;
  readonly definition: string;
}

/** Resolves to undefined if there is no such version; rejects if the registry did not answer. */
export type FetchSchemaVersion = (schemaVersionId: string) => Promise<SchemaVersion | undefined>;

/** Avro types by schema version id. Versions are immutable, so a type is kept as long as the execution environment. */
export class SchemaVersions {
  readonly #fetch: FetchSchemaVersion;
  readonly #types = new Map<string, Promise<avro.Type | undefined>>();

  constructor(fetch: FetchSchemaVersion) {
    this.#fetch = fetch;
  }

  /**
   * Fetches a version at most once, also when it is asked for at the same time. What is missing or unusable now is
   * fetched again later: it may be registered a moment afterwards.
   *
   * @returns undefined if there is no such version, or it is not usable Avro.
   * @throws whatever the registry's client rejects with.
   */
  async type(schemaVersionId: string): Promise<avro.Type | undefined> {
    const known = this.#types.get(schemaVersionId) ?? this.#fetchType(schemaVersionId);
    this.#types.set(schemaVersionId, known);
    try {
      const type = await known;
      if (type === undefined) this.#types.delete(schemaVersionId);
      return type;
    } catch (error) {
      this.#types.delete(schemaVersionId);
      throw error;
    }
  }

  async #fetchType(schemaVersionId: string): Promise<avro.Type | undefined> {
    const version = await this.#fetch(schemaVersionId);
    return version?.dataFormat === 'AVRO' ? parse(version.definition) : undefined;
  }
}

function parse(definition: string): avro.Type | undefined {
  try {
    return avro.Type.forSchema(JSON.parse(definition));
  } catch {
    return undefined;
  }
}
