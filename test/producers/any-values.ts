import avsc from 'avsc';
import fc from 'fast-check';
import type { PayloadStyle } from '../../functions/bridge/schemas/payload-renderer.ts';
import {
  anySchema as anyAvroSchema,
  anyDatum,
  type Schema,
} from '../functions/bridge/avro/arbitrary-avro.ts';
import {
  anyMessage,
  anySchema as anyProtobufSchema,
} from '../functions/bridge/protobuf/arbitrary-protobuf.ts';
import { expectedJson } from '../functions/bridge/protobuf/expected-json.ts';
import { descriptorSetOf } from './descriptor-set.ts';
import type { AnyValues, Value } from './orders.ts';

/** Values of any Avro schema, encoded by avsc; the schemas are records, because Glue's serializer takes no others. */
export function anyAvroValues(style: PayloadStyle, { seed, count: numRuns }: AnyValues): Value[] {
  const look = { decimals: 'BASE64', unions: 'branches', style } as const;
  const anyValue = anyAvroSchema
    .map((type): Schema => ({ type: 'record', name: 'Root', fields: [{ name: 'f', type }] }))
    .chain((schema) => anyDatum(schema, look).map((datum) => ({ schema, datum })));
  return fc.sample(anyValue, { seed, numRuns }).map(({ schema, datum }, number) => ({
    name: `avro-any-${number}`,
    dataFormat: 'AVRO',
    schema: JSON.stringify(schema),
    datumHex: avsc.Type.forSchema(schema, { wrapUnions: true }).toBuffer(datum.value).toString('hex'),
    expected: datum.json,
  }));
}

/** Messages of any schema, encoded and read by protobufjs. */
export function anyProtobufValues(style: PayloadStyle, { seed, count: numRuns }: AnyValues): Value[] {
  const anyValue = anyProtobufSchema.chain((schema) =>
    anyMessage(schema.root).map((message) => ({ schema, message })),
  );
  return fc.sample(anyValue, { seed, numRuns }).flatMap(({ schema: { text, root }, message }, number) => {
    const payload = Buffer.from(root.encode(root.create(message)).finish());
    const expected = expectedJson(root, { ...root.decode(payload) }, style);
    if (!fitsIntoEvent(expected)) return [];
    return [
      {
        name: `protobuf-any-${number}`,
        dataFormat: 'PROTOBUF',
        schema: text,
        descriptorSet: descriptorSetOf(text),
        message: root.name,
        payload: payload.toString('base64'),
        expected,
        isUnordered: true,
      },
    ];
  });
}

const MIN_INT64 = -(2n ** 63n);
const MAX_INT64 = 2n ** 63n - 1n;

/** EventBridge refuses integers that are no int64, so that such values never get through the bridge. */
function fitsIntoEvent(json: string): boolean {
  let fits = true;
  JSON.parse(json, (_member: string, value: unknown, context?: { readonly source?: string }) => {
    const { source = '' } = context ?? {};
    if (typeof value === 'number' && /^-?\d+$/.test(source)) {
      const integer = BigInt(source);
      fits &&= integer >= MIN_INT64 && integer <= MAX_INT64;
    }
    return value;
  });
  return fits;
}
