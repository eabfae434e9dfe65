import type { Side } from '../../shared/configuration/format.ts';
import { isUuid } from '../../shared/uuid.ts';
import { confluentSchemaKey, confluentSchemaName, isConfluentFrame } from './confluent/frame.ts';
import { schemaHeader } from './confluent/framing.ts';
import { frameSchemaKey, isGlueFrame, schemaVersionId } from './glue/frame.ts';
import type { KafkaRecord } from './read.ts';

const NUMBER = /^\d{1,10}$/;

/** The id that big-endian numbers seem to name; registries count from 1. */
const NO_ID = '0';

/**
 * The id of the schema that one side of a record names by itself, whatever converter is configured: a wrong one may be why
 * the record failed. Null when it names none.
 */
export function schemaIdOf(record: KafkaRecord, side: Side): string | null {
  const metadata = record.schemaMetadata[side];
  if (metadata !== undefined) return knownId(metadata.schemaId);
  const source = record[side];
  if (source === null) return null;
  const header = schemaHeader(record, side);
  if (header !== undefined) return confluentId(header);
  return isGlueFrame(source) ? schemaVersionId(frameSchemaKey(source)) : confluentId(source);
}

function confluentId(bytes: Buffer): string | null {
  if (!isConfluentFrame(bytes)) return null;
  const id = confluentSchemaName(confluentSchemaKey(bytes));
  return id === NO_ID ? null : knownId(id);
}

/** A UUID or GUID in lower case, or the number of a schema; null for anything else. */
function knownId(id: string): string | null {
  if (isUuid(id)) return id.toLowerCase();
  return NUMBER.test(id) ? id : null;
}
