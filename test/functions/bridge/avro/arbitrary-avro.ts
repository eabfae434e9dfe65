import fc from 'fast-check';
import type { AvroOptions } from '../../../../functions/bridge/avro/compile.ts';
import { anyUnscaled, exactDecimal, twosComplement } from '../json/exact-decimal.ts';
import { exactShortestFloat, NOT_SHORTEST } from '../json/exact-float.ts';

export type PrimitiveName = 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string';

/** A schema as JSON, in the few shapes that are generated. Named types have unique names. */
export type Schema = Branch | Branch[];

type Decimal = { type: 'bytes'; logicalType: 'decimal'; precision: number; scale: number };

/** The options that change how a datum looks. */
export type Look = Required<Pick<AvroOptions, 'decimals' | 'unions' | 'style'>>;

export const anyLook: fc.Arbitrary<Look> = fc.record({
  decimals: fc.constantFrom('BASE64', 'NUMERIC', 'STRING'),
  unions: fc.constantFrom('branches', 'unwrapped'),
  style: fc.constantFrom('glue', 'confluent'),
});

type Branch =
  | PrimitiveName
  | Decimal
  | { type: 'fixed'; name: string; size: number }
  | { type: 'enum'; name: string; symbols: string[] }
  | { type: 'array'; items: Schema }
  | { type: 'map'; values: Schema }
  | { type: 'record'; name: string; fields: { name: string; type: Schema }[] };

const primitive = fc.constantFrom<PrimitiveName[]>(
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
);

const { schema } = fc.letrec<{ schema: Schema; type: Branch; record: Branch; union: Schema }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { arbitrary: primitive, weight: 3 },
    { arbitrary: tie('type'), weight: 2 },
    { arbitrary: tie('record'), weight: 3 },
    { arbitrary: tie('union'), weight: 2 },
  ),
  type: fc.oneof(
    { depthSize: 'small' },
    fc.nat(20).map((size): Branch => ({ type: 'fixed', name: '', size })),
    fc
      .integer({ min: -5, max: 40 })
      .map((scale): Branch => ({ type: 'bytes', logicalType: 'decimal', precision: 40, scale })),
    fc.integer({ min: 1, max: 5 }).map(
      (count): Branch => ({
        type: 'enum',
        name: '',
        symbols: Array.from({ length: count }, (_, index) => `S${index}`),
      }),
    ),
    tie('schema').map((items): Branch => ({ type: 'array', items })),
    tie('schema').map((values): Branch => ({ type: 'map', values })),
  ),
  record: fc.array(tie('schema'), { maxLength: 5 }).map(
    (types): Branch => ({
      type: 'record',
      name: '',
      fields: types.map((type, index) => ({ name: `f${index}`, type })),
    }),
  ),
  union: fc
    .uniqueArray(fc.oneof(primitive, tie('type'), tie('record')), {
      minLength: 1,
      maxLength: 5,
      selector: kindOf,
    })
    .map((branches): Schema => branches),
}));

function kindOf(type: Branch): string {
  return typeof type === 'string' ? type : type.type;
}

/** Any schema without recursion. */
export const anySchema: fc.Arbitrary<Schema> = schema.map((anonymous) => {
  let count = 0;
  return nameTypes(anonymous, () => {
    count += 1;
    return `T${count}`;
  });
});

/** The schema with a new name for every named type. */
function nameTypes(type: Schema, nextName: () => string): Schema {
  return Array.isArray(type)
    ? type.map((branch) => nameBranch(branch, nextName))
    : nameBranch(type, nextName);
}

function nameBranch(type: Branch, nextName: () => string): Branch {
  if (typeof type === 'string') return type;
  switch (type.type) {
    case 'array':
      return { ...type, items: nameTypes(type.items, nextName) };
    case 'map':
      return { ...type, values: nameTypes(type.values, nextName) };
    case 'bytes':
      return type;
    case 'record': {
      const name = nextName();
      const fields = type.fields.map((field) => ({
        name: field.name,
        type: nameTypes(field.type, nextName),
      }));
      return { ...type, name, fields };
    }
    default:
      return { ...type, name: nextName() };
  }
}

const text = fc.string({ unit: 'binary', maxLength: 20 });

/** A value of the schema, in the form in which avsc takes it with wrapped unions, and the JSON text expected for it. */
export interface Datum {
  readonly value: unknown;
  readonly json: string;
}

