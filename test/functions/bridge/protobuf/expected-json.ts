import protobuf from 'protobufjs';
import { javaDouble, shortestFloat } from '../../../../functions/bridge/json/java-number.ts';
import type { PayloadStyle } from '../../../../functions/bridge/schemas/payload-renderer.ts';

type Typed = Pick<protobuf.Field, 'resolvedType'>;
type Fields = Readonly<Record<string, unknown>>;

/** protobufjs has no 64-bit keys and makes characters of their bytes. */
const HASH_CHARACTERS = 8;

/**
 * The JSON text of a message that protobufjs has decoded, by another way than the one under test: from objects, field by
 * field. In the style of Glue, messages that are not there must not be recursive.
 */
export function expectedJson(type: protobuf.Type, message: Fields, style: PayloadStyle = 'glue'): string {
  return object(MEMBERS[style](type, message));
}

const MEMBERS: Readonly<Record<PayloadStyle, (type: protobuf.Type, message: Fields) => Member[]>> = {
  glue: (type, message) => {
    const plain = type.fieldsArray.filter(({ partOf }) => partOf === null);
    const optional = type.oneofsArray.filter(({ isProto3Optional }) => isProto3Optional);
    return [
      ...plain.map((field): Member => [field.name, fieldJson(field, message, 'glue')]),
      ...oneofsOf(type).map((oneof): Member => [oneof.name, object(trackedMembers(oneof, message, 'glue'))]),
      ...optional.flatMap((oneof) => trackedMembers(oneof, message, 'glue')),
    ];
  },
  confluent: (type, message) => {
    const others = type.fieldsArray.filter(({ partOf }) => partOf === null || partOf.isProto3Optional);
    return [
      ...oneofsOf(type).map((oneof, index): Member => {
        const isSet = oneof.fieldsArray.some(({ name }) => Object.hasOwn(message, name));
        const json = isSet ? object(trackedMembers(oneof, message, 'confluent')) : 'null';
        return [`${oneof.name}_${index}`, json];
      }),
      ...others.flatMap((field): Member[] =>
        field.partOf === null
          ? [[field.name, fieldJson(field, message, 'confluent')]]
          : trackedMembers(field.partOf, message, 'confluent'),
      ),
    ];
  },
};

function oneofsOf({ oneofsArray }: protobuf.Type): protobuf.OneOf[] {
  return oneofsArray.filter(({ isProto3Optional }) => !isProto3Optional);
}

type Member = readonly [name: string, json: string];

function object(members: readonly Member[]): string {
  return `{${members.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join()}}`;
}

function trackedMembers({ fieldsArray }: protobuf.OneOf, message: Fields, style: PayloadStyle): Member[] {
  return fieldsArray.map((field) => [
    field.name,
    Object.hasOwn(message, field.name) ? valueJson(field, field.type, message[field.name], style) : 'null',
  ]);
}

function fieldJson(field: protobuf.Field, message: Fields, style: PayloadStyle): string {
  const value = message[field.name];
  if (field instanceof protobuf.MapField) return mapJson(field, isFields(value) ? value : {}, style);
  if (field.repeated) {
    const items: unknown[] = Array.isArray(value) ? value : [];
    return `[${items.map((item) => valueJson(field, field.type, item, style)).join()}]`;
  }
  if (Object.hasOwn(message, field.name)) return valueJson(field, field.type, value, style);
  const type = field.resolvedType;
  if (type instanceof protobuf.Type) return style === 'glue' ? expectedJson(type, {}) : 'null';
  return valueJson(field, field.type, field.typeDefault, style);
}

function mapJson(field: protobuf.MapField, map: Fields, style: PayloadStyle): string {
  const entries = Object.entries(map);
  if (field.keyType === 'string') {
    return object(entries.map(([key, value]) => [key, valueJson(field, field.type, value, style)]));
  }
  const isUnsigned = field.keyType === 'uint64' || field.keyType === 'fixed64';
  const is64Bit = field.keyType.endsWith('64');
  const keys = entries.map(([key]) => {
    // The default of a key that is not there has another form.
    const isHash = is64Bit && key.length === HASH_CHARACTERS;
    return isHash ? protobuf.util.longFromHash(key, isUnsigned).toString() : key;
  });
  // Which of the two came last, protobufjs does not tell.
  if (new Set(keys).size < keys.length) throw new Error('A key is there in both of its forms.');
  return `[${entries.map(([, value], index) => `[${keys[index]},${valueJson(field, field.type, value, style)}]`)}]`;
}

function valueJson(
  { resolvedType: type }: Typed,
  typeName: string,
  value: unknown,
  style: PayloadStyle,
): string {
  if (type instanceof protobuf.Type) return expectedJson(type, isFields(value) ? value : {}, style);
  if (type instanceof protobuf.Enum) return JSON.stringify(enumName(type, Number(value)));
  switch (typeName) {
    case 'string':
      return JSON.stringify(value);
    case 'bytes':
      return JSON.stringify(value instanceof Uint8Array ? Buffer.from(value).toString('base64') : '');
    case 'float':
      return floatingPoint(shortestFloat(Number(value)));
    case 'double':
      return floatingPoint(Number(value));
    default:
      return String(value);
  }
}

function enumName(type: protobuf.Enum, number: number): string {
  return type.valuesById[number] ?? `UNKNOWN_ENUM_VALUE_${type.name}_${number}`;
}

function floatingPoint(value: number): string {
  return Number.isFinite(value) ? javaDouble(value) : JSON.stringify(String(value));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

/**
 * JSON to compare: numbers as their text, pairs (which only maps have) in an order of their own, since protobufjs does not
 * keep that of the wire.
 */
export function comparable(json: string): unknown {
  return JSON.parse(json, (_member: string, value: unknown, context?: { readonly source?: string }) => {
    if (typeof value === 'number') return { number: context?.source };
    const isMap = Array.isArray(value) && value.every((item) => Array.isArray(item));
    return isMap ? value.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : value;
  });
}
