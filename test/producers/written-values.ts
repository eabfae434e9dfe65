import protobuf from 'protobufjs';
import 'protobufjs/ext/descriptor.js';
import type { PayloadStyle } from '../../functions/bridge/schemas/payload-renderer.ts';
import { descriptorSetOf } from './descriptor-set.ts';
import { goldenProtobufSchema } from './golden-values.ts';
import type { Value } from './orders.ts';

const JSON_SCHEMA = JSON.stringify({
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Refund',
  type: 'object',
  properties: { id: { type: 'integer' }, amount: { type: 'number' }, note: { type: ['string', 'null'] } },
});

export function jsonValues(): Value[] {
  const documents = ['{"id":9007199254740991,"amount":12.25,"note":"Zoë"}', '{"id":-5,"note":null}', '{}'];
  return documents.map((document, number) => ({
    name: `json-${number}`,
    dataFormat: 'JSON',
    schema: JSON_SCHEMA,
    document,
    expected: document,
  }));
}

interface Filled {
  readonly message: string;
  readonly value: object;
  readonly expected: string;
  /** In a Confluent frame, where it differs. */
  readonly confluent?: string;
}

/** Values with something in every field, beside the golden ones, of which most are empty. */
const GOLDEN_MESSAGES: readonly Filled[] = [
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
      snakeCase: -3,
      f64: '12',
    },
    expected:
      '{"i32":-7,"i64":-9007199254740993,"u32":4294967295,"u64":9223372036854775807,"fl":1.1,"db":100.0,"b":true,"s":"Zoë","by":"AQID","color":"RED","snake_case":-3,"f64":12}',
  },
  {
    message: 'ex.One',
    value: { id: 'x', a: 'chosen' },
    expected: '{"id":"x","choice":{"a":"chosen","b":null}}',
    confluent: '{"choice_0":{"a":"chosen","b":null},"id":"x"}',
  },
  {
    message: 'ex.NestOne',
    value: { one: { id: 'n', b: -1 } },
    expected: '{"one":{"id":"n","choice":{"a":null,"b":-1}}}',
    confluent: '{"one":{"choice_0":{"a":null,"b":-1},"id":"n"}}',
  },
  {
    message: 'ex.Nest',
    value: { inner: { x: '5' }, list: [{ x: '1' }, {}], ints: [1, 2, 3] },
    expected: '{"inner":{"x":5},"list":[{"x":1},{"x":0}],"ints":[1,2,3]}',
  },
  {
    message: 'ex.Maps',
    value: { sm: { a: 1 }, im: { 7: 'seven' } },
    expected: '{"sm":{"a":1},"im":[[7,"seven"]]}',
  },
  {
    message: 'ex.Known',
    value: {
      ts: { seconds: 1_700_000_000, nanos: 123_000_000 },
      d: { year: 2024, month: 2, day: 29 },
      t: { hours: 1, minutes: 2, seconds: 3, nanos: 4_000_000 },
      w: { value: 's' },
      du: { seconds: 2, nanos: 5 },
    },
    expected: '{"ts":1700000000123,"d":19782,"t":3723004,"w":{"value":"s"},"du":{"seconds":2,"nanos":5}}',
    confluent: '{"ts":1700000000123,"d":19782,"t":3723004,"w":"s","du":{"seconds":2,"nanos":5}}',
  },
];

/** Messages within messages, and maps, whose entries Glue counts as messages: their place tells both serializers apart. */
const STORE = `syntax = "proto3";
package shop;
message Zone {
  map<string, int64> stock = 1;
  Shelf shelf = 2;
  repeated Shelf shelves = 3;
  message Shelf { string code = 1; }
}
message Area {
  string name = 1;
  map<string, Desk> desks = 2;
  message Desk {
    bool locked = 1;
    message Drawer { uint32 number = 1; map<string, string> labels = 2; }
    message Chair { string colour = 1; }
  }
}
`;

const STORE_MESSAGES: readonly Filled[] = [
  {
    message: 'shop.Zone',
    value: { stock: { a: '-9007199254740993' }, shelf: { code: 'x' }, shelves: [{ code: 'y' }, {}] },
    expected: '{"stock":{"a":-9007199254740993},"shelf":{"code":"x"},"shelves":[{"code":"y"},{"code":""}]}',
  },
  { message: 'shop.Zone.Shelf', value: { code: 'top' }, expected: '{"code":"top"}' },
  {
    message: 'shop.Area',
    value: { name: 'hall', desks: { left: { locked: true } } },
    expected: '{"name":"hall","desks":{"left":{"locked":true}}}',
  },
  { message: 'shop.Area.Desk', value: { locked: true }, expected: '{"locked":true}' },
  {
    message: 'shop.Area.Desk.Drawer',
    value: { number: 4_294_967_295, labels: { k: 'v' } },
    expected: '{"number":4294967295,"labels":{"k":"v"}}',
  },
  { message: 'shop.Area.Desk.Chair', value: { colour: 'red' }, expected: '{"colour":"red"}' },
];

export function filledProtobufValues(style: PayloadStyle): Value[] {
  const { protoText, descriptorSetBase64 } = goldenProtobufSchema();
  const sets = [
    { messages: GOLDEN_MESSAGES, schema: protoText, descriptorSet: descriptorSetBase64 },
    { messages: STORE_MESSAGES, schema: STORE, descriptorSet: descriptorSetOf(STORE) },
  ];
  return sets.flatMap(({ messages, schema, descriptorSet }) =>
    messages.map(({ expected, confluent = expected, ...filled }) =>
      filledValue({ ...filled, expected: style === 'glue' ? expected : confluent }, schema, descriptorSet),
    ),
  );
}

function filledValue({ message, value, expected }: Filled, schema: string, descriptorSet: string): Value {
  const root = protobuf.Root.fromDescriptor(Buffer.from(descriptorSet, 'base64'));
  const type = root.lookupType(message);
  const payload = Buffer.from(type.encode(type.fromObject(value)).finish()).toString('base64');
  const name = `protobuf-filled-${message}`;
  return { name, dataFormat: 'PROTOBUF', schema, descriptorSet, message, payload, expected };
}
