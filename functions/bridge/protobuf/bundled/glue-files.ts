/**
 * What the Glue library adds to the schemas that it makes from Connect data.
 *
 * @see https://github.com/awslabs/aws-glue-schema-registry
 */
export const GLUE_FILES: readonly (readonly [path: string, text: string])[] = [
  [
    'additionalTypes/decimal.proto',
    'syntax="proto3";package additionalTypes;message Decimal{int64 units=1;int32 fraction=2;uint32 precision=3;int32 scale=4;}',
  ],
  // It declares options only.
  ['metadata/metadata.proto', 'syntax="proto3";package metadata;'],
];
