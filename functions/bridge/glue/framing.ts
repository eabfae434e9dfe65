import type { Side } from '../decoders/side-decoder.ts';
import { RecordError } from '../errors.ts';
import type { KafkaRecord } from '../read.ts';
import type { Framing } from '../schemas/framing.ts';
import { framePayload, frameSchemaKey, isSchemaVersionId, schemaKeyOf, schemaVersionId } from './frame.ts';

/** Frames of the Glue Schema Registry, or what Lambda leaves of them in the record format `SOURCE`. */
export function glueFraming(side: Side): Framing {
  const metadataOf = ({ keySchema, valueSchema }: KafkaRecord) => (side === 'key' ? keySchema : valueSchema);
  return {
    schemaKey: (source, record) => {
      const metadata = metadataOf(record);
      if (metadata === undefined) return frameSchemaKey(source);
      if (isSchemaVersionId(metadata.schemaId)) return schemaKeyOf(metadata.schemaId);
      throw new RecordError(
        'FRAME_INVALID',
        'The schema metadata of Lambda names no schema version of the Glue Schema Registry.',
      );
    },
    payload: (source, record) => (metadataOf(record) === undefined ? framePayload(source) : source),
    schemaId: schemaVersionId,
  };
}