/** Any value of the schema within the range in which avsc is exact. */
export function anyDatum(type: Schema, look: Look): fc.Arbitrary<Datum> {
  if (Array.isArray(type)) return anyUnionDatum(type, look);
  if (typeof type === 'string') return anyPrimitiveDatum(type);
  switch (type.type) {
    case 'bytes':
      return anyDecimalDatum(type, look);
    case 'fixed':
      return anyBytes(type.size, type.size);
    case 'enum':
      return fc.constantFrom(...type.symbols).map((symbol) => ({ value: symbol, json: `"${symbol}"` }));
    case 'array':
      return fc.array(anyDatum(type.items, look), { maxLength: 4 }).map((items) => ({
        value: items.map(({ value }) => value),
        json: `[${items.map(({ json }) => json).join()}]`,
      }));
    case 'map':
      return fc
        .dictionary(
          text.filter((key) => key !== '__proto__'),
          anyDatum(type.values, look),
          { maxKeys: 20 },
        )
        .map((map) => ({
          value: Object.fromEntries(Object.entries(map).map(([key, { value }]) => [key, value])),
          json: `{${Object.entries(map)
            .map(([key, { json }]) => `${jsonString(key)}:${json}`)
            .join()}}`,
        }));
    case 'record':
      return fc.tuple(...type.fields.map((field) => anyDatum(field.type, look))).map((data) => ({
        value: Object.fromEntries(type.fields.map(({ name }, index) => [name, data[index]?.value])),
        json: `{${type.fields.map(({ name }, index) => `"${name}":${data[index]?.json}`).join()}}`,
      }));
  }
}

function anyUnionDatum(branches: readonly Branch[], { style, ...look }: Look): fc.Arbitrary<Datum> {
  const members = branches.filter((branch) => branch !== 'null');
  const isNullable = members.length === 1 && branches.length === 2;
  const isFlat = members.length === branches.length && members.length === 1 && style === 'confluent';
  const isBare = isNullable || isFlat || look.unions === 'unwrapped';
  const data = branches.map((branch) => {
    if (branch === 'null') return fc.constant({ value: null, json: 'null' });
    return anyDatum(branch, { style, ...look }).map(({ value, json }) => ({
      value: { [avscName(branch)]: value },
      json: isBare
        ? json
        : `{${members.map((member) => `"${memberName(member, style)}":${member === branch ? json : 'null'}`).join()}}`,
    }));
  });
  return fc.oneof(...data);
}

function anyDecimalDatum({ scale }: Decimal, { decimals }: Look): fc.Arbitrary<Datum> {
  return fc.tuple(anyUnscaled, fc.nat(3)).map(([unscaled, padding]) => {
    const bytes = twosComplement(unscaled);
    const value = Buffer.concat([Buffer.alloc(padding, unscaled < 0n ? 0xff : 0), bytes]);
    if (decimals === 'BASE64') return { value, json: `"${bytes.toString('base64')}"` };
    const number = exactDecimal(unscaled, scale);
    return { value, json: decimals === 'STRING' ? `"${number}"` : number };
  });
}

function anyPrimitiveDatum(type: PrimitiveName): fc.Arbitrary<Datum> {
  const asIs = <T>(value: T): Datum => ({ value, json: String(value) });
  switch (type) {
    case 'null':
      return fc.constant(asIs(null));
    case 'boolean':
      return fc.boolean().map(asIs);
    case 'int':
      return fc.integer().map(asIs);
    case 'long':
      // Below -2^52 avsc gets the sign wrong.
      return fc.integer({ min: -(2 ** 52), max: 2 ** 53 - 2 }).map((value) => asIs(value === 0 ? 0 : value));
    case 'float':
      return fc
        .float()
        .filter((value) => !NOT_SHORTEST.includes(Math.abs(value)))
        .map((value) => ({ value, json: jsonNumber(shortestFloat(value)) }));
    case 'double':
      return fc.double().map((value) => ({ value, json: jsonNumber(value) }));
    case 'bytes':
      return anyBytes(0, 20);
    case 'string':
      return text.map((value) => ({ value, json: jsonString(value) }));
  }
}

function anyBytes(minLength: number, maxLength: number): fc.Arbitrary<Datum> {
  return fc.uint8Array({ minLength, maxLength }).map((bytes) => {
    const value = Buffer.from(bytes);
    return { value, json: `"${value.toString('base64')}"` };
  });
}

function shortestFloat(value: number): number {
  if (!Number.isFinite(value) || value === 0) return value;
  return Math.sign(value) * exactShortestFloat(Math.abs(value));
}

/** Java's notation for the shortest digits of a double. */
function jsonNumber(value: number): string {
  if (!Number.isFinite(value)) return `"${value}"`;
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-3 && magnitude < 1e7) return Number.isInteger(value) ? `${value}.0` : `${value}`;
  const shortest = value.toExponential();
  return (shortest.includes('.') ? shortest : value.toExponential(1)).replace(/e\+?/, 'E');
}

function jsonString(value: string): string {
  return JSON.stringify(value).replace(/\\(u00..|.)/g, (sequence) =>
    sequence.startsWith('\\u') ? `\\u${sequence.slice(2).toUpperCase()}` : sequence,
  );
}

function avscName(type: Branch): string {
  if (typeof type === 'string') return type;
  return 'name' in type ? type.name : type.type;
}

function memberName(type: Branch, style: Look['style']): string {
  if (typeof type === 'string') return type;
  const isNamed =
    type.type === 'record' || type.type === 'enum' || (type.type === 'fixed' && style === 'confluent');
  return isNamed ? type.name : type.type;
}
