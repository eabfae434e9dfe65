import type { Field, MessageType } from './schema.ts';

/** Numbers of the fields of a map entry. @see https://protobuf.dev/programming-guides/proto3/#maps-backwards */
export const KEY_NUMBER = 1;
export const VALUE_NUMBER = 2;

/** A message as it is declared, in text or in a descriptor. */
interface Declaration {
  readonly options?: { readonly map_entry?: unknown } | undefined;
}

/** Whether a message says that it is what stands behind a `map<>` field. */
export function isMapEntry({ options }: Declaration): boolean {
  return options?.map_entry === true;
}

/** The message that stands behind a `map<>` field: `StockEntry` for `stock`. */
export function mapEntryType(scope: string, map: Field, keyTypeName: string): MessageType {
  const name = `${upperCamelCase(map.name)}Entry`;
  const part: Omit<Field, 'name' | 'jsonName' | 'number' | 'typeName'> = {
    isRepeated: false,
    oneof: undefined,
    presence: 'implicit',
    isProto3Optional: false,
    isDelimited: false,
    isUtf8Checked: map.isUtf8Checked,
  };
  return {
    kind: 'message',
    name,
    fullName: `${scope}.${name}`,
    fields: [
      { ...part, name: 'key', jsonName: 'key', number: KEY_NUMBER, typeName: keyTypeName },
      { ...part, name: 'value', jsonName: 'value', number: VALUE_NUMBER, typeName: map.typeName },
    ],
    nested: [],
    enums: [],
    isMapEntry: true,
    isSynthetic: true,
  };
}

/** Each part between underscores with a capital, as protoc names map entries. */
function upperCamelCase(name: string): string {
  return name
    .split('_')
    .map((part) => `${part.slice(0, 1).toUpperCase()}${part.slice(1)}`)
    .join('');
}
