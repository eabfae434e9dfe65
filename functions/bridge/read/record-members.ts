import type { KafkaEventHeader, KafkaSchemaMetadata } from '../../../shared/kafka-event.ts';

/** Readers of the members of a record in an event of Lambda: null for what is absent, undefined for what cannot be read. */

/** Kafka writes -1 for "no timestamp"; anything below 0 is taken for it. */
export function readTimestamp(value: unknown): number | null | undefined {
  if (isAbsent(value) || (typeof value === 'number' && value < 0)) return null;
  return isCount(value) ? value : undefined;
}

export function readText(value: unknown): string | null | undefined {
  if (isAbsent(value)) return null;
  return typeof value === 'string' ? value : undefined;
}

/** Without a schema id it tells nothing that decoding could use. */
export function readSchemaMetadata(metadata: unknown): KafkaSchemaMetadata | null | undefined {
  if (isAbsent(metadata)) return null;
  if (!isObject(metadata)) return undefined;
  const { dataFormat, schemaId } = metadata;
  if (isAbsent(schemaId)) return null;
  if (typeof dataFormat !== 'string' || typeof schemaId !== 'string') return undefined;
  return { dataFormat, schemaId };
}

export function readHeaders(headers: unknown): readonly KafkaEventHeader[] | null | undefined {
  if (isAbsent(headers)) return null;
  return isHeaderList(headers) ? headers : undefined;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function isHeaderList(headers: unknown): headers is readonly KafkaEventHeader[] {
  return (
    Array.isArray(headers) &&
    headers.every(
      (header) => isObject(header) && !Array.isArray(header) && Object.values(header).every(isBytes),
    )
  );
}

function isBytes(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.every(isByte));
}

/** Signed, as Lambda sends it, or unsigned. */
function isByte(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= -128 && Number(value) <= 255;
}
