import type { ConverterName } from '../../../shared/configuration/converter-names.ts';
import type { FormatConfiguration, Side } from '../../../shared/configuration/format.ts';
import type { KafkaRecord } from '../read.ts';

/** The bytes of one side of a record; null for Kafka's null. */
export type SideSource = (record: KafkaRecord) => Buffer | null;

/** Formats in which no bytes at all can stand for a key. */
const FORMATS_WITH_EMPTY: readonly ConverterName[] = ['json', 'string', 'bytes'];

/** Lambda is reported to send an empty key for a record without one; where it cannot be a key, that is what it means. */
export function sideSource(
  side: Side,
  { converter, hasSchemaEnvelope }: Pick<FormatConfiguration, 'converter' | 'hasSchemaEnvelope'>,
): SideSource {
  if (side === 'value') return ({ value }) => value;
  const hasEnvelope = converter === 'json' && hasSchemaEnvelope;
  if (FORMATS_WITH_EMPTY.includes(converter) && !hasEnvelope) return ({ key }) => key;
  return ({ key }) => (key?.length === 0 ? null : key);
}
