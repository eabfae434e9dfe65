/** The scalar types of Protobuf. @see https://protobuf.dev/programming-guides/proto3/#scalar */
export const SCALAR_TYPES = [
  'double',
  'float',
  'int32',
  'int64',
  'uint32',
  'uint64',
  'sint32',
  'sint64',
  'fixed32',
  'fixed64',
  'sfixed32',
  'sfixed64',
  'bool',
  'string',
  'bytes',
] as const;
export type ScalarType = (typeof SCALAR_TYPES)[number];

export function isScalarType(name: string): name is ScalarType {
  return SCALAR_TYPES.some((scalar) => scalar === name);
}

/** The messages and enums of one `.proto` file. */
export interface ProtoFile {
  /** Top-level messages in the order of declaration. */
  readonly messages: readonly MessageType[];
  /** Top-level enums. */
  readonly enums: readonly EnumType[];
  /** Paths of the files it imports. */
  readonly imports: readonly string[];
}

export interface MessageType {
  readonly kind: 'message';
  readonly name: string;
  /** With the package and the messages around it: `shop.Order.Line`. */
  readonly fullName: string;
  /** In the order of declaration. */
  readonly fields: readonly Field[];
  /** In the order of declaration, then the map entries that the schema does not spell out. */
  readonly nested: readonly MessageType[];
  readonly enums: readonly EnumType[];
  /** Key and value of a map: a repeated field of this type is a map. */
  readonly isMapEntry: boolean;
  /** What a `map<>` field stands for, a message that the schema does not spell out. */
  readonly isSynthetic: boolean;
}

export interface EnumType {
  readonly kind: 'enum';
  readonly name: string;
  readonly fullName: string;
  /** In the order of declaration. Of several names of a number the first one counts. */
  readonly values: readonly EnumValue[];
  /** An unknown number counts as an unknown field, as in proto2. */
  readonly isClosed: boolean;
}

export interface EnumValue {
  readonly name: string;
  readonly number: number;
}

/**
 * What a singular field without a value is: null, the default of its type, or an error.
 *
 * @see https://protobuf.dev/programming-guides/field_presence/
 */
export type Presence = 'explicit' | 'implicit' | 'required';

export interface Field {
  readonly name: string;
  readonly jsonName: string;
  readonly number: number;
  /** A scalar type, or a message or enum as the schema refers to it. */
  readonly typeName: string;
  readonly isRepeated: boolean;
  /** Name of the oneof that it is a member of. */
  readonly oneof: string | undefined;
  readonly presence: Presence;
  /** `optional` of proto3, which comes behind all other fields in Glue's library. */
  readonly isProto3Optional: boolean;
  /** A message between a start and an end tag instead of behind its length, unless it is a map entry. */
  readonly isDelimited: boolean;
  /** A string has to be UTF-8. */
  readonly isUtf8Checked: boolean;
}
