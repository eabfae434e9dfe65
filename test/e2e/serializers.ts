import type { PlannedRecord } from './planned-record.ts';

const PACKAGE = 'org.apache.kafka.common.serialization';
const TEXT = `${PACKAGE}.StringSerializer`;
const BYTES = `${PACKAGE}.ByteArraySerializer`;

/** Longer than a broker is away. */
const DELIVERY_TIMEOUT_MS = 120_000;

/** The producers that a topic is written with: Kafka's own properties, and those of the serializer. */
export type ProducerKind = 'plain' | 'zlib' | 'bytes';

export function producerOf({ content }: PlannedRecord): ProducerKind {
  if (content.kind === 'poison') return 'bytes';
  return content.kind === 'transaction' && content.isCompressed ? 'zlib' : 'plain';
}

export interface SerializerOptions {
  /** Properties that say where the brokers are and how to be let in. */
  readonly connection: Readonly<Record<string, string>>;
  readonly glueUrl: string;
  readonly region: string;
}

/** @see https://docs.aws.amazon.com/glue/latest/dg/schema-registry-integrations.html */
export function producerProperties({
  connection,
  glueUrl,
  region,
}: SerializerOptions): Readonly<Record<ProducerKind, Readonly<Record<string, string>>>> {
  const producer = {
    ...connection,
    acks: 'all',
    'enable.idempotence': 'true',
    'delivery.timeout.ms': String(DELIVERY_TIMEOUT_MS),
    'max.block.ms': String(DELIVERY_TIMEOUT_MS),
    'key.serializer': TEXT,
  };
  const glue = {
    ...producer,
    'value.serializer': 'com.amazonaws.services.schemaregistry.serializers.GlueSchemaRegistryKafkaSerializer',
    region,
    endpoint: glueUrl,
    schemaAutoRegistrationEnabled: 'true',
    dataFormat: 'AVRO',
    avroRecordType: 'GENERIC_RECORD',
  };
  return {
    plain: { ...glue, compression: 'NONE' },
    // Compressed twice over, as it happens where Kafka's own compression is on for all.
    zlib: { ...glue, compression: 'ZLIB', 'compression.type': 'gzip' },
    bytes: { ...producer, 'value.serializer': BYTES },
  };
}
