import assert from 'node:assert/strict';
import { expectedRecord } from '../expected-record.ts';
import type { KafkaCheck } from '../kafka-check.ts';
import { readUntil } from '../read-until.ts';
import type { Step } from '../record-writer.ts';
import { createTopic, offsetRange } from '../topics.ts';

const TOPIC = 'compacted';
const KEYS = 4;
const ROUNDS = 25;

export const compacted: KafkaCheck = {
  says: 'offsets that compaction took are missing, and what it left is exact, timestamps of rewritten batches too',
  async run({ writer, admin, reader }) {
    await createTopic(admin, TOPIC, {
      configs: { 'cleanup.policy': 'compact', 'segment.ms': '50', 'min.cleanable.dirty.ratio': '0.01' },
    });
    const placed = await writer.write({ producers: { java: { 'linger.ms': '20' } }, steps: steps() });
    const last = placed.length - 1;

    const reading = await readUntil(
      () => reader.readOffsets(offsetRange(TOPIC, 0, last)),
      ({ records }) => records.length <= KEYS * 2,
    );

    const kept = new Set(reading.records.map(({ offset }) => offset));
    assert.deepEqual(
      reading.records,
      placed.filter(({ offset }) => kept.has(offset)).map((record) => expectedRecord(record)),
    );
    const gone = reading.missing.flatMap(({ firstOffset, lastOffset }) => offsets(firstOffset, lastOffset));
    assert.deepEqual([...kept, ...gone].toSorted(ascending), offsets(0n, BigInt(last)));
    assert.deepEqual(new Set(reading.missing.map(({ reason }) => reason)), new Set(['compacted']));
    assert.ok(reading.records.some(({ value }) => value === undefined));
    return `${kept.size} of ${placed.length} records left`;
  },
};

/** Rounds over all keys, the last with tombstones; each in its own batch and, by its time, its own segment. */
function steps(): Step[] {
  return Array.from({ length: ROUNDS }, (_, round) => {
    const sends = Array.from({ length: KEYS }, (__, key): Step => {
      const value = round === ROUNDS - 2 && key > 0 ? null : base64(`round ${round}`);
      const timestamp = 1_700_000_000_000 + round * 1_000 - key;
      const record = { topic: TOPIC, partition: 0, key: base64(`key ${key}`), value, timestamp };
      return { do: 'send', producer: 'java', record };
    });
    return [
      ...(round === ROUNDS - 1 ? sends.slice(0, 1) : sends),
      { do: 'flush', producer: 'java' } as const,
    ];
  }).flat();
}

function offsets(first: bigint, last: bigint): number[] {
  return Array.from({ length: Number(last - first) + 1 }, (_, index) => Number(first) + index);
}

function ascending(a: number, b: number): number {
  return a - b;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
