import { encodeConfluent, encodeGlue, glueFrame, gluePayload } from '../../infra/local/demo/frame-encoder.ts';
import {
  type DemoSchema,
  MOVEMENT,
  REFUND,
  SHIPMENT,
  UNKNOWN_SCHEMA_VERSION_ID,
} from '../../infra/local/demo/schemas.ts';
import type { Random } from '../../infra/local/seeded-random.ts';
import type { KafkaSchemaMetadata } from '../../shared/kafka-event.ts';
import { amount, type Content, type Poison } from './content.ts';

/** Values whose frame Lambda's own registry integration has taken off. */
const METADATA_SHARE = 0.1;
const ZLIB_SHARE = 0.2;
const GUID_SHARE = 0.3;
const PREFIX_BYTES = 5;
const UNKNOWN_SCHEMA_ID = 404_404;
/** 2^63 */
const TOO_LARGE = '9223372036854775808';

interface Value {
  readonly schema: DemoSchema;
  readonly value: object;
  readonly text: string;
  /** In a Confluent frame, where it differs. */
  readonly confluentText?: string;
}

/** A value of any data format: Avro, JSON or Protobuf. */
function anyValue(id: string, random: Random): Value {
  const format = random();
  if (format < 1 / 3) {
    const value = { movementId: 9_007_199_254_740_990, amount: Buffer.from([0x61, 0x9e]), reference: id };
    const text = `{"movementId":9007199254740990,"amount":"YZ4=","reference":{"string":${JSON.stringify(id)},"long":null}}`;
    return { schema: MOVEMENT, value, text };
  }
  if (format < 2 / 3) {
    const value = { refundId: id, paymentId: 7, amount: amount(random) };
    return { schema: REFUND, value, text: JSON.stringify(value) };
  }
  const weight = amount(random);
  const value = {
    shipment_id: id,
    barcode: '9223372036854775807',
    status: 1,
    shipped_at: { seconds: 1_772_442_900 },
    parcels: [{ sku: 'KB-104', weight_kg: weight }],
    labels: { city: 'Zürich' },
    address: 'Rämistrasse 1',
  };
  const fields =
    `"shipment_id":${JSON.stringify(id)},"barcode":9223372036854775807,"status":"STATUS_PACKED",` +
    `"shipped_at":1772442900000,"parcels":[{"sku":"KB-104","weight_kg":${weight}}],"labels":{"city":"Zürich"}`;
  const destination = '{"address":"Rämistrasse 1","locker_code":null}';
  const text = `{${fields},"destination":${destination},"note":null}`;
  const confluentText = `{"destination_0":${destination},${fields},"note":null}`;
  return { schema: SHIPMENT, value, text, confluentText };
}

export function glueContent(id: string, random: Random): Content {
  const { schema, value, text } = anyValue(id, random);
  if (random() < METADATA_SHARE) {
    const metadata = metadataOf(schema, schema.schemaVersionId);
    return { value: gluePayload(schema, value), valueText: text, valueSchemaMetadata: metadata };
  }
  return {
    value: encodeGlue(schema, value, random() < ZLIB_SHARE ? 'zlib' : 'none'),
    valueText: text,
  };
}

export function confluentContent(id: string, random: Random): Content {
  const { schema, value, text: glueText, confluentText: text = glueText } = anyValue(id, random);
  const frame = encodeConfluent(schema, value);
  const payload = frame.subarray(PREFIX_BYTES);
  const way = random();
  if (way < METADATA_SHARE) {
    const metadata = metadataOf(schema, String(schema.schemaId));
    return { value: payload, valueText: text, valueSchemaMetadata: metadata };
  }
  if (way < METADATA_SHARE + GUID_SHARE) {
    const guid = Buffer.from(`01${schema.schemaGuid.replaceAll('-', '')}`, 'hex');
    return { value: Buffer.concat([guid, payload]), valueText: text };
  }
  return { value: frame, valueText: text };
}

export function gluePoison(id: string, random: Random): Poison {
  return oneOf(random, [
    { code: 'FRAME_INVALID', value: id },
    { code: 'SCHEMA_NOT_FOUND', value: glueFrame(UNKNOWN_SCHEMA_VERSION_ID, Buffer.from([2, 0x41])) },
    { code: 'PAYLOAD_INVALID', value: glueFrame(MOVEMENT.schemaVersionId, Buffer.from([0x80])) },
    { code: 'PAYLOAD_INVALID', value: glueFrame(REFUND.schemaVersionId, Buffer.from(`{"${id}`)) },
    { code: 'FRAME_INVALID', value: glueFrame(SHIPMENT.schemaVersionId, Buffer.from([9])) },
    // EventBridge takes no integer of that size, which Protobuf has.
    { code: 'EVENT_REFUSED', value: encodeGlue(SHIPMENT, { shipment_id: id, barcode: TOO_LARGE }) },
  ]);
}

export function confluentPoison(id: string, random: Random): Poison {
  const framed = ({ schemaId }: Pick<DemoSchema, 'schemaId'>, payload: Buffer) => {
    const prefix = Buffer.alloc(PREFIX_BYTES);
    prefix.writeInt32BE(schemaId, 1);
    return Buffer.concat([prefix, payload]);
  };
  return oneOf(random, [
    { code: 'FRAME_INVALID', value: id },
    { code: 'SCHEMA_NOT_FOUND', value: framed({ schemaId: UNKNOWN_SCHEMA_ID }, Buffer.from(id)) },
    { code: 'PAYLOAD_INVALID', value: framed(MOVEMENT, Buffer.from([0x80])) },
    { code: 'PAYLOAD_INVALID', value: framed(REFUND, Buffer.from(`{"${id}`)) },
    { code: 'FRAME_INVALID', value: framed(SHIPMENT, Buffer.from([2, 8])) },
    { code: 'EVENT_REFUSED', value: encodeConfluent(SHIPMENT, { shipment_id: id, barcode: TOO_LARGE }) },
  ]);
}

function metadataOf({ dataFormat }: DemoSchema, schemaId: string): KafkaSchemaMetadata {
  return { dataFormat, schemaId };
}

function oneOf(random: Random, poisons: readonly [Poison, ...Poison[]]): Poison {
  return poisons[Math.floor(random() * poisons.length)] ?? poisons[0];
}
