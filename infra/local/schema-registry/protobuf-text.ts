import type {
  EnumDescriptor,
  FieldDescriptor,
  FileDescriptor,
  MessageDescriptor,
} from '../../../functions/bridge/protobuf/file-descriptor.ts';

const INDENT = '  ';
/** Field numbers end here; a reserved range up to it is written `to max`. */
const MAX_FIELD_NUMBER = 536_870_911;

/**
 * A descriptor as `.proto` text, in the form in which the registry gives it back: messages before enums, fields before
 * `oneof`s, type names from the root, and maps as what they are on the wire, repeated entries of a message of their own. The
 * entries are among the messages that an index counts.
 *
 * @throws Error for what the stand-in does not print: editions and groups
 */
export function protobufText(file: FileDescriptor): string {
  if (file.syntax === 'editions') throw new Error('the stand-in does not print editions');
  return [
    `syntax = "${file.syntax}";`,
    ...(file.package === '' ? [] : [`package ${file.package};`]),
    ...file.dependency.map((path, place) => importText(path, file.public_dependency.includes(place))),
    ...file.message_type.flatMap((message) => messageLines(message, file.syntax)),
    ...file.enum_type.flatMap(enumLines),
    '',
  ].join('\n');
}

function importText(path: string, isPublic: boolean): string {
  return `import ${isPublic ? 'public ' : ''}${JSON.stringify(path)};`;
}

function messageLines(message: MessageDescriptor, syntax: FileDescriptor['syntax']): string[] {
  const alone = message.field.filter((field) => !isInOneof(field));
  return block(`message ${message.name}`, [
    ...message.reserved_range.map(({ start, end }) => `reserved ${start} to ${rangeEnd(end)};`),
    ...message.reserved_name.map((name) => `reserved ${JSON.stringify(name)};`),
    ...(message.options?.map_entry === true ? ['option map_entry = true;'] : []),
    ...alone.map((field) => fieldLine(field, labelOf(field, syntax))),
    ...message.oneof_decl.flatMap(({ name }, place) => oneofLines(name, place, message)),
    ...message.nested_type.flatMap((nested) => messageLines(nested, syntax)),
    ...message.enum_type.flatMap(enumLines),
  ]);
}

/** The descriptor names the first number that is free again. */
function rangeEnd(end: number): string {
  return end > MAX_FIELD_NUMBER ? 'max' : String(end - 1);
}

/** A field that is `optional` in proto3 has a `oneof` for itself, which no text shows. */
function isInOneof({ oneof_index: oneof, proto3_optional: isOptional }: FieldDescriptor): boolean {
  return oneof !== undefined && isOptional !== true;
}

function oneofLines(name: string, place: number, { field }: MessageDescriptor): string[] {
  const members = field.filter((candidate) => isInOneof(candidate) && candidate.oneof_index === place);
  if (members.length === 0) return [];
  return block(
    `oneof ${name}`,
    members.map((member) => fieldLine(member, '')),
  );
}

function labelOf(
  { label, proto3_optional: isOptional }: FieldDescriptor,
  syntax: FileDescriptor['syntax'],
): string {
  if (label === 'LABEL_REPEATED') return 'repeated ';
  if (label === 'LABEL_REQUIRED') return 'required ';
  return syntax === 'proto2' || isOptional === true ? 'optional ' : '';
}

function fieldLine(field: FieldDescriptor, label: string): string {
  const { name, number, type = '', type_name: typeName } = field;
  if (type === 'TYPE_GROUP') throw new Error('the stand-in does not print groups');
  const options = fieldOptions(field);
  const suffix = options.length === 0 ? '' : ` [${options.join(', ')}]`;
  return `${label}${typeName ?? scalarName(type)} ${name} = ${number}${suffix};`;
}

/** `TYPE_INT64` → `int64`. */
function scalarName(type: string): string {
  return type.slice('TYPE_'.length).toLowerCase();
}

function fieldOptions({
  type,
  default_value: defaultValue,
  json_name: jsonName,
  options,
}: FieldDescriptor): string[] {
  const isText = type === 'TYPE_STRING' || type === 'TYPE_BYTES';
  return [
    ...(defaultValue === undefined
      ? []
      : [`default = ${isText ? JSON.stringify(defaultValue) : defaultValue}`]),
    ...(jsonName === undefined ? [] : [`json_name = ${JSON.stringify(jsonName)}`]),
    ...(options?.packed === undefined ? [] : [`packed = ${options.packed}`]),
    ...(options?.deprecated === undefined ? [] : [`deprecated = ${options.deprecated}`]),
  ];
}

function enumLines({ name, value, options }: EnumDescriptor): string[] {
  return block(`enum ${name}`, [
    ...(options?.allow_alias === true ? ['option allow_alias = true;'] : []),
    ...value.map((constant) => `${constant.name} = ${constant.number};`),
  ]);
}

function block(head: string, lines: readonly string[]): string[] {
  return [`${head} {`, ...lines.map((line) => INDENT + line), '}'];
}
