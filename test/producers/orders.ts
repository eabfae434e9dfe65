import protobuf from 'protobufjs';
import { compileAvro } from '../../functions/bridge/avro/compile.ts';
import { JsonWriter } from '../../functions/bridge/json/json-writer.ts';
import { compileProtobuf } from '../../functions/bridge/protobuf/compile.ts';
import type { PayloadRenderer, PayloadStyle } from '../../functions/bridge/schemas/payload-renderer.ts';
import type { GoldenCase } from '../conformance/golden-cases.ts';
import { readGoldenCases, readGoldenFile } from '../conformance/golden-file.ts';
import type { Order } from './order.ts';

interface AvroCase extends GoldenCase {
  readonly schema: { readonly type?: unknown };
  readonly hex: string | null;
  readonly config?: object;
}

interface ProtobufCase extends GoldenCase {
  readonly message: string;
  readonly payloadBase64: string;
}

/** The values for the serializers of a registry: those of the golden files that are records, and more. */
export function ordersFor(style: PayloadStyle): readonly Order[] {
  const variants =
    style === 'glue'
      ? ([
          { placement: 'prefix', compression: 'NONE' },
          { placement: 'prefix', compression: 'ZLIB' },
        ] as const)
      : ([
          { placement: 'prefix', compression: 'NONE' },
          { placement: 'header', compression: 'NONE' },
        ] as const);
  return variants.flatMap((variant, number) =>
    [...avroOrders(style), ...jsonOrders(), ...protobufOrders()].map((order) => ({
      ...order,
      ...variant,
      name: `${order.name}-${number}`,
    })),
  );
}

type Value = Omit<Order, 'placement' | 'compression'>;

/** The reference's own text is what to expect of Glue; Confluent's dialect differs in a few unions. */
function avroOrders(style: PayloadStyle): Value[] {
  return readGoldenCases<AvroCase>('avro.json').flatMap(
    ({ id, schema, hex, config, verdict, compare, expect }) => {
      const isRecord = schema.type === 'record' && config === undefined;
      if (!isRecord || verdict !== 'match' || hex === null || expect.json === undefined) return [];
      const definition = JSON.stringify(schema);
      const isExact = style === 'glue' && compare === undefined;
      const expected = isExact
        ? expect.json
        : rendered(compileAvro(definition, { style }), Buffer.from(hex, 'hex'));
      return [{ name: `avro-${id}`, dataFormat: 'AVRO', schema: definition, datumHex: hex, expected }];
    },
  );
}

const JSON_SCHEMA = JSON.stringify({
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Refund',
  type: 'object',
  properties: { id: { type: 'integer' }, amount: { type: 'number' }, note: { type: ['string', 'null'] } },
});

function jsonOrders(): Value[] {
  const documents = ['{"id":9007199254740991,"amount":12.25,"note":"Zoë"}', '{"id":-5,"note":null}', '{}'];
  return documents.map((document, number) => ({
    name: `json-${number}`,
    dataFormat: 'JSON',
    schema: JSON_SCHEMA,
    document,
    expected: document,
  }));
}

/** Values with something in every field, beside the golden ones, of which most are empty. */
const FILLED: readonly { readonly message: string; readonly value: object }[] = [
  {
    message: 'ex.Scalars',
    value: {
      i32: -7,
      i64: '-9007199254740993',
      u32: 4294967295,
      u64: '9223372036854775807',
      fl: 1.1,
      db: 100,
      b: true,
      s: 'Zoë',
      by: 'AQID',
      color: 1,
      snake_case: -3,
      f64: '12',
    },
  },
  { message: 'ex.One', value: { id: 'x', a: 'chosen' } },
  { message: 'ex.Nest', value: { inner: { x: '5' }, list: [{ x: '1' }, {}], ints: [1, 2, 3] } },
  { message: 'ex.Maps', value: { sm: { a: 1 }, im: { 7: 'seven' } } },
];

function protobufOrders(): Value[] {
  const { schemas } = readGoldenFile<{
    readonly schemas: Readonly<
      Record<'ex', { readonly protoText: string; readonly descriptorSetBase64: string }>
    >;
  }>('protobuf.json');
  const { protoText: schema, descriptorSetBase64: descriptorSet } = schemas.ex;
  const { root } = protobuf.parse(schema, { keepCase: true });
  const golden = readGoldenCases<ProtobufCase>('protobuf.json').flatMap(
    ({ id, message, payloadBase64, verdict, expect }) =>
      verdict === 'match' && expect.json !== undefined
        ? [{ name: `protobuf-${id}`, message, payload: payloadBase64, expected: expect.json }]
        : [],
  );
  const render = compileProtobuf(
    { definition: schema, references: [] },
    { style: 'confluent', rendering: { fieldNames: 'original' } },
  );
  const filled = FILLED.map(({ message, value }) => {
    const type = root.lookupType(message);
    const payload = Buffer.from(type.encode(type.fromObject(value)).finish());
    return {
      name: `protobuf-filled-${type.name}`,
      message,
      payload: payload.toString('base64'),
      expected: rendered(render, Buffer.concat([messageIndex(type), payload])),
    };
  });
  return [...golden, ...filled].map((order) => ({ ...order, dataFormat: 'PROTOBUF', schema, descriptorSet }));
}

/** Place of a top-level message in its file, as Confluent writes it. */
function messageIndex(type: protobuf.Type): Buffer {
  const messages = type.parent?.nestedArray.filter((nested) => nested instanceof protobuf.Type) ?? [];
  return Buffer.from([2, messages.indexOf(type) * 2]);
}

function rendered(render: PayloadRenderer, payload: Buffer): string {
  const out = new JsonWriter();
  render(payload, 0, payload.length, out);
  return out.toString();
}
