import type { KafkaEvent } from '../../../shared/kafka-event.ts';
import type { SampleConfiguration } from './configurations.ts';
import { mskEvent, type ProducedRecord, selfManagedEvent } from './event-builder.ts';
import { confluentHeader, encodeConfluent, encodeGlue, glueFrame, gluePayload } from './frame-encoder.ts';
import { MOVEMENT, NOTIFICATION, REFUND, SHIPMENT, STATEMENT, UNKNOWN_SCHEMA_VERSION_ID } from './schemas.ts';

/** One scenario: a file in `events/`, and the configuration in `events/configuration/` that fits its records. */
export interface SampleEvent {
  readonly name: string;
  readonly about: string;
  readonly configuration: SampleConfiguration;
  readonly event: KafkaEvent;
}

/** 2026-03-02T09:15:00.000Z */
const START_MS = 1_772_442_900_000;

const ORDERS = [
  {
    orderId: 'ord-48211',
    customerId: 'cus-1007',
    placedAt: '2026-03-02T09:14:58.120Z',
    total: 129.9,
    currency: 'EUR',
    items: [{ sku: 'KB-104', quantity: 1, price: 129.9 }],
  },
  {
    orderId: 'ord-48212',
    customerId: 'cus-2240',
    placedAt: '2026-03-02T09:14:59.004Z',
    total: 42.5,
    currency: 'EUR',
    items: [
      { sku: 'CB-220', quantity: 2, price: 12.25 },
      { sku: 'MS-18', quantity: 1, price: 18.0 },
    ],
  },
];

function suspiciousActivity(userId: string, total: number): object {
  return { source: 'transactionAnalyzer', eventType: 'suspiciousActivity', eventDetail: { userId, total } };
}

function order(
  offset: number,
  value: object | string | null,
  more: Partial<ProducedRecord> = {},
): ProducedRecord {
  return {
    topic: 'orders',
    offset,
    timestamp: START_MS + offset,
    key: `ord-${48_000 + offset}`,
    value: value === null || typeof value === 'string' ? value : JSON.stringify(value),
    ...more,
  };
}

function notification(offset: number, value: Buffer, more: Partial<ProducedRecord> = {}): ProducedRecord {
  return {
    topic: 'notifications',
    offset,
    timestamp: START_MS + offset,
    key: `9d3f6c52-7b1e-4f0a-8e6d-0000000${10_000 + offset}`,
    value,
    ...more,
  };
}

/** Text that zlib makes small, so that an event beyond EventBridge's limit fits into a small file. */
const LONG_TEXT = 'Card payment, groceries, 23.40 EUR. '.repeat(35_000);

function statement(text: string): object {
  return {
    accountId: 'acc-77120',
    month: 20_514,
    lastMovementId: 8_812_004_311,
    balance: Buffer.from([0x0c, 0xa1, 0x4e]),
    closedBy: 'batch-eu-1',
    text,
  };
}

const SHIPPED = {
  shipment_id: 'shp-3301',
  barcode: '9223372036854775807',
  status: 2,
  shipped_at: { seconds: 1_772_442_900 },
  parcels: [
    { sku: 'KB-104', weight_kg: 1.25 },
    { sku: 'MS-18', weight_kg: 0.2 },
  ],
  labels: { fragile: 'yes' },
  locker_code: 'L-17',
};

const REFUNDED = { refundId: 'ref-12', paymentId: 8_812_004_311, amount: 18.0 };

/** 249.90, the unscaled value of a decimal with two digits behind the point. */
const MOVED = { movementId: 8_812_004_312, amount: Buffer.from([0x61, 0x9e]), reference: 'inv-2026-118' };

function registered(
  topic: string,
  offset: number,
  value: Buffer,
  more: Partial<ProducedRecord> = {},
): ProducedRecord {
  return { topic, offset, timestamp: START_MS + offset, key: `key-${offset}`, value, ...more };
}

/** A document of Connect's JsonConverter that brings its schema along. */
const CONNECT_PAYMENT = {
  schema: {
    type: 'struct',
    fields: [
      { field: 'id', type: 'int64' },
      {
        field: 'amount',
        type: 'bytes',
        name: 'org.apache.kafka.connect.data.Decimal',
        parameters: { scale: '2' },
      },
      { field: 'note', type: 'string', optional: true },
    ],
  },
  payload: { id: 8_812_004_311, amount: 'YZ4=' },
};

