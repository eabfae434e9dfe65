/** What a registry holds under the id of a schema. */
export interface RegisteredSchema {
  /** `AVRO`, `JSON` or `PROTOBUF`. */
  readonly dataFormat: string;
  /** Text of the schema: JSON for Avro and JSON Schema, `.proto` for Protobuf. */
  readonly definition: string;
  /** Every schema that it refers to, directly or not, each before those that refer to it. Glue has none. */
  readonly references: readonly SchemaReference[];
}

/** A schema that another one refers to. */
export interface SchemaReference {
  /** How the other schema refers to it: a full name in Avro, the path of an import in Protobuf. */
  readonly name: string;
  readonly definition: string;
}

/** A schema registry, as far as decoding needs it. */
export interface SchemaRegistry {
  /**
   * Reads the schema that a frame names by this key.
   *
   * @throws RecordError SCHEMA_NOT_FOUND for an id that the registry does not have; SCHEMA_DENIED, SCHEMA_THROTTLED and
   * SCHEMA_UNAVAILABLE for everything that may pass later; PAYLOAD_ENCRYPTED when only holders of a key read the payload.
   */
  readonly fetch: (schemaKey: string, signal: AbortSignal) => Promise<RegisteredSchema>;
  /** How messages name the schema of a key: `Schema version 1f0c2e5a-…`, `Schema id 12`. */
  readonly describe: (schemaKey: string) => string;
}
