import { confluentFraming } from '../../functions/bridge/confluent/framing.ts';
import { glueFraming } from '../../functions/bridge/glue/framing.ts';
import { type KafkaRecord, readBatch } from '../../functions/bridge/read.ts';
import type { Framing } from '../../functions/bridge/schemas/framing.ts';
import type { RegisteredSchema } from '../../functions/bridge/schemas/registered-schema.ts';
import type { KafkaEventRecord } from '../../shared/kafka-event.ts';
import type { Serialized } from './order.ts';

export type RegistryName = 'Glue' | 'Confluent';

/** A record as a foreign serializer wrote it, with its schema as the registry got it, and what the bridge makes of it. */
export interface ForeignFrame {
  readonly name: string;
  /** The serializer with its version and language. */
  readonly producer: string;
  readonly registry: RegistryName;
  readonly frameHex: string;
  /** Hexadecimal by name. */
  readonly headers: readonly (readonly [name: string, contentHex: string])[];
  readonly schema: RegisteredSchema;
  /** JSON text of the value. */
  readonly expected: string;
}

export function framingOf(registry: RegistryName): Framing {
  return registry === 'Glue' ? glueFraming('value') : confluentFraming('value');
}

/** The record in the event of Lambda; its key is the name. */
export function foreignEventRecord(
  { name, frameHex = '', headers = [] }: Serialized,
  offset: number,
): KafkaEventRecord {
  return {
    topic: 'foreign',
    partition: 0,
    offset,
    timestamp: 1_700_000_000_000,
    timestampType: 'CREATE_TIME',
    key: Buffer.from(name).toString('base64'),
    value: Buffer.from(frameHex, 'hex').toString('base64'),
    headers: headers.map(([header, content]) => ({
      [header]: [...new Int8Array(Buffer.from(content, 'hex'))],
    })),
  };
}

/** The record as the bridge reads it. */
export function foreignRecord(serialized: Serialized): KafkaRecord {
  const records = { 'foreign-0': [foreignEventRecord(serialized, 0)] };
  const [record] = readBatch({ eventSource: 'SelfManagedKafka', records }).records;
  if (record === undefined) throw new TypeError('The event has one record.');
  return record;
}
