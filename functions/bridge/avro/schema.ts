/** Attributes of a schema beyond the Avro types, which avsc drops and the rendering needs. */
export interface Annotations {
  /** In lower case, since the reference compares it without regard to case. */
  readonly logicalType?: string;
  /** `scale` of a decimal, as JSON. Absent when undefined. */
  readonly scale?: unknown;
  /** `connect.type`: `int8`, `int16`. */
  readonly connectType?: string;
  /** `connect.name`: the Connect schema name. */
  readonly connectName?: string;
  /** `scale` among the `connect.parameters`, where it is text. */
  readonly connectScale?: string;
  /** `connect.internal.type`: `MapEntry`. */
  readonly connectInternalType?: string;
  /** `connect.default`, as JSON; integers beyond 2^53 are BigInts. Absent when undefined. */
  readonly connectDefault?: unknown;
}

const PRIMITIVE_TYPES = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'] as const;

export type PrimitiveTypeName = (typeof PRIMITIVE_TYPES)[number];

export function isPrimitiveTypeName(name: string): name is PrimitiveTypeName {
  return PRIMITIVE_TYPES.some((primitive) => primitive === name);
}

export interface PrimitiveSchema {
  readonly kind: PrimitiveTypeName;
  readonly annotations: Annotations;
}

/** The names of a record, enum or fixed type, as its author spelled them. */
export interface SchemaName {
  readonly simple: string;
  readonly full: string;
}

export interface FixedSchema {
  readonly kind: 'fixed';
  readonly name: SchemaName;
  readonly sizeBytes: number;
  readonly annotations: Annotations;
}

export interface EnumSchema {
  readonly kind: 'enum';
  readonly name: SchemaName;
  readonly symbols: readonly string[];
  readonly annotations: Annotations;
}

export interface RecordField {
  readonly name: string;
  readonly schema: AvroSchema;
}

export interface RecordSchema {
  readonly kind: 'record';
  readonly name: SchemaName;
  readonly fields: readonly RecordField[];
  readonly annotations: Annotations;
}

export interface ArraySchema {
  readonly kind: 'array';
  readonly items: AvroSchema;
  readonly annotations: Annotations;
}

export interface MapSchema {
  readonly kind: 'map';
  readonly values: AvroSchema;
  readonly annotations: Annotations;
}

export interface UnionSchema {
  readonly kind: 'union';
  readonly branches: readonly AvroSchema[];
  readonly annotations: Annotations;
}

/**
 * A schema with its references resolved: recursive schemas are cyclic graphs of these, and every reference to a name is
 * the same object as its definition.
 *
 * @see https://avro.apache.org/docs/1.11.1/specification/#schema-declaration
 */
export type AvroSchema =
  | PrimitiveSchema
  | FixedSchema
  | EnumSchema
  | RecordSchema
  | ArraySchema
  | MapSchema
  | UnionSchema;
