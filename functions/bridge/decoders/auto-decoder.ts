import type { Side } from '../../../shared/configuration/format.ts';
import { isUuid } from '../../../shared/uuid.ts';
import { isConfluentFrame } from '../confluent/frame.ts';
import { hasSchemaHeader } from '../confluent/framing.ts';
import { convertAuto } from '../converters/auto.ts';
import { RecordError } from '../errors.ts';
import { isGlueFrame } from '../glue/frame.ts';
import type { JsonWriter } from '../json/json-writer.ts';
import type { KafkaRecord } from '../read.ts';
import type { BatchSchemas } from '../resolve.ts';
import type { FramedDecoder } from './framed-decoder.ts';
import type { SchemaUser, SideDecoder } from './side-decoder.ts';
import type { SideSource } from './source.ts';

/** What the detection chooses from. */
export interface AutoFormats {
  readonly glue: FramedDecoder;
  /** Undefined when the configuration names no such registry. */
  readonly confluent: FramedDecoder | undefined;
}

/**
 * Finds out the format of each key or value by itself, in this order: the metadata of Lambda's own registry integration, the
 * header with a Confluent schema id, a Glue frame, a Confluent frame (if such a registry is configured), a JSON document,
 * UTF-8 text, any bytes.
 *
 * Once something names a schema there is no way back: a record whose schema cannot be had is not taken for text.
 */
export class AutoDecoder implements SideDecoder {
  readonly #side: Side;
  readonly #source: SideSource;
  readonly #formats: AutoFormats;

  constructor(side: Side, source: SideSource, formats: AutoFormats) {
    this.#side = side;
    this.#source = source;
    this.#formats = formats;
  }

  schemaUser(record: KafkaRecord): SchemaUser | undefined {
    const source = this.#source(record);
    return source === null ? undefined : this.#framed(source, record);
  }

  write(record: KafkaRecord, schemas: BatchSchemas, out: JsonWriter): void {
    const source = this.#source(record);
    if (source === null) {
      out.null();
      return;
    }
    const framed = this.#framed(source, record);
    if (framed === undefined) convertAuto(source, out);
    else framed.writeSource(source, record, schemas, out);
  }

  #framed(source: Buffer, record: KafkaRecord): FramedDecoder | undefined {
    const { glue, confluent } = this.#formats;
    const metadata = record.schemaMetadata[this.#side];
    if (metadata !== undefined) {
      return isUuid(metadata.schemaId) ? glue : required(confluent, 'schema metadata');
    }
    if (hasSchemaHeader(record, this.#side)) return required(confluent, 'header');
    if (isGlueFrame(source)) return glue;
    return isConfluentFrame(source) ? confluent : undefined;
  }
}

function required(confluent: FramedDecoder | undefined, where: string): FramedDecoder {
  if (confluent !== undefined) return confluent;
  throw new RecordError(
    'FRAME_INVALID',
    `The ${where} names a schema of a Confluent registry, and the configuration has no schema.registry.url.`,
  );
}
