import protobuf from 'protobufjs';
import * as z from 'zod/mini';
import { DESCRIPTOR_SCHEMA } from './descriptor-schema.ts';

const Features = z.object({
  field_presence: z.optional(z.string()),
  enum_type: z.optional(z.string()),
  message_encoding: z.optional(z.string()),
  utf8_validation: z.optional(z.string()),
});

const Field = z.object({
  name: z.string(),
  number: z.number(),
  label: z.optional(z.enum(['LABEL_OPTIONAL', 'LABEL_REQUIRED', 'LABEL_REPEATED'])),
  type: z.optional(z.string()),
  type_name: z.optional(z.string()),
  default_value: z.optional(z.string()),
  oneof_index: z.optional(z.number()),
  json_name: z.optional(z.string()),
  proto3_optional: z.optional(z.boolean()),
  options: z.optional(
    z.object({
      packed: z.optional(z.boolean()),
      deprecated: z.optional(z.boolean()),
      features: z.optional(Features),
    }),
  ),
});

const Range = z.object({ start: z._default(z.number(), 0), end: z.number() });

const Oneof = z.object({
  name: z.string(),
  options: z.optional(z.object({ features: z.optional(Features) })),
});

const Enum = z.object({
  name: z.string(),
  value: z._default(z.array(z.object({ name: z.string(), number: z._default(z.number(), 0) })), []),
  options: z.optional(z.object({ allow_alias: z.optional(z.boolean()), features: z.optional(Features) })),
});

const Message = z.object({
  name: z.string(),
  field: z._default(z.array(Field), []),
  enum_type: z._default(z.array(Enum), []),
  oneof_decl: z._default(z.array(Oneof), []),
  reserved_range: z._default(z.array(Range), []),
  reserved_name: z._default(z.array(z.string()), []),
  options: z.optional(z.object({ map_entry: z.optional(z.boolean()), features: z.optional(Features) })),
  get nested_type() {
    return z._default(z.array(Message), []);
  },
});

const File = z.object({
  package: z._default(z.string(), ''),
  /** Absent in proto2; `editions` when `edition` says which. */
  syntax: z._default(z.enum(['proto2', 'proto3', 'editions']), 'proto2'),
  edition: z.optional(z.string()),
  dependency: z._default(z.array(z.string()), []),
  public_dependency: z._default(z.array(z.number()), []),
  message_type: z._default(z.array(Message), []),
  enum_type: z._default(z.array(Enum), []),
  options: z.optional(z.object({ features: z.optional(Features) })),
});

export type FieldDescriptor = z.infer<typeof Field>;
export type EnumDescriptor = z.infer<typeof Enum>;
export type MessageDescriptor = z.infer<typeof Message>;
export type FileDescriptor = z.infer<typeof File>;

/** No `.proto` text: that has a brace or a semicolon. */
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** True if a schema is not `.proto` text, but in the form that {@link readFileDescriptor} reads. */
export function isFileDescriptor(schema: string): boolean {
  return BASE64.test(schema);
}

/**
 * Reads the base64 of a `FileDescriptorProto`: the form in which clients without a printer of `.proto` text register a
 * schema, and in which some registries give it back.
 *
 * @throws Error for bytes that are no descriptor, without a word of theirs
 */
export function readFileDescriptor(base64: string): FileDescriptor {
  fileType ??= protobuf.parse(DESCRIPTOR_SCHEMA, { keepCase: true }).root.lookupType('File');
  const read = File.safeParse(fileType.toObject(decoded(fileType, base64), { enums: String }));
  if (read.success) return read.data;
  const places = read.error.issues.map(({ path }) => path.join('.'));
  throw new Error(`${places[0] ?? 'it'} is missing or unknown`);
}

let fileType: protobuf.Type | undefined;

function decoded(type: protobuf.Type, base64: string): protobuf.Message {
  try {
    return type.decode(Buffer.from(base64, 'base64'));
  } catch (cause) {
    throw new Error('the bytes are not a FileDescriptorProto', { cause });
  }
}
