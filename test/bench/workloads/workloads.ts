import { jsonValue } from './json-value.ts';
import { framedOrder } from './order.ts';
import type { Workload } from './workload.ts';

const JSON_VALUES = { 'value.converter': 'json' };
const AVRO_VALUES = { 'value.converter': 'glue-avro' };

const POISON_INTERVAL = 10;

/** Kinds of bad records: no frame, and a payload that ends too early. */
const TRUNCATED_BYTES = 200;

export const WORKLOADS = {
  'small-json': {
    about: 'JSON of 120 bytes',
    configuration: JSON_VALUES,
    record: (index, random) => ({ topic: 'clicks', value: jsonValue(120, index, random) }),
  },
  json: {
    about: 'JSON of 1 KB',
    configuration: JSON_VALUES,
    record: (index, random) => ({ topic: 'orders', value: jsonValue(1_024, index, random) }),
  },
  'large-json': {
    about: 'JSON of 20 KB',
    configuration: JSON_VALUES,
    record: (index, random) => ({ topic: 'documents', value: jsonValue(20_480, index, random) }),
  },
  avro: {
    about: 'Avro orders of 553 bytes in the frame of Glue',
    configuration: AVRO_VALUES,
    record: (index, random) => ({ topic: 'orders', value: framedOrder(index, random) }),
  },
  poison: {
    about: 'the same orders, every tenth of them bad',
    configuration: AVRO_VALUES,
    record: (index, random) => {
      const value = framedOrder(index, random);
      if (index % POISON_INTERVAL !== POISON_INTERVAL - 1) return { topic: 'orders', value };
      const bad = random() < 0.5 ? Buffer.from('not an order') : value.subarray(0, TRUNCATED_BYTES);
      return { topic: 'orders', value: bad, isPoison: true };
    },
  },
  mixed: {
    about: 'orders, 1 KB JSON, 120-byte JSON and texts, by turns, from topics of their own',
    configuration: {
      ...AVRO_VALUES,
      topics: {
        clicks: JSON_VALUES,
        documents: JSON_VALUES,
        notes: { 'value.converter': 'string' },
      },
    },
    record: (index, random) => {
      switch (index % 4) {
        case 0:
          return { topic: 'orders', value: framedOrder(index, random) };
        case 1:
          return { topic: 'documents', value: jsonValue(1_024, index, random) };
        case 2:
          return { topic: 'clicks', value: jsonValue(120, index, random) };
        default:
          return { topic: 'notes', value: `note ${index}` };
      }
    },
  },
} as const satisfies Readonly<Record<string, Workload>>;

export type WorkloadName = keyof typeof WORKLOADS;
