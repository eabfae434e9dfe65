import assert from 'node:assert/strict';
import type { KafkaCheck } from '../kafka-check.ts';

export const noTrace: KafkaCheck = {
  says: 'after all that, the cluster has no consumer group',
  async run({ admin }) {
    const groups = await admin.listGroups();
    assert.deepEqual([...groups.keys()], []);
    return `${groups.size} groups`;
  },
};
