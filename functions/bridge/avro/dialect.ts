import type { PayloadStyle } from '../schemas/payload-renderer.ts';

/** Where the two libraries that bring Connect data into Avro differ; one is a fork of the other. */
export interface Dialect {
  /** Namespace of the records that stand for what Avro does not have: maps with other keys, values without schema. */
  readonly connectNamespace: string;
  /** A datum whose schema is nothing but `bytes` is written without its length. */
  readonly hasBareBytes: boolean;
  /** A union with a single branch is that branch. */
  readonly hasFlatSingletons: boolean;
  /** A fixed type among the branches of a union goes by its own name, not as `fixed`. */
  readonly hasFixedNames: boolean;
}

/**
 * @see https://github.com/awslabs/aws-glue-schema-registry/blob/master/avro-kafkaconnect-converter
 * @see https://github.com/confluentinc/schema-registry/blob/master/avro-data/src/main/java/io/confluent/connect/avro/AvroData.java
 */
export const DIALECTS: Readonly<Record<PayloadStyle, Dialect>> = {
  glue: {
    connectNamespace: 'com.amazonaws.services.schemaregistry.kafkaconnect.avrodata',
    hasBareBytes: false,
    hasFlatSingletons: false,
    hasFixedNames: false,
  },
  confluent: {
    connectNamespace: 'io.confluent.connect.avro',
    hasBareBytes: true,
    hasFlatSingletons: true,
    hasFixedNames: true,
  },
};
