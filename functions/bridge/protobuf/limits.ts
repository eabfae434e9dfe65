/**
 * Largest schema text, for a schema and all that it imports. Glue holds up to 170,000 characters, Confluent's registry is
 * bounded by its record size of 1 MB.
 *
 * @see https://docs.aws.amazon.com/glue/latest/webapi/API_GetSchemaVersion.html
 */
export const MAX_SCHEMA_CHARACTERS = 1_000_000;
export const MAX_IMPORTED_CHARACTERS = 1_000_000;

/** Schemas that one schema may import, directly or not. */
export const MAX_IMPORTED_FILES = 500;

/** Statements of one schema text that matter to a payload: messages, fields, oneofs, enum values. */
export const MAX_SCHEMA_STATEMENTS = 20_000;

/** Fields of one message: protobufjs takes time with the square of their number. Enums have no limit of their own. */
export const MAX_MESSAGE_STATEMENTS = 1_000;

/** Characters of the full name of a message or enum: names are built and compared for every field. */
export const MAX_NAME_CHARACTERS = 1_000;

/** Words and signs of one such statement. A field has about ten. */
export const MAX_STATEMENT_TOKENS = 100;

/**
 * How deep messages may be declared inside each other: the limit of protobufjs and of protoc.
 *
 * @see https://protobuf.dev/programming-guides/proto-limits/
 */
export const MAX_MESSAGE_NESTING = 32;

/** A tag has 32 bits, three of them for the wire type. @see https://protobuf.dev/programming-guides/proto3/#assigning */
export const MAX_FIELD_NUMBER = 2 ** 29 - 1;
