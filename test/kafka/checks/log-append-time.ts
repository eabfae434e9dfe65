import assert from 'node:assert/strict';
import { expectedRecord } from '../expected-record.ts';
import type { KafkaCheck } from '../kafka-check.ts';
import { createTopic, offsetRange } from '../topics.ts';

const TOPIC = 'log-append-time';
const LONG_AGO_MS = 1_545_084_650_987;

export const logAppendTime: KafkaCheck = {
  says: "a topic that keeps the broker's time tells that time, and that it does",
  async run({ writer, admin, reader }) {
    await createTopic(admin, TOPIC, { configs: { 'message.timestamp.type': 'LogAppendTime' } });
    const record = { topic: TOPIC, partition: 0, value: 'AA==', timestamp: LONG_AGO_MS };
    const placed = await writer.write({
      producers: { java: {} },
      steps: Array.from({ length: 3 }, () => ({ do: 'send', producer: 'java', record })),
    });

    const { records } = await reader.readOffsets(offsetRange(TOPIC, 0, 2));

    assert.deepEqual(
      records,
      placed.map((written) => expectedRecord(written, 'LOG_APPEND_TIME')),
    );
    assert.notEqual(records[0]?.timestamp, LONG_AGO_MS);
    return `${records.length} records`;
  },
};