const PLAIN_AVRO = [
  notification(501, encodeGlue(NOTIFICATION, suspiciousActivity('user-0003', 198.43))),
  notification(502, encodeGlue(NOTIFICATION, suspiciousActivity('user-0007', 200)), { partition: 1 }),
];

/** The scenarios, in the order in which a newcomer best reads them. */
export const SAMPLE_EVENTS: readonly SampleEvent[] = [
  {
    name: 'json',
    about: 'JSON values, text keys',
    configuration: 'json',
    event: mskEvent(ORDERS.map((value, index) => order(211 + index, value))),
  },
  {
    name: 'json-key',
    about: 'JSON values and JSON keys without a schema',
    configuration: 'json-key',
    event: mskEvent(
      ORDERS.map((value, index) =>
        order(213 + index, value, { key: JSON.stringify({ customerId: value.customerId, region: 'eu' }) }),
      ),
    ),
  },
  {
    name: 'avro-glue',
    about: "the demo's notifications, Avro framed by the Glue Schema Registry",
    configuration: 'avro',
    event: mskEvent(PLAIN_AVRO),
  },
  {
    name: 'avro-glue-zlib',
    about: 'the same, compressed',
    configuration: 'avro',
    event: mskEvent([
      notification(503, encodeGlue(NOTIFICATION, suspiciousActivity('user-0003', 198.43), 'zlib')),
      notification(504, encodeGlue(STATEMENT, statement('Nothing to report.'), 'zlib'), {
        topic: 'statements',
      }),
    ]),
  },
  {
    name: 'glue',
    about: 'Avro, JSON Schema and Protobuf framed by the Glue Schema Registry, for keys too',
    configuration: 'glue',
    event: mskEvent([
      registered('movements', 31, encodeGlue(MOVEMENT, MOVED), { key: encodeGlue(REFUND, REFUNDED) }),
      registered('refunds', 32, encodeGlue(REFUND, REFUNDED), { key: encodeGlue(MOVEMENT, MOVED) }),
      registered('shipments', 33, encodeGlue(SHIPMENT, SHIPPED, 'zlib'), {
        key: encodeGlue(SHIPMENT, SHIPPED),
      }),
    ]),
  },
  {
    name: 'confluent',
    about: 'the same, framed by the serializers of Confluent: by id, and by GUID in a header',
    configuration: 'confluent',
    event: selfManagedEvent([
      registered('movements', 34, encodeConfluent(MOVEMENT, MOVED), {
        key: encodeConfluent(REFUND, REFUNDED),
      }),
      registered('refunds', 35, encodeConfluent(REFUND, REFUNDED), { key: encodeConfluent(MOVEMENT, MOVED) }),
      registered('shipments', 36, encodeConfluent(SHIPMENT, SHIPPED), {
        key: encodeConfluent(SHIPMENT, SHIPPED),
      }),
      registered('shipments', 37, SHIPMENT.encode(SHIPPED), {
        key: null,
        headers: [confluentHeader(SHIPMENT)],
      }),
    ]),
  },
  {
    name: 'lambda-registry',
    about: "frames that Lambda's own registry integration took off (record format SOURCE)",
    configuration: 'auto',
    event: mskEvent([
      registered('shipments', 38, gluePayload(SHIPMENT, SHIPPED), {
        valueSchemaMetadata: { dataFormat: 'PROTOBUF', schemaId: SHIPMENT.schemaVersionId },
      }),
      registered('movements', 39, MOVEMENT.encode(MOVED), {
        valueSchemaMetadata: { dataFormat: 'AVRO', schemaId: String(MOVEMENT.schemaId) },
      }),
    ]),
  },
  {
    name: 'auto',
    about: 'every format in one batch, found out by itself',
    configuration: 'auto',
    event: mskEvent([
      order(221, ORDERS[0] ?? null),
      registered('movements', 40, encodeGlue(MOVEMENT, MOVED)),
      registered('refunds', 41, encodeConfluent(REFUND, REFUNDED)),
      registered('shipments', 42, SHIPMENT.encode(SHIPPED), { headers: [confluentHeader(SHIPMENT)] }),
      registered('notes', 43, Buffer.from('Only text.')),
      registered('scans', 44, Buffer.from([0xff, 0xd8, 0xff, 0xe0]), { key: null }),
    ]),
  },
  {
    name: 'topics',
    about: 'formats by topic: decimals as numbers, unions unwrapped, Protobuf in lowerCamelCase',
    configuration: 'topics',
    event: mskEvent([
      registered('movements', 45, encodeGlue(MOVEMENT, MOVED)),
      registered('refunds', 46, encodeConfluent(REFUND, REFUNDED)),
      registered('shipments', 47, encodeGlue(SHIPMENT, SHIPPED)),
      order(222, ORDERS[1] ?? null),
    ]),
  },
  {
    name: 'connect-json',
    about: 'JSON documents with schema and payload, headers with guessed types',
    configuration: 'connect-json',
    event: mskEvent([
      registered('payments', 48, Buffer.from(JSON.stringify(CONNECT_PAYMENT)), {
        headers: [
          ['attempt', '3'],
          ['vip', 'true'],
          ['city', 'Zürich'],
        ],
      }),
    ]),
  },
  {
    name: 'flat',
    about: 'the value alone as detail, all else under _kafka; a tombstone with its marker',
    configuration: 'flat',
    event: mskEvent([order(223, ORDERS[0] ?? null), order(224, null)]),
  },
  {
    name: 'cloudevents',
    about: 'CloudEvents 1.0: made of a record, and passed on',
    configuration: 'cloudevents',
    event: mskEvent([
      order(225, ORDERS[0] ?? null),
      order(226, ORDERS[1] ?? null, {
        headers: [
          ['ce_specversion', '1.0'],
          ['ce_id', 'b8e5'],
          ['ce_source', '/shop/orders'],
          ['ce_type', 'com.example.order.placed'],
          ['content-type', 'application/json'],
        ],
      }),
    ]),
  },
  {
    name: 'tombstone',
    about: 'a key without a value: the record was deleted',
    configuration: 'json',
    event: mskEvent([order(215, null), order(216, ORDERS[0] ?? null, { key: null })]),
  },
  {
    name: 'headers',
    about: 'headers: twice the same name, UTF-8 text, bytes above 127',
    configuration: 'json',
    event: mskEvent([
      order(217, ORDERS[1] ?? null, {
        headers: [
          ['traceparent', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'],
          ['city', 'Zürich'],
          ['hop', 'gateway'],
          ['hop', 'order-service'],
        ],
      }),
    ]),
  },
  {
    name: 'mixed-topics',
    about: 'three topics and four partitions in one batch',
    configuration: 'json',
    event: mskEvent([
      order(218, ORDERS[0] ?? null),
      order(88, ORDERS[1] ?? null, { partition: 3, timestampType: 'LOG_APPEND_TIME' }),
      order(17, { paymentId: 'pay-9901', orderId: 'ord-48211', amount: 129.9 }, { topic: 'payments' }),
      order(4, { refundId: 'ref-12', paymentId: 'pay-9901' }, { topic: 'payments-refunds', partition: 2 }),
    ]),
  },
  {
    name: 'poison',
    about: 'bad records among good ones: no frame, unknown schema, cut short, 10^9 bytes announced',
    configuration: 'avro',
    event: mskEvent([
      notification(505, encodeGlue(NOTIFICATION, suspiciousActivity('user-0001', 196.1))),
      notification(506, Buffer.from('{"not":"a frame"}')),
      notification(507, glueFrame(UNKNOWN_SCHEMA_VERSION_ID, Buffer.from([2, 0x41]))),
      notification(508, encodeGlue(NOTIFICATION, suspiciousActivity('user-0002', 199.99)).subarray(0, 30)),
      notification(509, glueFrame(NOTIFICATION.schemaVersionId, Buffer.from([0x80, 0xa8, 0xd6, 0xb9, 0x07]))),
      notification(510, encodeGlue(NOTIFICATION, suspiciousActivity('user-0004', 195.5))),
    ]),
  },
  {
    name: 'self-managed',
    about: 'from a self-managed cluster: no eventSourceArn',
    configuration: 'json',
    event: selfManagedEvent(ORDERS.map((value, index) => order(219 + index, value))),
  },
  {
    name: 'oversize',
    about: 'an event beyond the 1 MiB of PutEvents beside a small one',
    configuration: 'avro',
    event: mskEvent([
      notification(11, encodeGlue(STATEMENT, statement(LONG_TEXT), 'zlib'), { topic: 'statements' }),
      notification(12, encodeGlue(STATEMENT, statement('Nothing to report.')), { topic: 'statements' }),
    ]),
  },
];
