import type { Side } from '../../shared/configuration/format.ts';
import { confluentSchemaKey, confluentSchemaName, isConfluentFrame } from './confluent/frame.ts';
import { schemaHeader } from './confluent/framing.ts';
import { frameSchemaKey, isGlueFrame, schemaVersionId } from './glue/frame.ts';
import type { KafkaRecord } from './read.ts';

/** A UUID or GUID, or the number of a schema. */
const SCHEMA_ID = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{1,10})$/i;

/** The id that big-endian numbers seem to name; registries count from 1. */
const NO_ID = '0';

/**
 * The id of the schema that one side of a record names by itself, whatever converter is configured: a wrong one may be why
 * the record failed. Null when it names none.
 */
export function schemaIdOf(record: KafkaRecord, side: Side): string | null {
  const metadata = record.schemaMetadata[side];
  if (metadata !== undefined) return SCHEMA_ID.test(metadata.schemaId) ? metadata.schemaId : null;
  const source = record[side];
  if (source === null) return null;
  const header = schemaHeader(record, side);
  if (header !== undefined) return confluentId(header);
  return isGlueFrame(source) ? schemaVersionId(frameSchemaKey(source)) : confluentId(source);
}

function confluentId(bytes: Buffer): string | null {
  if (!isConfluentFrame(bytes)) return null;
  const id = confluentSchemaName(confluentSchemaKey(bytes));
  return id !== NO_ID && SCHEMA_ID.test(id) ? id : null;
}
