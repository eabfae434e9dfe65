import type { Side } from '../../../shared/configuration/format.ts';
import { isUuid } from '../../../shared/uuid.ts';
import { RecordError } from '../errors.ts';
import type { Framing } from '../schemas/framing.ts';
import { framePayload, frameSchemaKey, schemaKeyOf } from './frame.ts';

/** Frames of the Glue Schema Registry, or what Lambda leaves of them in the record format `SOURCE`. */
export function glueFraming(side: Side): Framing {
  return {
    isUnframed: (record) => record.schemaMetadata[side] !== undefined,
    schemaKey: (source, record) => {
      const metadata = record.schemaMetadata[side];
      if (metadata === undefined) return frameSchemaKey(source);
      if (isUuid(metadata.schemaId)) return schemaKeyOf(metadata.schemaId);
      throw new RecordError(
        'FRAME_INVALID',
        'The schema metadata of Lambda names no schema version of the Glue Schema Registry.',
      );
    },
    payload: (source, record) => (record.schemaMetadata[side] === undefined ? framePayload(source) : source),
  };
}
