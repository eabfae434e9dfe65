import { RecordError } from '../errors.ts';
import type { JsonWriter } from '../json/json-writer.ts';
import type { KafkaRecord } from '../read.ts';
import type { BatchSchemas } from '../resolve.ts';
import type { Framing } from '../schemas/framing.ts';
import type { PayloadRenderer } from '../schemas/payload-renderer.ts';
import type { SchemaStore } from '../schemas/schema-store.ts';
import type { SchemaUser, SideDecoder } from './side-decoder.ts';
import type { SideSource } from './source.ts';

/** Reads payloads that name their schema, in a frame, a header or the metadata of Lambda. */
export class FramedDecoder implements SideDecoder, SchemaUser {
  readonly store: SchemaStore;
  readonly #source: SideSource;
  readonly #framing: Framing;

  constructor(source: SideSource, framing: Framing, store: SchemaStore) {
    this.store = store;
    this.#source = source;
    this.#framing = framing;
  }

  schemaUser(): SchemaUser {
    return this;
  }

  schemaKey(record: KafkaRecord): string | undefined {
    const source = this.#source(record);
    return source === null ? undefined : this.#framing.schemaKey(source, record);
  }

  write(record: KafkaRecord, schemas: BatchSchemas, out: JsonWriter): void {
    const source = this.#source(record);
    if (source === null) out.null();
    else this.writeSource(source, record, schemas, out);
  }

  /** @param source the bytes of this side of the record. */
  writeSource(source: Buffer, record: KafkaRecord, schemas: BatchSchemas, out: JsonWriter): void {
    const render = this.#renderer(this.#framing.schemaKey(source, record), schemas);
    const payload = this.#framing.payload(source, record);
    const read = render(payload, 0, payload.length, out);
    // In the record format JSON, Lambda names the schema as well and hands the value over as JSON.
    if (read < payload.length && this.#framing.isUnframed(record)) {
      throw new RecordError(
        'PAYLOAD_INVALID',
        `The payload goes on behind byte ${read} of ${payload.length}, where its schema ends. If Lambda hands over JSON, the converter is json.`,
      );
    }
  }

  #renderer(schemaKey: string, schemas: BatchSchemas): PayloadRenderer {
    const schema = schemas.get(this.store)?.get(schemaKey);
    if (schema === undefined) throw new RecordError('SCHEMA_UNAVAILABLE', 'The schema was not resolved.');
    if (schema instanceof RecordError) throw schema;
    return schema;
  }
}
