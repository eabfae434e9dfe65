import fc from 'fast-check';
import protobuf from 'protobufjs';
import { SCALAR_TYPES } from '../../../../functions/bridge/protobuf/schema.ts';

const KEYS = SCALAR_TYPES.filter((type) => !['double', 'float', 'bytes'].includes(type));

/** A schema as protobufjs has it and as text. The first message is the one to be encoded. */
export interface AnySchema {
  readonly text: string;
  readonly root: protobuf.Type;
}

interface AnyField {
  readonly kind: 'singular' | 'optional' | 'repeated' | 'unpacked' | 'map' | 'oneof';
  readonly type: string;
  readonly keyType: string;
  readonly number: number;
}

const MESSAGES = 4;
const MAX_FIELDS = 6;
const MAX_FIELD_NUMBER = 536_870_911;

/** Singular messages have later types only, so that no message holds itself; lists and maps may. */
function anyField(index: number): fc.Arbitrary<AnyField> {
  const later = Array.from({ length: MESSAGES - index - 1 }, (_, offset) => `M${index + 1 + offset}`);
  const all = Array.from({ length: MESSAGES }, (_, message) => `M${message}`);
  const numbers = fc.oneof(
    fc.integer({ min: 1, max: 40 }),
    fc.integer({ min: 200, max: MAX_FIELD_NUMBER - 20_000 }),
  );
  const scalar = fc.constantFrom<string[]>(...SCALAR_TYPES, 'E');
  const field = (kinds: AnyField['kind'][], type: fc.Arbitrary<string>) =>
    fc.record({
      kind: fc.constantFrom(...kinds),
      type,
      keyType: fc.constantFrom<string[]>(...KEYS),
      number: numbers.filter((number) => number < 19_000 || number > 19_999),
    });
  return fc.oneof(
    field(['singular', 'optional', 'repeated', 'map', 'oneof'], scalar),
    field(
      ['unpacked'],
      scalar.filter((type) => type !== 'string' && type !== 'bytes'),
    ),
    field(['singular', 'optional', 'oneof'], fc.constantFrom(...(later.length > 0 ? later : ['int32']))),
    field(['repeated', 'map'], fc.constantFrom(...all)),
  );
}

/** Any proto3 schema of a few messages. */
export const anySchema: fc.Arbitrary<AnySchema> = fc
  .tuple(
    ...Array.from({ length: MESSAGES }, (_, index) =>
      fc.uniqueArray(anyField(index), { maxLength: MAX_FIELDS, selector: ({ number }) => number }),
    ),
  )
  .map((messages) => {
    const declarations = messages.map((fields, index) => messageText(`M${index}`, fields));
    const text = `syntax = "proto3";\nenum E { ZERO = 0; ONE = 1; MINUS = -1; BIG = 2147483647; }\n${declarations.join('\n')}`;
    const { root } = protobuf.parse(text, { keepCase: true });
    root.resolveAll();
    return { text, root: root.lookupType('M0') };
  });

function messageText(name: string, fields: readonly AnyField[]): string {
  const members = fields.map((field, index) => fieldText(field, index));
  return `message ${name} {\n  ${members.join('\n  ')}\n}`;
}

function fieldText({ kind, type, keyType, number }: AnyField, index: number): string {
  const field = `f_${index} = ${number}`;
  switch (kind) {
    case 'singular':
      return `${type} ${field};`;
    case 'optional':
    case 'repeated':
      return `${kind} ${type} ${field};`;
    case 'unpacked':
      return `repeated ${type} ${field} [packed = false];`;
    case 'map':
      return `map<${keyType}, ${type}> ${field};`;
    case 'oneof':
      return `oneof o_${index} { ${type} ${field}; string g_${index} = ${number + 20_000}; }`;
  }
}

const DEPTH = 3;

/** Any message of a type, as an object that protobufjs encodes. */
export function anyMessage(type: protobuf.Type, depth = DEPTH): fc.Arbitrary<Record<string, unknown>> {
  const members = type.fieldsArray.map((field) =>
    anyMember(field, depth).map((value) => [field, value] as const),
  );
  return fc.tuple(...members).map((values) => {
    const message: Record<string, unknown> = {};
    const set = new Set<protobuf.OneOf>();
    for (const [field, value] of values) {
      if (value === undefined || (field.partOf !== null && set.has(field.partOf))) continue;
      if (field.partOf !== null) set.add(field.partOf);
      message[field.name] = value;
    }
    return message;
  });
}

function anyMember(field: protobuf.Field, depth: number): fc.Arbitrary<unknown> {
  const value = anyValue(field, field.type, depth);
  if (value === undefined) return fc.constant(undefined);
  const items = fc.array(value, { maxLength: 4 });
  if (field instanceof protobuf.MapField) {
    const key = anyScalar(field.keyType).map((key) =>
      key instanceof protobuf.util.Long ? protobuf.util.longToHash(key) : String(key),
    );
    return fc.dictionary(key, value, { maxKeys: 4 });
  }
  return fc.option(field.repeated ? items : value, { nil: undefined });
}

function anyValue(
  field: Pick<protobuf.Field, 'resolvedType'>,
  typeName: string,
  depth: number,
): fc.Arbitrary<unknown> | undefined {
  const type = field.resolvedType;
  if (type instanceof protobuf.Type) return depth === 0 ? undefined : anyMessage(type, depth - 1);
  if (type instanceof protobuf.Enum) return fc.oneof(fc.constantFrom(0, 1, -1, 2_147_483_647), fc.integer());
  return anyScalar(typeName);
}

function anyScalar(typeName: string): fc.Arbitrary<unknown> {
  switch (typeName) {
    case 'double':
      return fc.double();
    case 'float':
      return fc.float();
    case 'bool':
      return fc.boolean();
    case 'string':
      return fc.string({ unit: 'grapheme', maxLength: 20 });
    case 'bytes':
      return fc.uint8Array({ maxLength: 20 });
    case 'uint32':
    case 'fixed32':
      return fc.oneof(fc.nat(200), fc.integer({ min: 0, max: 2 ** 32 - 1 }));
    case 'int32':
    case 'sint32':
    case 'sfixed32':
      return fc.oneof(fc.integer({ min: -200, max: 200 }), fc.integer());
    default: {
      const isUnsigned = typeName === 'uint64' || typeName === 'fixed64';
      const range = isUnsigned
        ? { min: 0n, max: 2n ** 64n - 1n }
        : { min: -(2n ** 63n), max: 2n ** 63n - 1n };
      return fc
        .oneof(fc.bigInt(range), fc.bigInt(isUnsigned ? { min: 0n, max: 200n } : { min: -200n, max: 200n }))
        .map(
          (value) => new protobuf.util.Long(Number(value & 0xffff_ffffn), Number(value >> 32n), isUnsigned),
        );
    }
  }
}
