import { readFileSync } from 'node:fs';
import avro from 'avsc';
import protobuf from 'protobufjs';

/** Data formats of both registries. */
export type DemoDataFormat = 'AVRO' | 'JSON' | 'PROTOBUF';

/** A schema of the demo and the ids under which it is registered; the ids stand in the sample events. */
export interface DemoSchema {
  readonly name: string;
  readonly dataFormat: DemoDataFormat;
  readonly definition: string;
  /** In the Glue Schema Registry. */
  readonly schemaVersionId: string;
  /** In the Confluent registry, under the subject `<name>-value`. */
  readonly schemaId: number;
  readonly schemaGuid: string;
  /** A value as the serializers write it, without a frame and without the message index of Protobuf. */
  readonly encode: (value: object) => Buffer;
}

const DATA_FORMATS: readonly (readonly [ending: string, DemoDataFormat])[] = [
  ['.avsc', 'AVRO'],
  ['.schema.json', 'JSON'],
  ['.proto', 'PROTOBUF'],
];

const ENCODERS: Readonly<Record<DemoDataFormat, (definition: string) => DemoSchema['encode']>> = {
  AVRO: (definition) => {
    const type = avro.Type.forSchema(JSON.parse(definition));
    return (value) => type.toBuffer(value);
  },
  JSON: () => (value) => Buffer.from(JSON.stringify(value)),
  PROTOBUF: (definition) => {
    const { root } = protobuf.parse(definition, { keepCase: true });
    root.addJSON(protobuf.common.get('google/protobuf/timestamp.proto')?.nested ?? {});
    const type = root.lookupType('demo.logistics.Shipment');
    return (value) => Buffer.from(type.encode(type.fromObject(value)).finish());
  },
};

export const NOTIFICATION = demoSchema('notification.avsc', '6d5a8c1e-2f43-4b7a-9c60-1d2e3f4a5b6c', 101);
export const STATEMENT = demoSchema('statement.avsc', '0b9f4a7e-83c2-4e15-b6d1-7a8c9e0f1b2d', 102);
export const MOVEMENT = demoSchema('movement.avsc', '2c7e5d10-9a84-4f3b-8e21-6b5a4c3d2e1f', 103);
export const REFUND = demoSchema('refund.schema.json', '5e1d7b42-0c96-4a8f-9d35-3f2e1a0b9c8d', 104);
export const SHIPMENT = demoSchema('shipment.proto', '8f3a6c95-4d17-4b2e-a708-9c8b7a6d5e4f', 105);
export const TRANSACTION = demoSchema('transaction.avsc', '4a7b2d18-6e93-4c05-8f1b-2d3e4f5a6b7c', 106);

export const DEMO_SCHEMAS: readonly DemoSchema[] = [
  TRANSACTION,
  NOTIFICATION,
  STATEMENT,
  MOVEMENT,
  REFUND,
  SHIPMENT,
];

/** A version id that no registry has. */
export const UNKNOWN_SCHEMA_VERSION_ID = 'f0f0f0f0-0000-4000-8000-000000000404';

function demoSchema(file: string, schemaVersionId: string, schemaId: number): DemoSchema {
  const definition = readFileSync(new URL(`../../../shared/schemas/${file}`, import.meta.url), 'utf8');
  const known = DATA_FORMATS.find(([ending]) => file.endsWith(ending));
  if (known === undefined) throw new TypeError(`${file} is no schema.`);
  const [ending, dataFormat] = known;
  return {
    name: file.slice(0, -ending.length),
    dataFormat,
    definition,
    schemaVersionId,
    schemaId,
    schemaGuid: `00000000-0000-4000-8000-${String(schemaId).padStart(12, '0')}`,
    encode: ENCODERS[dataFormat](definition),
  };
}
