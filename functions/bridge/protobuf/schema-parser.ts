import protobuf from 'protobufjs';
import { checkFieldNumber, nameIn } from './declaration-limits.ts';
import { defaultFeatures, type Features, isDelimitedBy, withFeatures } from './features.ts';
import { jsonNameOf } from './json-name.ts';
import { isMapEntry, mapEntryType } from './map-entry.ts';
import type { EnumType, Field, MessageType, Presence, ProtoFile } from './schema.ts';
import { parseProtoText } from './schema-text.ts';

/**
 * Reads a `.proto` text. protobufjs parses it; names are resolved elsewhere, since protobufjs looks for them in places
 * where Protobuf does not.
 *
 * @throws RecordError `SCHEMA_INVALID`
 */
export function parseProtoFile(text: string): ProtoFile {
  const { root, edition, imports, spell } = parseProtoText(text);
  const reader = new DeclarationReader(spell);
  const features = defaultFeatures(edition);
  return { ...reader.readScope(root, '', features), imports };
}

interface Declarations {
  readonly messages: MessageType[];
  readonly enums: EnumType[];
}

class DeclarationReader {
  readonly #spell: (name: string) => string;

  constructor(spell: (name: string) => string) {
    this.#spell = spell;
  }

  /** The messages and enums that a file, package or message declares. A file has one package, so they stay in order. */
  readScope(scope: protobuf.NamespaceBase, fullName: string, features: Features): Declarations {
    const messages: MessageType[] = [];
    const enums: EnumType[] = [];
    for (const declared of scope.nestedArray) {
      const name = this.#spell(declared.name);
      const declaredName = nameIn(fullName, name);
      if (declared instanceof protobuf.Type) {
        messages.push(this.#readMessage(declared, declaredName, features));
      } else if (declared instanceof protobuf.Enum) {
        enums.push(this.#readEnum(declared, declaredName, features));
      } else if (declared instanceof protobuf.Namespace) {
        const inner = this.readScope(declared, declaredName, features);
        messages.push(...inner.messages);
        enums.push(...inner.enums);
      }
    }
    return { messages, enums };
  }

  #readMessage(type: protobuf.Type, fullName: string, inherited: Features): MessageType {
    const features = withFeatures(inherited, type.options);
    const { messages, enums } = this.readScope(type, fullName, features);
    const fields: Field[] = [];
    const mapEntries: MessageType[] = [];
    for (const field of type.fieldsArray) {
      const read = this.#readField(field, type, features);
      if (field instanceof protobuf.MapField) {
        const entry = mapEntryType(fullName, read, this.#spell(field.keyType));
        mapEntries.push(entry);
        fields.push({ ...read, typeName: `.${entry.fullName}`, isRepeated: true, isDelimited: false });
      } else {
        fields.push(read);
      }
    }
    return {
      kind: 'message',
      name: this.#spell(type.name),
      fullName,
      fields,
      nested: [...messages, ...mapEntries],
      enums,
      isMapEntry: isMapEntry(type),
      isSynthetic: false,
    };
  }

  #readField(field: protobuf.Field, type: protobuf.Type, inherited: Features): Field {
    checkFieldNumber(field.id);
    const oneof = field.partOf;
    const isProto3Optional = field.options?.proto3_optional === true;
    const scope = oneof === null ? inherited : withFeatures(inherited, oneof.options);
    const features = withFeatures(scope, field.options);
    const group = groupType(type, field);
    // The field of a group has the name of its type in lower case.
    const name = group === undefined ? this.#spell(field.name) : this.#spell(group.name).toLowerCase();
    const jsonName: unknown = field.jsonName;
    return {
      name,
      jsonName: typeof jsonName === 'string' ? this.#spell(jsonName) : jsonNameOf(name),
      number: field.id,
      typeName: this.#spell(field.type),
      isRepeated: field.repeated,
      oneof: oneof === null ? undefined : this.#spell(oneof.name),
      presence: presenceOf(field, features, isProto3Optional || oneof !== null),
      isProto3Optional,
      isDelimited: group !== undefined || isDelimitedBy(features, isMapEntry(type)),
      isUtf8Checked: features.utf8_validation === 'VERIFY',
    };
  }

  #readEnum(type: protobuf.Enum, fullName: string, inherited: Features): EnumType {
    const values = Object.entries(type.values).map(([name, number]) => ({ name: this.#spell(name), number }));
    const isClosed = withFeatures(inherited, type.options).enum_type === 'CLOSED';
    return { kind: 'enum', name: this.#spell(type.name), fullName, values, isClosed };
  }
}

/** The type of a field in the old group syntax, which declares both at once; undefined for other fields of that type. */
function groupType(type: protobuf.Type, field: protobuf.Field): protobuf.Type | undefined {
  const declared = type.get(field.type);
  const isGroup = declared instanceof protobuf.Type && 'group' in declared && declared.group === true;
  return isGroup && protobuf.util.lcFirst(declared.name) === field.name ? declared : undefined;
}

function presenceOf({ rule }: protobuf.Field, features: Features, isTracked: boolean): Presence {
  if (rule === 'required' || features.field_presence === 'LEGACY_REQUIRED') return 'required';
  return isTracked || features.field_presence === 'EXPLICIT' ? 'explicit' : 'implicit';
}
