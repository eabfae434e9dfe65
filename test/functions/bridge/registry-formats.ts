import {
  confluentHeader,
  encodeConfluent,
  encodeGlue,
  gluePayload,
} from '../../../infra/local/demo/frame-encoder.ts';
import { REGISTRY_SECRET_ARN } from '../../../infra/local/demo/resource-names.ts';
import { type DemoSchema, MOVEMENT, REFUND, SHIPMENT } from '../../../infra/local/demo/schemas.ts';
import type { ServiceName } from '../../../infra/local/service.ts';
import type { StandIns } from '../../../infra/local/stand-ins.ts';
import type { Side } from '../../../shared/configuration/format.ts';
import type { BatchRecord } from './registry-bridge.ts';

/** Stands in every payload; nothing of it may come to the log. */
export const SECRET_TEXT = 'PAN-4111111111111111';

/** A value, and the text that is made of it. */
export interface Sample {
  readonly schema: DemoSchema;
  readonly value: object;
  readonly text: string;
  /** In a Confluent frame, where it differs. */
  readonly confluentText?: string;
}

/** One of each data format. */
export const SAMPLES: readonly Sample[] = [
  {
    schema: MOVEMENT,
    value: { movementId: 8_812_004_312, amount: Buffer.from([0x61, 0x9e]), reference: SECRET_TEXT },
    text: `{"movementId":8812004312,"amount":"YZ4=","reference":{"string":"${SECRET_TEXT}","long":null}}`,
  },
  {
    schema: REFUND,
    value: { refundId: SECRET_TEXT, paymentId: 8_812_004_311, amount: 18 },
    text: `{"refundId":"${SECRET_TEXT}","paymentId":8812004311,"amount":18}`,
  },
  {
    schema: SHIPMENT,
    value: { shipment_id: SECRET_TEXT, barcode: '9223372036854775807', status: 2 },
    text: `{"shipment_id":"${SECRET_TEXT}","barcode":9223372036854775807,"status":"STATUS_SHIPPED","shipped_at":0,"parcels":[],"labels":{},"destination":{"address":null,"locker_code":null},"note":null}`,
    confluentText: `{"destination_0":null,"shipment_id":"${SECRET_TEXT}","barcode":9223372036854775807,"status":"STATUS_SHIPPED","shipped_at":null,"parcels":[],"labels":{},"note":null}`,
  },
];

/** A registry, as its producers and its readers see it. */
export interface RegistryFormat {
  /** The converter that reads all its data formats. */
  readonly name: 'glue' | 'confluent';
  readonly service: ServiceName;
  /** The request that reads one schema. */
  readonly operation: `${ServiceName}.${string}`;
  /** A payload in its frame. */
  readonly encode: (schema: DemoSchema, value: object) => Buffer;
  readonly register: (standIns: StandIns, schema: DemoSchema) => void;
  /** Members of a configuration document that concern one side. */
  readonly properties: (side: Side, standIns: StandIns) => Readonly<Record<string, unknown>>;
}

export const GLUE: RegistryFormat = {
  name: 'glue',
  service: 'glue',
  operation: 'glue.GetSchemaVersion',
  encode: (schema, value) => encodeGlue(schema, value, 'zlib'),
  register: ({ glue }, { name, dataFormat, definition, schemaVersionId }) =>
    void glue.registerSchema({ schemaName: name, dataFormat, definition, versionId: schemaVersionId }),
  properties: (side) => ({ [`${side}.converter`]: 'glue' }),
};

export const CONFLUENT: RegistryFormat = {
  name: 'confluent',
  service: 'schema-registry',
  operation: 'schema-registry.GetSchemaById',
  encode: encodeConfluent,
  register: ({ schemaRegistry }, { name, dataFormat, definition, schemaId, schemaGuid }) =>
    void schemaRegistry.registerSchema({
      subject: `${name}-value`,
      schemaType: dataFormat,
      schema: definition,
      id: schemaId,
      guid: schemaGuid,
    }),
  properties: (side, { schemaRegistryUrl }) => ({
    [`${side}.converter`]: 'confluent',
    [`${side}.converter.schema.registry.url`]: schemaRegistryUrl,
    [`${side}.converter.schema.registry.secret.arn`]: REGISTRY_SECRET_ARN,
  }),
};

export const REGISTRY_FORMATS: readonly RegistryFormat[] = [GLUE, CONFLUENT];

/** The text that a sample becomes with a registry. */
export function textOf({ text, confluentText = text }: Sample, { name }: RegistryFormat): string {
  return name === 'glue' ? text : confluentText;
}

let made = 0;

/** A sample whose schema is registered nowhere yet. */
export function newSample({ schema, ...sample }: Sample): Sample {
  const number = ++made;
  const digits = number.toString(16).padStart(12, '0');
  return {
    ...sample,
    schema: {
      ...schema,
      name: `${schema.name}-${number}`,
      schemaVersionId: `10000000-0000-4000-8000-${digits}`,
      schemaId: 10_000 + number,
      schemaGuid: `20000000-0000-4000-8000-${digits}`,
    },
  };
}

/** Ways to tell which schema a value has, besides a frame in front of it. */
export const UNFRAMED: readonly {
  readonly what: string;
  readonly registry: RegistryFormat;
  readonly record: (side: Side, sample: Sample) => BatchRecord;
}[] = [
  {
    what: 'a header with the GUID',
    registry: CONFLUENT,
    record: (side, { schema, value }) => {
      const [, bytes] = confluentHeader(schema);
      return { [side]: schema.encode(value), headers: [[`__${side}_schema_id`, bytes]] };
    },
  },
  {
    what: "Lambda's metadata with a schema version of Glue",
    registry: GLUE,
    record: (side, { schema, value }) => ({
      [side]: gluePayload(schema, value),
      [`${side}SchemaMetadata`]: { dataFormat: schema.dataFormat, schemaId: schema.schemaVersionId },
    }),
  },
  {
    what: "Lambda's metadata with the id of a Confluent registry",
    registry: CONFLUENT,
    record: (side, { schema, value }) => ({
      // What follows the five bytes of the prefix: the message index of Protobuf is a part of it.
      [side]: encodeConfluent(schema, value).subarray(5),
      [`${side}SchemaMetadata`]: { dataFormat: schema.dataFormat, schemaId: String(schema.schemaId) },
    }),
  },
];
