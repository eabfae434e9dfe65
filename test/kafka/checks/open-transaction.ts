import assert from 'node:assert/strict';
import type { KafkaCheck } from '../kafka-check.ts';
import type { Step } from '../record-writer.ts';
import { createTopic, offsetRange } from '../topics.ts';

const TOPIC = 'open-transaction';

export const openTransaction: KafkaCheck = {
  says: 'a range that reaches into an open transaction is left for later, and what lies before it is read',
  async run({ writer, admin, reader }) {
    await createTopic(admin, TOPIC);
    await writer.write({
      producers: { plain: {}, open: { 'transactional.id': 'open', 'transaction.timeout.ms': '600000' } },
      steps: [...record('plain'), { do: 'begin', producer: 'open' }, ...record('open'), ...record('plain')],
    });

    const before = await reader.readOffsets(offsetRange(TOPIC, 0, 0));
    assert.deepEqual(
      before.records.map(({ offset }) => offset),
      [0],
    );
    for (const first of [0, 1, 2]) {
      await assert.rejects(reader.readOffsets(offsetRange(TOPIC, first, 2)), { code: 'TRANSACTION_OPEN' });
    }
    return '3 records, the second in an open transaction';
  },
};

function record(producer: string): Step[] {
  return [
    { do: 'send', producer, record: { topic: TOPIC, partition: 0, value: 'AA==' } },
    { do: 'flush', producer },
  ];
}
