import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import type { RegisteredSchema } from '../../../../functions/bridge/schemas/registered-schema.ts';
import type { DemoSchema } from '../../../../infra/local/demo/schemas.ts';
import { MOVEMENT, NOTIFICATION, REFUND, SHIPMENT, STATEMENT } from '../../../../infra/local/demo/schemas.ts';
import type { Side } from '../../../../shared/configuration/format.ts';
import { base64 } from '../../../fixtures/kafka-event.ts';
import { anyChanges, changed } from '../protobuf/mutations.ts';

/** Stands in every valid payload; no error may show it. */
export const PAYLOAD_TEXT = 'PAN-4111111111111111';

const SAMPLES: readonly { readonly schema: DemoSchema; readonly value: object }[] = [
  {
    schema: NOTIFICATION,
    value: { source: PAYLOAD_TEXT, eventType: 'a', eventDetail: { userId: 'u', total: 1.5 } },
  },
  {
    schema: STATEMENT,
    value: {
      accountId: PAYLOAD_TEXT,
      month: 3,
      lastMovementId: 4,
      balance: Buffer.from([1, 2]),
      closedBy: 'x',
      text: 'y',
    },
  },
  { schema: MOVEMENT, value: { movementId: 5, amount: Buffer.from([0x61, 0x9e]), reference: PAYLOAD_TEXT } },
  { schema: REFUND, value: { refundId: PAYLOAD_TEXT, paymentId: 6, amount: 18 } },
  {
    schema: SHIPMENT,
    value: {
      shipment_id: PAYLOAD_TEXT,
      barcode: '9223372036854775807',
      status: 2,
      shipped_at: { seconds: 1_772_442_900, nanos: 5 },
      parcels: [{ sku: 'a', weight_kg: 1.25 }, {}],
      labels: { a: 'b', c: 'd' },
      locker_code: 'L',
      note: 'n',
    },
  },
];

/** What the registries hold; the last byte of an id counts to one of them. */
export const SCHEMAS: readonly RegisteredSchema[] = SAMPLES.map(({ schema: { dataFormat, definition } }) => ({
  dataFormat,
  definition,
  references: [],
}));

/** A payload of each schema, as both serializers write it: the message index of the first message is the same byte. */
export const PAYLOADS: readonly Buffer[] = SAMPLES.map(({ schema, value }) =>
  schema.dataFormat === 'PROTOBUF'
    ? Buffer.concat([Buffer.from([0]), schema.encode(value)])
    : schema.encode(value),
);

/** The ways in which a payload is framed, by the number of its schema. */
export const FRAMES = {
  glue: (number, payload) => Buffer.concat([Buffer.from([3, 0]), idBytes(16, number), payload]),
  'glue, compressed': (number, payload) =>
    Buffer.concat([Buffer.from([3, 5]), idBytes(16, number), deflateSync(payload)]),
  'Confluent, by id': (number, payload) => Buffer.concat([Buffer.from([0]), idBytes(4, number), payload]),
  'Confluent, by GUID': (number, payload) => Buffer.concat([Buffer.from([1]), idBytes(16, number), payload]),
  none: (_, payload) => payload,
} as const satisfies Record<string, (number: number, payload: Buffer) => Buffer>;

function idBytes(length: number, number: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes[length - 1] = number;
  return bytes;
}

/** Other valid values: documents, numbers, text. */
const PLAIN: readonly Buffer[] = [
  '',
  `{"a":[1,2.50,{"_kafka":"${PAYLOAD_TEXT}"}],"a":null}`,
  `{"schema":{"type":"struct","fields":[{"field":"a","type":"map","keys":{"type":"int32"},"values":{"type":"bytes"}},{"field":"b","type":"string","optional":true,"default":"x"}]},"payload":{"a":[[1,"AA=="]],"b":"${PAYLOAD_TEXT}"}}`,
  `{"specversion":"1.0","id":"1","source":"/a","type":"b","data":{"x":"${PAYLOAD_TEXT}"}}`,
  'text',
  '\u0000\u0001',
  '\u0000\u0000\u0000\u0001',
  '\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0001',
].map((text) => Buffer.from(text));

const anyNumber = fc.oneof({ arbitrary: fc.nat(PAYLOADS.length - 1), weight: 5 }, fc.constant(0xff));
const anyDamage = fc.oneof({ arbitrary: fc.constant([]), weight: 1 }, { arbitrary: anyChanges, weight: 2 });

/** Frames that are good, damaged, or damaged inside, so that compression does not hide it. */
const anyFrame = fc
  .tuple(anyNumber, fc.constantFrom(...Object.values(FRAMES)), anyDamage, anyDamage)
  .map(([number, frame, inside, outside]) => {
    const payload = changed(PAYLOADS[number % PAYLOADS.length] ?? Buffer.alloc(0), inside);
    return changed(frame(number, payload), outside);
  });

const anyBytes = fc.oneof(
  { arbitrary: anyFrame, weight: 6 },
  {
    arbitrary: fc
      .tuple(fc.constantFrom(...PLAIN), anyDamage)
      .map(([text, changes]) => changed(text, changes)),
    weight: 3,
  },
  { arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)), weight: 1 },
);

/** Headers, also those in which serializers name the schema, and those of CloudEvents. */
const anyHeader = fc
  .tuple(
    fc.oneof(
      fc.constantFrom(
        '__key_schema_id',
        '__value_schema_id',
        'content-type',
        'ce_specversion',
        'ce_id',
        '__proto__',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    fc.option(
      fc.oneof(
        anyNumber.map((number) => Buffer.concat([Buffer.from([0]), idBytes(4, number)])),
        anyNumber.map((number) => Buffer.concat([Buffer.from([1]), idBytes(16, number), Buffer.from([0])])),
        fc
          .constantFrom('1', '1.50', 'true', '[1,2', '{"a":1}', '2020-02-30', '1.0', 'application/json')
          .map(Buffer.from),
        fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
      ),
    ),
  )
  .map(([name, bytes]) => Object.fromEntries([[name, bytes === null ? null : [...new Int8Array(bytes)]]]));

const anyMetadata = fc.option(
  fc.record({
    dataFormat: fc.constantFrom('AVRO', 'JSON', 'PROTOBUF', ''),
    schemaId: fc.oneof(
      anyNumber.map((number) => `00000000-0000-0000-0000-${number.toString(16).padStart(12, '0')}`),
      anyNumber.map(String),
      fc.string({ maxLength: 12 }),
    ),
  }),
  { freq: 4, nil: undefined },
);

/** Any record, most of them nearly good. */
export const anyRecord = fc
  .record({
    key: fc.option(anyBytes.map(base64)),
    value: fc.option(anyBytes.map(base64), { freq: 10 }),
    headers: fc.array(anyHeader, { maxLength: 3 }),
    keySchemaMetadata: anyMetadata,
    valueSchemaMetadata: anyMetadata,
  })
  .map(({ keySchemaMetadata, valueSchemaMetadata, ...record }) => ({
    ...record,
    ...(keySchemaMetadata !== undefined && { keySchemaMetadata }),
    ...(valueSchemaMetadata !== undefined && { valueSchemaMetadata }),
  }));

/** Properties of one side with a converter of this name. */
export function sideProperties(side: Side, converter: string): Readonly<Record<string, unknown>> {
  return {
    [`${side}.converter`]: converter,
    [`${side}.converter.schema.registry.url`]: 'https://registry.example',
  };
}
