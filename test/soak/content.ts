import type { ProducedRecord } from '../../infra/local/demo/event-builder.ts';
import type { KafkaSchemaMetadata } from '../../shared/kafka-event.ts';

/** A value and the JSON text it has to become in the event. */
export interface Content {
  readonly value: Buffer | string | null;
  readonly valueText: string;
  /** What Lambda's own registry integration tells of the value, where it has taken the frame off. */
  readonly valueSchemaMetadata?: KafkaSchemaMetadata;
}

/** What makes a record one that can become no event, and the code with which it has to fail. */
export type Poison = { readonly code: string } & Pick<ProducedRecord, 'value'> &
  Partial<Pick<ProducedRecord, 'timestamp'>>;

/** An amount that JavaScript, Java and JSON write alike: neither whole nor rounded. */
export function amount(random: () => number): number {
  return Math.floor(random() * 100_000) + 0.25;
}
