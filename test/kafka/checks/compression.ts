import assert from 'node:assert/strict';
import { IS_COMPRESSED } from '@platformatic/kafka';
import { PartitionLog } from '../../../infra/redrive/kafka/partition-log.ts';
import { expectedRecord } from '../expected-record.ts';
import type { KafkaCheck } from '../kafka-check.ts';
import type { Step } from '../record-writer.ts';
import { createTopic, offsetRange } from '../topics.ts';

/** By the number that a batch has for it. https://kafka.apache.org/documentation/#recordbatch */
const CODECS = new Map([
  ['gzip', 1],
  ['snappy', 2],
  ['lz4', 3],
  ['zstd', 4],
]);
const RECORDS = 2_000;

/** Neither end is the end of the batch. */
const FIRST = 17;
const LAST = RECORDS - 13;

export const compression: KafkaCheck = {
  says: "ranges that begin and end inside compressed batches of Kafka's own client come back exactly",
  async run({ broker, writer, admin, reader }) {
    for (const codec of CODECS.keys()) await createTopic(admin, topicOf(codec));
    const placed = await writer.write({
      producers: Object.fromEntries(Array.from(CODECS.keys(), (codec) => [codec, producerOf(codec)])),
      steps: Array.from(CODECS.keys()).flatMap(recordsOf),
    });
    const log = new PartitionLog({ brokers: [broker.bootstrapServers], access: { auth: 'none' } });
    try {
      for (const [codec, number] of CODECS) {
        const { batches = [] } = (await log.fetch({ topic: topicOf(codec), partition: 0 }, 0n)) ?? {};
        assert.deepEqual(
          new Set(batches.map(({ attributes }) => attributes & IS_COMPRESSED)),
          new Set([number]),
        );
        assert.ok(batches.some(({ records }) => records.length > LAST));

        const { records, missing } = await reader.readOffsets(offsetRange(topicOf(codec), FIRST, LAST));

        const expected = placed.filter(({ topic }) => topic === topicOf(codec)).slice(FIRST, LAST + 1);
        assert.deepEqual(
          records,
          expected.map((record) => expectedRecord(record)),
        );
        assert.deepEqual(missing, []);
      }
    } finally {
      await log.close();
    }
    return `${CODECS.size} × ${LAST - FIRST + 1} records: ${[...CODECS.keys()].join(', ')}`;
  },
};

function topicOf(codec: string): string {
  return `compressed-${codec}`;
}

/** All records in one batch: it waits for them, and is sent by the flush. */
function producerOf(codec: string): Record<string, string> {
  return { 'compression.type': codec, 'linger.ms': '60000', 'batch.size': '1000000' };
}

/** Enough repetition to compress, in more than the 32 KiB that Kafka gives snappy at a time. */
function recordsOf(codec: string): Step[] {
  const steps: Step[] = Array.from({ length: RECORDS }, (_, index) => {
    const value = Buffer.from(`{"index":${index},"text":"${'compress me '.repeat(index % 20)}"}`);
    const key = Buffer.from(`key-${index}`).toString('base64');
    const record = { topic: topicOf(codec), partition: 0, key, value: value.toString('base64') };
    return { do: 'send', producer: codec, record };
  });
  return [...steps, { do: 'flush', producer: codec }];
}
