import assert from 'node:assert/strict';
import type { TopicRecord } from '../../../infra/redrive/kafka/kafka-reader.ts';
import type { KafkaCheck } from '../kafka-check.ts';
import type { WrittenRecord } from '../record-writer.ts';
import { createTopic, offsetRange } from '../topics.ts';

const TOPIC = 'whole-topic';
const PARTITIONS = 2;
const RECORDS = 200;
const VALUE_CHARACTERS = 50_000;
const ABORTED_AFTER = 5;

/** A page is a megabyte of batches, or one batch. */
const MAX_PAGE_CHARACTERS = 1.5 * 1024 * 1024;

export const wholeTopic: KafkaCheck = {
  says: 'a whole topic is read to its end as of the start, a page at a time',
  async run({ writer, admin, reader }) {
    await createTopic(admin, TOPIC, { partitions: PARTITIONS });
    const placed = await writer.write({ producers: { java: {} }, steps: sends(RECORDS) });
    const expected = placed
      .map(({ partition, offset, value }) => ({ partition, offset: BigInt(offset), value: text(value) }))
      .toSorted((a, b) => a.partition - b.partition || Number(a.offset - b.offset));

    const read: TopicRecord[] = [];
    const records = reader.readTopic(TOPIC, new AbortController().signal);
    for await (const record of records) {
      // What is written meanwhile is for the next time.
      if (read.length === 0) await writer.write({ producers: { java: {} }, steps: sends(PARTITIONS) });
      read.push(record);
    }

    assert.deepEqual(read, expected);
    const controller = new AbortController();
    let seen = 0;
    await assert.rejects(
      async () => {
        for await (const _ of reader.readTopic(TOPIC, controller.signal)) {
          if (++seen === ABORTED_AFTER) controller.abort(new Error('enough'));
        }
      },
      { message: 'enough' },
    );
    assert.equal(seen, ABORTED_AFTER);
    let pages = 0;
    for await (const page of reader.readPages(offsetRange(TOPIC, 0, RECORDS / PARTITIONS - 1))) {
      const bytes = page.records.reduce(
        (sum, { value }) => sum + Buffer.byteLength(value ?? '', 'base64'),
        0,
      );
      assert.ok(bytes < MAX_PAGE_CHARACTERS, `a page of ${bytes} bytes`);
      pages++;
    }
    assert.ok(pages > 1);
    return `${read.length} records, ${pages} pages of a partition`;
  },
};

function sends(count: number) {
  return Array.from({ length: count }, (_, index) => {
    const value = index === 0 ? null : Buffer.alloc(VALUE_CHARACTERS, `ë ${index} `).toString('base64');
    const record: WrittenRecord = { topic: TOPIC, partition: index % PARTITIONS, value };
    return { do: 'send', producer: 'java', record } as const;
  });
}

function text(base64: string | null): string | null {
  return base64 === null ? null : Buffer.from(base64, 'base64').toString();
}
