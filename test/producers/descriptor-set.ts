import protobuf from 'protobufjs';
import descriptor, { type IDescriptorProto } from 'protobufjs/ext/descriptor.js';

/** A `.proto` file without imports as a descriptor set, which is how the serializers in other languages take a schema. */
export function descriptorSetOf(proto: string): string {
  const { root } = protobuf.parse(proto, { keepCase: true });
  root.resolveAll();
  const set = root.toDescriptor('proto3');
  for (const { messageType } of set.file) for (const message of messageType ?? []) putSyntheticLast(message);
  return Buffer.from(descriptor.FileDescriptorSet.encode(set).finish()).toString('base64');
}

/** The oneofs that stand for `optional` come last, or Java and Python refuse the message. */
function putSyntheticLast(message: IDescriptorProto): void {
  for (const nested of message.nestedType ?? []) putSyntheticLast(nested);
  const { field: fields = [], oneofDecl: oneofs = [] } = message;
  // Of the others, too, the index reads as 0, which is its default.
  const members = fields.filter((field) => Object.hasOwn(field, 'oneofIndex'));
  const synthetic = new Set(
    members.flatMap(({ proto3Optional, oneofIndex = 0 }) => (proto3Optional === true ? [oneofIndex] : [])),
  );
  const order = oneofs
    .map((_, index) => index)
    .toSorted((a, b) => Number(synthetic.has(a)) - Number(synthetic.has(b)));
  for (const field of members) field.oneofIndex = order.indexOf(field.oneofIndex ?? 0);
  message.oneofDecl = order.flatMap((index) => oneofs[index] ?? []);
}
