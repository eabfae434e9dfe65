import assert from 'node:assert/strict';
import { expectedRecord } from '../expected-record.ts';
import type { KafkaCheck } from '../kafka-check.ts';
import { readUntil } from '../read-until.ts';
import type { Step } from '../record-writer.ts';
import { createTopic, offsetRange } from '../topics.ts';

const TOPIC = 'transactions';

/** More than one answer of the broker holds, so that the mark at its end comes later. */
const LARGE_RECORDS = 30;
const LARGE_VALUE = Buffer.alloc(100_000, 'aborted').toString('base64');

const VISIBLE = ['B1', 'N1', 'B2', 'A3', 'N2', 'A6', 'B3'];

/** A and B are transactional and take turns, N is not; each letter is a record, in its own request. */
const STEPS: readonly Step[] = [
  ...['A', 'B'].map((producer): Step => ({ do: 'begin', producer })),
  ...['A1', 'B1', 'N1', 'A2'].flatMap((name) => record(name)),
  { do: 'abort', producer: 'A' },
  ...record('B2'),
  { do: 'commit', producer: 'B' },
  { do: 'begin', producer: 'A' },
  ...record('A3'),
  { do: 'commit', producer: 'A' },
  { do: 'begin', producer: 'A' },
  ...record('A4'),
  { do: 'abort', producer: 'A' },
  ...record('N2'),
  { do: 'begin', producer: 'A' },
  ...Array.from({ length: LARGE_RECORDS }, () => record('A5', LARGE_VALUE)).flat(),
  { do: 'abort', producer: 'A' },
  // A producer begins anew only when the mark of its last transaction is written, so all five lie before these.
  ...['A', 'B'].map((producer): Step => ({ do: 'begin', producer })),
  ...['A6', 'B3'].flatMap((name) => record(name)),
  ...['A', 'B'].map((producer): Step => ({ do: 'commit', producer })),
];

export const transactions: KafkaCheck = {
  says: 'committed records come back, aborted ones and marks do not, wherever the marks lie',
  async run({ writer, admin, reader }) {
    await createTopic(admin, TOPIC);
    const placed = await writer.write({
      producers: { A: { 'transactional.id': 'a' }, B: { 'transactional.id': 'b' }, N: {} },
      steps: STEPS,
    });
    const last = placed.at(-1)?.offset ?? 0;
    const visible = placed.filter(({ value }) => VISIBLE.includes(text(value)));

    const all = await readUntil(() => reader.readOffsets(offsetRange(TOPIC, 0, last)));

    assert.deepEqual(
      all.records,
      visible.map((written) => expectedRecord(written)),
    );
    assert.deepEqual(all.missing, []);
    assert.deepEqual(all.skipped, { aborted: 3 + LARGE_RECORDS, markers: 5 });
    // However the range is cut, each offset is the same thing.
    for (let offset = 0; offset <= last; offset++) {
      const one = await reader.readOffsets(offsetRange(TOPIC, offset, offset));
      assert.deepEqual(
        one.records,
        all.records.filter((known) => known.offset === offset),
      );
      assert.equal(one.records.length + one.skipped.aborted + one.skipped.markers, 1);
    }
    return `${visible.length} committed, ${all.skipped.aborted} aborted, ${all.skipped.markers} marks`;
  },
};

function record(name: string, value = Buffer.from(name).toString('base64')): Step[] {
  const [producer = ''] = name;
  return [
    { do: 'send', producer, record: { topic: TOPIC, partition: 0, value } },
    { do: 'flush', producer },
  ];
}

function text(base64: string | null): string {
  return Buffer.from(base64 ?? '', 'base64').toString();
}
