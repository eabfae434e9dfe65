import type { PayloadStyle } from '../../functions/bridge/schemas/payload-renderer.ts';
import type { GoldenCase } from '../conformance/golden-cases.ts';
import { readGoldenCases, readGoldenFile } from '../conformance/golden-file.ts';
import type { Value } from './orders.ts';

interface AvroCase extends GoldenCase {
  readonly schema: { readonly type?: unknown };
  readonly hex: string | null;
  readonly config?: object;
}

interface ProtobufCase extends GoldenCase {
  readonly message: string;
  readonly payloadBase64: string;
}

interface ProtobufSchema {
  readonly protoText: string;
  readonly descriptorSetBase64: string;
}

/** What the bridge makes of them with the conventions of Confluent, where these differ. */
const CONFLUENT_TEXTS: Readonly<Record<string, string>> = {
  'union-single-string': '{"f":"x"}',
  'union-null-fixed-string-is-string': '{"f":{"F4":null,"string":"s"}}',
  'oneof-a': '{"choice_0":{"a":"x","b":null},"id":""}',
  'oneof-b': '{"choice_0":{"a":null,"b":0},"id":""}',
};

/** Records in it stand for what Avro does not have, and mean nothing to Confluent. */
const GLUE_NAMESPACE = 'com.amazonaws.services.schemaregistry';

/** The golden records, as the serializers take no other values; what to expect is what the reference was seen to do. */
export function goldenAvroValues(style: PayloadStyle): Value[] {
  return readGoldenCases<AvroCase>('avro.json').flatMap(
    ({ id, schema, hex, config, verdict, compare, expect }) => {
      const isRecord = schema.type === 'record' && config === undefined;
      if (!isRecord || verdict !== 'match' || hex === null || expect.json === undefined) return [];
      const text = JSON.stringify(schema);
      const isConfluent = style === 'confluent';
      if (isConfluent && text.includes(GLUE_NAMESPACE)) return [];
      return [
        {
          name: `avro-${id}`,
          dataFormat: 'AVRO',
          schema: text,
          datumHex: hex,
          expected: (isConfluent ? CONFLUENT_TEXTS[id] : undefined) ?? expect.json,
          ...(compare === 'unordered' && { isUnordered: true }),
        },
      ];
    },
  );
}

export function goldenProtobufValues(style: PayloadStyle): Value[] {
  const { protoText: schema, descriptorSetBase64: descriptorSet } = goldenProtobufSchema();
  return readGoldenCases<ProtobufCase>('protobuf.json').flatMap(
    ({ id, message, payloadBase64: payload, verdict, expect }) => {
      if (verdict !== 'match' || expect.json === undefined) return [];
      const name = `protobuf-${id}`;
      const expected = (style === 'confluent' ? CONFLUENT_TEXTS[id] : undefined) ?? expect.json;
      return [{ name, dataFormat: 'PROTOBUF', schema, descriptorSet, message, payload, expected }];
    },
  );
}

export function goldenProtobufSchema(): ProtobufSchema {
  const { schemas } = readGoldenFile<{ readonly schemas: Readonly<Record<'ex', ProtobufSchema>> }>(
    'protobuf.json',
  );
  return schemas.ex;
}
