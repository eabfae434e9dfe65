import type { JsonWriter } from '../json/json-writer.ts';
import type { KafkaRecord } from '../read.ts';
import type { BatchSchemas } from '../resolve.ts';
import type { SchemaStore } from '../schemas/schema-store.ts';

/** A side of a record that is read with a schema of a registry. */
export interface SchemaUser {
  readonly store: SchemaStore;
  /**
   * Key of the schema in the store; undefined for Kafka's null.
   *
   * @throws RecordError FRAME_INVALID
   */
  readonly schemaKey: (record: KafkaRecord) => string | undefined;
}

/** Reads the key or the value of the records of a topic. */
export interface SideDecoder {
  /**
   * Whose schema this side of a record needs, if any. Absent for a format without a registry.
   *
   * @throws RecordError FRAME_INVALID when the registry it names is not configured
   */
  readonly schemaUser?: (record: KafkaRecord) => SchemaUser | undefined;
  /**
   * Writes the side as JSON text; `null` for Kafka's null.
   *
   * @throws RecordError
   */
  readonly write: (record: KafkaRecord, schemas: BatchSchemas, out: JsonWriter) => void;
}
