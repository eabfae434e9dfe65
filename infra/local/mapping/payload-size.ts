import type { KafkaEvent, KafkaEventRecord } from '../../../shared/kafka-event.ts';

/** `,"key":""` */
const KEY_MEMBER_BYTES = 9;
/** `,"value":""` */
const VALUE_MEMBER_BYTES = 11;
/** `null` stands without the quotes. */
const NULL_BYTES = 2;
/** `:[]` behind the name of a partition. */
const LIST_BYTES = 3;

/** Between two records, or two partitions. */
export const COMMA_BYTES = 1;

/** An event without records, as JSON. */
export function envelopeBytes(members: Omit<KafkaEvent, 'records'>): number {
  return jsonBytes({ ...members, records: {} });
}

/** A partition without records. */
export function partitionBytes(partition: string): number {
  return jsonBytes(partition) + LIST_BYTES;
}

/** One record as JSON. Key and value, the largest parts, are base64 and need no look at their characters. */
export function recordBytes({ key, value, ...rest }: KafkaEventRecord): number {
  return jsonBytes(rest) + memberBytes(key, KEY_MEMBER_BYTES) + memberBytes(value, VALUE_MEMBER_BYTES);
}

function memberBytes(base64: string | null | undefined, memberBytes: number): number {
  if (base64 === undefined) return 0;
  return memberBytes + (base64 === null ? NULL_BYTES : base64.length);
}

function jsonBytes(value: object | string): number {
  return Buffer.byteLength(JSON.stringify(value));
}
