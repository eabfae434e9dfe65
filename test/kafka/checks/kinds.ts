import assert from 'node:assert/strict';
import { expectedRecord } from '../expected-record.ts';
import type { KafkaCheck } from '../kafka-check.ts';
import type { WrittenRecord } from '../record-writer.ts';
import { createTopic, offsetRange } from '../topics.ts';

const TOPIC = 'kinds';
const LAST_PARTITION = 1;

/** Brokers may refuse times to come. */
const ANY_TIME = { 'message.timestamp.after.max.ms': String(2n ** 63n - 1n) };

/** Every byte there is, so that signs and text that is not UTF-8 are among them. */
const ALL_BYTES = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).toString('base64');
const EMPTY = '';
const TEXT = base64('{"id":1}');

const KINDS: readonly Omit<WrittenRecord, 'topic' | 'partition'>[] = [
  { key: base64('order-1'), value: TEXT },
  { key: null, value: TEXT },
  { key: EMPTY, value: EMPTY },
  { key: base64('order-1'), value: null },
  { key: null, value: null },
  { key: ALL_BYTES, value: ALL_BYTES },
  { value: TEXT, headers: [['city', base64('Zoë')]] },
  { value: TEXT, headers: [['bytes', ALL_BYTES]] },
  {
    value: TEXT,
    headers: [
      ['twice', base64('1')],
      ['once', base64('2')],
      ['twice', base64('3')],
    ],
  },
  {
    value: TEXT,
    headers: [
      ['null', null],
      ['empty', EMPTY],
      ['', base64('no name')],
      ['__proto__', base64('own')],
      ['ключ', TEXT],
    ],
  },
  { value: TEXT, timestamp: 0 },
  { value: TEXT, timestamp: 1_545_084_650_987 },
  // Earlier than the record before it, and later than any clock.
  { value: TEXT, timestamp: 1_000 },
  { value: TEXT, timestamp: 4_102_444_800_000 },
  { value: Buffer.alloc(900_000, 'large').toString('base64') },
];

export const kinds: KafkaCheck = {
  says: 'records of every kind come back as Lambda delivers them',
  async run({ writer, admin, reader }) {
    await createTopic(admin, TOPIC, { partitions: LAST_PARTITION + 1, configs: ANY_TIME });
    const records = [0, LAST_PARTITION].flatMap((partition) =>
      KINDS.map((record) => ({ topic: TOPIC, partition, ...record })),
    );
    const placed = await writer.write({
      producers: { java: {} },
      steps: records.map((record) => ({ do: 'send', producer: 'java', record })),
    });
    for (const partition of [0, LAST_PARTITION]) {
      const reading = await reader.readOffsets(offsetRange(TOPIC, 0, KINDS.length - 1, { partition }));

      const expected = placed.filter((record) => record.partition === partition);
      assert.deepEqual(
        reading.records,
        expected.map((record) => expectedRecord(record)),
      );
      assert.deepEqual(reading.missing, []);
    }
    const one = await reader.readOffsets(
      offsetRange(TOPIC, 3, 3, { firstTimestampMs: placed[3]?.timestamp }),
    );
    assert.deepEqual(
      one.records,
      placed.slice(3, 4).map((record) => expectedRecord(record)),
    );
    return `${placed.length} records in 2 partitions`;
  },
};

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
