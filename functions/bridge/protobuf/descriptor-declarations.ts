import { RecordError } from '../errors.ts';
import { checkCount, checkFieldNumber, nameIn } from './declaration-limits.ts';
import { defaultFeatures, type Features, isDelimitedBy, withFeatures } from './features.ts';
import type {
  EnumDescriptor,
  FieldDescriptor,
  FileDescriptor,
  MessageDescriptor,
} from './file-descriptor.ts';
import { jsonNameOf } from './json-name.ts';
import { MAX_MESSAGE_NESTING, MAX_MESSAGE_STATEMENTS, MAX_SCHEMA_STATEMENTS } from './limits.ts';
import { isMapEntry } from './map-entry.ts';
import type { EnumType, Field, MessageType, Presence, ProtoFile } from './schema.ts';

const EDITION_PREFIX = 'EDITION_';
const UNKNOWN_EDITION = 'EDITION_UNKNOWN';
const TYPE_PREFIX = 'TYPE_';

/**
 * The declarations of a descriptor. Maps are what they are on the wire, repeated entries of a message of their own.
 *
 * @throws RecordError `SCHEMA_INVALID`
 */
export function descriptorDeclarations(file: FileDescriptor): ProtoFile {
  const edition =
    file.syntax === 'editions' ? (file.edition ?? UNKNOWN_EDITION).slice(EDITION_PREFIX.length) : file.syntax;
  const features = withFeatures(defaultFeatures(edition), file.options);
  const reader = new DescriptorReader();
  return {
    messages: file.message_type.map((message) => reader.readMessage(message, file.package, features)),
    enums: file.enum_type.map((type) => reader.readEnum(type, file.package, features)),
    imports: file.dependency,
  };
}

class DescriptorReader {
  #statements = 0;

  readMessage(message: MessageDescriptor, scope: string, inherited: Features, depth = 1): MessageType {
    checkCount(depth, MAX_MESSAGE_NESTING, 'the schema', 'messages inside each other');
    checkCount(message.field.length, MAX_MESSAGE_STATEMENTS, 'a message of the schema', 'statements');
    this.#count(1 + message.field.length + message.oneof_decl.length);
    const features = withFeatures(inherited, message.options);
    const fullName = nameIn(scope, message.name);
    return {
      kind: 'message',
      name: message.name,
      fullName,
      fields: message.field.map((field) => readField(field, message, features)),
      nested: message.nested_type.map((nested) => this.readMessage(nested, fullName, features, depth + 1)),
      enums: message.enum_type.map((type) => this.readEnum(type, fullName, features)),
      isMapEntry: isMapEntry(message),
      isSynthetic: false,
    };
  }

  readEnum({ name, value, options }: EnumDescriptor, scope: string, inherited: Features): EnumType {
    this.#count(1 + value.length);
    const isClosed = withFeatures(inherited, options).enum_type === 'CLOSED';
    return { kind: 'enum', name, fullName: nameIn(scope, name), values: value, isClosed };
  }

  #count(statements: number): void {
    this.#statements += statements;
    checkCount(this.#statements, MAX_SCHEMA_STATEMENTS, 'the schema', 'statements');
  }
}

function readField(field: FieldDescriptor, message: MessageDescriptor, inherited: Features): Field {
  checkFieldNumber(field.number);
  const isProto3Optional = field.proto3_optional === true;
  const index = isProto3Optional ? undefined : field.oneof_index;
  const oneof = index === undefined ? undefined : message.oneof_decl[index];
  const features = withFeatures(withFeatures(inherited, oneof?.options), field.options);
  return {
    name: field.name,
    jsonName: field.json_name ?? jsonNameOf(field.name),
    number: field.number,
    typeName: typeNameOf(field),
    isRepeated: field.label === 'LABEL_REPEATED',
    oneof: oneof?.name,
    presence: presenceOf(field, features, isProto3Optional || oneof !== undefined),
    isProto3Optional,
    isDelimited: field.type === 'TYPE_GROUP' || isDelimitedBy(features, isMapEntry(message)),
    isUtf8Checked: features.utf8_validation === 'VERIFY',
  };
}

/** @throws RecordError `SCHEMA_INVALID` */
function typeNameOf({ type = '', type_name: typeName }: FieldDescriptor): string {
  const name = typeName ?? type.slice(TYPE_PREFIX.length).toLowerCase();
  if (name !== '') return name;
  throw new RecordError('SCHEMA_INVALID', 'a field of the schema has no type');
}

function presenceOf({ label }: FieldDescriptor, features: Features, isTracked: boolean): Presence {
  if (label === 'LABEL_REQUIRED' || features.field_presence === 'LEGACY_REQUIRED') return 'required';
  return isTracked || features.field_presence === 'EXPLICIT' ? 'explicit' : 'implicit';
}
