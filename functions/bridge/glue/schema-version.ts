/** What the registry holds under a schema version id. */
export interface SchemaVersion {
  readonly dataFormat: string;
  readonly definition: string;
}

/**
 * Reads one schema version.
 *
 * @throws RecordError SCHEMA_NOT_FOUND for an id the registry does not have, SCHEMA_UNAVAILABLE for everything that may
 * pass later.
 */
export type FetchSchemaVersion = (schemaVersionId: string, signal: AbortSignal) => Promise<SchemaVersion>;
