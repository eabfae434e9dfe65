import avro from 'avsc';
import { glueFrame } from '../../../infra/local/demo/frame-encoder.ts';
import type { Random } from '../../../infra/local/seeded-random.ts';
import { plainText, word } from './filler.ts';

/** Bytes of an order in Avro, without its frame. */
export const ORDER_BYTES = 553;

export const ORDER_SCHEMA_VERSION_ID = 'b7c1d2e3-4f50-4a6b-8c7d-9e0f1a2b3c4d';

/** An order of a shop, as producers model it: texts, numbers of all kinds, nested records, a list, a map, optional fields. */
export const ORDER_SCHEMA = {
  type: 'record',
  name: 'Order',
  namespace: 'shop.orders',
  fields: [
    { name: 'orderId', type: 'string' },
    { name: 'customerId', type: 'long' },
    { name: 'placedAt', type: { type: 'long', logicalType: 'timestamp-millis' } },
    {
      name: 'status',
      type: { type: 'enum', name: 'Status', symbols: ['PLACED', 'PAID', 'SHIPPED', 'RETURNED'] },
    },
    { name: 'currency', type: 'string' },
    { name: 'total', type: 'double' },
    { name: 'isGift', type: 'boolean' },
    { name: 'coupon', type: ['null', 'string'], default: null },
    {
      name: 'lines',
      type: {
        type: 'array',
        items: {
          type: 'record',
          name: 'Line',
          fields: [
            { name: 'sku', type: 'string' },
            { name: 'name', type: 'string' },
            { name: 'quantity', type: 'int' },
            { name: 'unitPrice', type: 'double' },
          ],
        },
      },
    },
    {
      name: 'shippingAddress',
      type: {
        type: 'record',
        name: 'Address',
        fields: [
          { name: 'name', type: 'string' },
          { name: 'street', type: 'string' },
          { name: 'postalCode', type: 'string' },
          { name: 'city', type: 'string' },
          { name: 'country', type: 'string' },
        ],
      },
    },
    { name: 'attributes', type: { type: 'map', values: 'string' } },
    { name: 'note', type: 'string' },
  ],
} as const;

export const ORDER_DEFINITION = JSON.stringify(ORDER_SCHEMA);

const ORDER = avro.Type.forSchema(JSON.parse(ORDER_DEFINITION));
const STATUSES = ['PLACED', 'PAID', 'SHIPPED', 'RETURNED'] as const;
const LINES = 5;
const FIRST_ORDER_MS = 1_772_442_900_000;

/** A value of the topic: an order of exactly {@link ORDER_BYTES}, in the frame of the Glue Schema Registry. */
export function framedOrder(index: number, random: Random): Buffer {
  return glueFrame(ORDER_SCHEMA_VERSION_ID, orderPayload(index, random));
}

export function orderPayload(index: number, random: Random): Buffer {
  const order = { ...orderWithoutNote(index, random), note: '' };
  // The note makes up the size; beyond 63 bytes its own length takes a second byte.
  const missing = ORDER_BYTES - ORDER.toBuffer(order).length;
  const bytes = missing > MAX_SHORT_TEXT_BYTES ? missing - 1 : missing;
  return ORDER.toBuffer({ ...order, note: plainText(bytes, random) });
}

/** The longest text whose length Avro writes as one byte. */
const MAX_SHORT_TEXT_BYTES = 63;

function orderWithoutNote(index: number, random: Random) {
  return {
    orderId: `order-${String(index).padStart(8, '0')}-${hex(random)}${hex(random)}`,
    customerId: Math.floor(random() * 10_000_000),
    placedAt: FIRST_ORDER_MS + index * 7,
    status: STATUSES[Math.floor(random() * STATUSES.length)],
    currency: 'EUR',
    total: price(random) * LINES,
    isGift: random() < 0.2,
    coupon: random() < 0.3 ? 'SPRING-26' : null,
    lines: Array.from({ length: LINES }, () => ({
      sku: `sku-${hex(random)}`,
      name: `${word(random)} ${word(random)}`,
      quantity: 1 + Math.floor(random() * 5),
      unitPrice: price(random),
    })),
    shippingAddress: {
      name: `customer ${hex(random)}`,
      street: `${word(random)} street ${Math.floor(random() * 200)}`,
      postalCode: String(10_000 + Math.floor(random() * 80_000)),
      city: 'Zürich',
      country: 'CH',
    },
    attributes: { channel: 'web', warehouse: hex(random), traceId: hex(random) },
  };
}

function price(random: Random): number {
  return Math.round(random() * 20_000) / 100;
}

function hex(random: Random): string {
  return Math.floor(random() * 2 ** 32)
    .toString(16)
    .padStart(8, '0');
}
