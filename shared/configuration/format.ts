import type { AssumedRole } from './assumed-role.ts';
import type { ConverterName } from './converter-names.ts';

/** What is decoded of a record, each in its own format. */
export type Side = 'key' | 'value';

/** How decimals are written: base64 of the unscaled value as Connect does, an exact JSON number, or that number as text. */
export const DECIMAL_FORMATS = ['BASE64', 'NUMERIC', 'STRING'] as const;
export type DecimalFormat = (typeof DECIMAL_FORMATS)[number];

/** How a union of several types is written: an object with every branch as a member, or the value alone. */
export const UNION_FORMATS = ['branches', 'unwrapped'] as const;
export type UnionFormat = (typeof UNION_FORMATS)[number];

/** Names of Protobuf fields: as in the schema, or their JSON names (`lowerCamelCase` unless the schema says otherwise). */
export const FIELD_NAMES = ['original', 'json'] as const;
export type FieldNames = (typeof FIELD_NAMES)[number];

/** What a decoded value looks like, where there is a choice. */
export interface RenderOptions {
  readonly decimals: DecimalFormat;
  readonly unions: UnionFormat;
  /** Avro: full instead of simple names for the members of a union. */
  readonly hasFullNames: boolean;
  readonly fieldNames: FieldNames;
  readonly confluentProtobuf: ConfluentProtobuf;
}

/** What Protobuf of a Confluent frame looks like, where Confluent's converter has a choice. */
export interface ConfluentProtobuf {
  /** The name of a oneof ends with its index: `payment_0`. */
  readonly hasOneofIndexes: boolean;
  /** The fields of a oneof are members of its message, not of an object of their own. */
  readonly hasFlatOneofs: boolean;
  /** Enums are numbers instead of names. */
  readonly hasNumericEnums: boolean;
  /** A payload of a type such as `google.protobuf.StringValue` is the value in it. */
  readonly hasFlatPayloads: boolean;
  /** The same for fields of such a type. */
  readonly hasFlatWrappers: boolean;
}

/** Where the schema versions of the AWS Glue Schema Registry are read. */
export interface GlueRegistrySettings {
  readonly region: string;
  /** Role of another account, assumed to read its registry. */
  readonly role: GlueRegistryRole | undefined;
}

export type GlueRegistryRole = AssumedRole;

/** A registry that speaks the API of Confluent's: Confluent itself, Apicurio, Redpanda, Karapace. */
export interface ConfluentRegistrySettings {
  /** Base addresses of the registry, tried in this order; https, without user information. */
  readonly urls: readonly string[];
  /** Secrets Manager secret `{"username","password"}` (basic) or `{"token"}` (bearer). */
  readonly secretArn: string | undefined;
  /** Secrets Manager secret `{"certificate"}`: the PEM certificate of a private authority. */
  readonly caSecretArn: string | undefined;
  /** Confluent Cloud with a bearer token: header `target-sr-cluster`. */
  readonly logicalCluster: string | undefined;
  /** Confluent Cloud with a bearer token: header `Confluent-Identity-Pool-Id`. */
  readonly identityPoolId: string | undefined;
}

/** Format of the key or of the value. */
export interface FormatConfiguration {
  readonly converter: ConverterName;
  /** JSON: the document is `{"schema":…,"payload":…}`, and the payload, typed by the schema, is the value. */
  readonly hasSchemaEnvelope: boolean;
  readonly rendering: RenderOptions;
  readonly glue: GlueRegistrySettings;
  /** Undefined when the document names no such registry. */
  readonly confluent: ConfluentRegistrySettings | undefined;
}
