import { crc32 } from 'node:zlib';
import { mskEvent, type ProducedRecord } from '../../infra/local/demo/event-builder.ts';
import { type Expectation, payloadChecksum } from '../../infra/local/mapping/audit.ts';
import { recordsOf } from '../../infra/local/mapping/event-records.ts';
import type { Random } from '../../infra/local/seeded-random.ts';
import type { KafkaEventRecord } from '../../shared/kafka-event.ts';
import { avroContent, avroPoison } from './avro-content.ts';
import type { Content, Poison } from './content.ts';
import { jsonContent, jsonPoison } from './json-content.ts';
import { confluentContent, confluentPoison, glueContent, gluePoison } from './registered-content.ts';
import type { Format } from './scenario.ts';
import { TOPICS } from './topics.ts';

/** A record as Lambda delivers it, and what is to become of it. */
export interface KnownRecord {
  readonly record: KafkaEventRecord;
  readonly expectation: Expectation;
}

export interface ProducerOptions {
  readonly format: Format;
  readonly poisonShare: number;
  readonly random: Random;
}

const FIRST_TIMESTAMP_MS = 1_772_442_900_000;
const KEYS = 20;
const KEYLESS_SHARE = 0.05;
const TOMBSTONE_SHARE = 0.02;
const HEADERS_SHARE = 0.1;

const CONTENT: Readonly<Record<Format, (id: string, random: Random) => Content>> = {
  json: jsonContent,
  avro: avroContent,
  glue: glueContent,
  confluent: confluentContent,
};
const POISON: Readonly<Record<Format, (id: string, random: Random) => Poison>> = {
  json: jsonPoison,
  avro: avroPoison,
  glue: gluePoison,
  confluent: confluentPoison,
};

/** Makes records of one topic partition, from offset 0 on, and knows the event that each has to become. */
export class Producer {
  readonly #topic: string;
  readonly #partition: number;
  readonly #options: ProducerOptions;
  #offset = 0;

  constructor(topic: string, partition: number, options: ProducerOptions) {
    this.#topic = topic;
    this.#partition = partition;
    this.#options = options;
  }

  next(): KnownRecord {
    const { random, format } = this.#options;
    const offset = this.#offset++;
    const id = `${this.#topic}/${this.#partition}/${offset}`;
    const base = {
      topic: this.#topic,
      partition: this.#partition,
      offset,
      timestamp: FIRST_TIMESTAMP_MS + offset,
      key: random() < KEYLESS_SHARE ? null : `key-${Math.floor(random() * KEYS)}`,
      headers: random() < HEADERS_SHARE ? headers(id) : [],
    };
    if (this.#isPoison(offset)) return poisoned(base, POISON[format](id, random));
    if (random() < TOMBSTONE_SHARE) return good(base, { value: null, valueText: 'null' });
    return good(base, CONTENT[format](id, random));
  }

  /** Where there may be poison, one record is for certain, so that a run of a few records has it as well. */
  #isPoison(offset: number): boolean {
    const { random, poisonShare } = this.#options;
    const isCertain = this.#topic === TOPICS[0].topic && this.#partition === 0 && offset === 1;
    return poisonShare > 0 && (random() < poisonShare || isCertain);
  }
}

type Base = Omit<ProducedRecord, 'value' | 'partition' | 'headers' | 'key'> & {
  readonly partition: number;
  readonly key: string | null;
  readonly headers: readonly (readonly [string, string])[];
};

/** Twice the same name, and text beyond ASCII: neither may be lost. */
function headers(id: string): readonly (readonly [string, string])[] {
  return [
    ['trace', id],
    ['city', 'Zürich'],
    ['hop', 'gateway'],
    ['hop', 'orders'],
  ];
}

function good(base: Base, { valueText, ...content }: Content): KnownRecord {
  const record = eventRecord({ ...base, ...content });
  return {
    record,
    expectation: {
      kind: 'event',
      detailChecksum: crc32(detailText(base, valueText)),
      payloadChecksum: checksumOf(record),
    },
  };
}

function poisoned(base: Base, { code, ...overrides }: Poison): KnownRecord {
  const record = eventRecord({ ...base, ...overrides });
  return { record, expectation: { kind: 'poison', code, payloadChecksum: checksumOf(record) } };
}

function eventRecord(record: ProducedRecord): KafkaEventRecord {
  const [made] = recordsOf(mskEvent([record]));
  if (made === undefined) throw new Error('An event of one record holds none.');
  return made;
}

function checksumOf({ key, value }: KafkaEventRecord): number {
  return payloadChecksum(key ?? null, value ?? null);
}

/** The event's detail, written here a second time: what the bridge writes has to be the same to the byte. */
function detailText({ topic, partition, offset, timestamp, headers, key }: Base, valueText: string): string {
  const headersText = headers.map(([name, value]) => JSON.stringify({ [name]: value })).join(',');
  return (
    `{"topic":${JSON.stringify(topic)},"partition":${partition},"offset":${offset},` +
    `"timestamp":${timestamp},"timestampType":"CreateTime","headers":[${headersText}],` +
    `"key":${JSON.stringify(key)},"value":${valueText}}`
  );
}
