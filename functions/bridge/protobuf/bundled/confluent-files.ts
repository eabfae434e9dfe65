/**
 * What Confluent's registry knows without holding it.
 *
 * @see https://github.com/confluentinc/schema-registry/tree/master/protobuf-types
 */
export const CONFLUENT_FILES: readonly (readonly [path: string, text: string])[] = [
  [
    'confluent/type/decimal.proto',
    'syntax="proto3";package confluent.type;message Decimal{bytes value=1;uint32 precision=2;int32 scale=3;}',
  ],
  [
    'confluent/type/variant.proto',
    'syntax="proto3";package confluent.type;message Variant{bytes metadata=1;bytes value=2;}',
  ],
  // It declares options only.
  ['confluent/meta.proto', 'syntax="proto3";package confluent;'],
];
