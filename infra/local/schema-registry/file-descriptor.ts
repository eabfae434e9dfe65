import descriptor from 'protobufjs/ext/descriptor.js';
import * as z from 'zod/mini';

/**
 * What is read of a `FileDescriptorProto`, in which some clients register Protobuf schemas.
 *
 * @see https://github.com/protocolbuffers/protobuf/blob/main/src/google/protobuf/descriptor.proto
 */
const Field = z.object({
  name: z.string(),
  number: z.number(),
  label: z.optional(z.enum(['LABEL_OPTIONAL', 'LABEL_REQUIRED', 'LABEL_REPEATED'])),
  type: z.optional(z.string()),
  typeName: z.optional(z.string()),
  defaultValue: z.optional(z.string()),
  oneofIndex: z.optional(z.number()),
  jsonName: z.optional(z.string()),
  proto3Optional: z.optional(z.boolean()),
  options: z.optional(z.object({ packed: z.optional(z.boolean()), deprecated: z.optional(z.boolean()) })),
});

const Range = z.object({ start: z._default(z.number(), 0), end: z.number() });

const Enum = z.object({
  name: z.string(),
  value: z._default(z.array(z.object({ name: z.string(), number: z._default(z.number(), 0) })), []),
  options: z.optional(z.object({ allowAlias: z.optional(z.boolean()) })),
});

const Message = z.object({
  name: z.string(),
  field: z._default(z.array(Field), []),
  enumType: z._default(z.array(Enum), []),
  oneofDecl: z._default(z.array(z.object({ name: z.string() })), []),
  reservedRange: z._default(z.array(Range), []),
  reservedName: z._default(z.array(z.string()), []),
  options: z.optional(z.object({ mapEntry: z.optional(z.boolean()) })),
  get nestedType() {
    return z._default(z.array(Message), []);
  },
});

const File = z.object({
  package: z._default(z.string(), ''),
  /** Absent in proto2. */
  syntax: z._default(z.enum(['proto2', 'proto3']), 'proto2'),
  dependency: z._default(z.array(z.string()), []),
  publicDependency: z._default(z.array(z.number()), []),
  messageType: z._default(z.array(Message), []),
  enumType: z._default(z.array(Enum), []),
});

export type FieldDescriptor = z.infer<typeof Field>;
export type EnumDescriptor = z.infer<typeof Enum>;
export type MessageDescriptor = z.infer<typeof Message>;
export type FileDescriptor = z.infer<typeof File>;

/** @throws Error for bytes that are no descriptor, and for one of an edition, which the stand-in does not print. */
export function readFileDescriptor(bytes: Uint8Array): FileDescriptor {
  const { FileDescriptorProto } = descriptor;
  return File.parse(FileDescriptorProto.toObject(FileDescriptorProto.decode(bytes), { enums: String }));
}
