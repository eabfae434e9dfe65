import assert from 'node:assert/strict';
import type { KafkaCheck } from '../kafka-check.ts';
import { createTopic, offsetRange } from '../topics.ts';

const TOPIC = 'expired';
const RECORDS = 20;
const EXPIRED = 8;

export const expired: KafkaCheck = {
  says: 'offsets before the start and beyond the end are missing, each with its reason',
  async run({ writer, admin, reader }) {
    await createTopic(admin, TOPIC);
    const record = { topic: TOPIC, partition: 0, value: 'AA==' };
    await writer.write({
      producers: { java: {} },
      steps: Array.from({ length: RECORDS }, () => ({ do: 'send', producer: 'java', record })),
    });
    const partitions = [{ partition: 0, offset: BigInt(EXPIRED) }];
    await admin.deleteRecords({ topics: [{ name: TOPIC, partitions }] });
    const cases = [
      {
        first: 0,
        last: 30,
        records: [8, 19],
        missing: [missing(0, 7, 'expired'), missing(20, 30, 'beyond the end')],
      },
      { first: 3, last: 7, records: [], missing: [missing(3, 7, 'expired')] },
      { first: 7, last: 8, records: [8, 8], missing: [missing(7, 7, 'expired')] },
      { first: 8, last: 8, records: [8, 8], missing: [] },
      { first: 19, last: 20, records: [19, 19], missing: [missing(20, 20, 'beyond the end')] },
      { first: 20, last: 20, records: [], missing: [missing(20, 20, 'beyond the end')] },
      { first: 500, last: 900, records: [], missing: [missing(500, 900, 'beyond the end')] },
    ];
    for (const { first, last, ...expected } of cases) {
      const reading = await reader.readOffsets(offsetRange(TOPIC, first, last));

      const offsets = reading.records.map(({ offset }) => offset);
      assert.deepEqual(offsets.length === 0 ? [] : [offsets[0], offsets.at(-1)], expected.records);
      assert.deepEqual(reading.missing, expected.missing);
    }
    return `${cases.length} ranges around ${RECORDS} records, of which ${EXPIRED} are deleted`;
  },
};

function missing(first: number, last: number, reason: string) {
  return { firstOffset: BigInt(first), lastOffset: BigInt(last), reason };
}
