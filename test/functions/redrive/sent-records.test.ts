import { describe, expect, it } from 'vitest';
import type { FailedRecord } from '../../../functions/redrive/failed-record.ts';
import { SentRecords } from '../../../functions/redrive/sent-records.ts';
import { base64, eventRecord } from '../../fixtures/kafka-event.ts';
import { MSK_ARN } from './documents.ts';

const MAX_REMEMBERED = 50_000;

function failedRecord(overrides: Partial<FailedRecord> = {}): FailedRecord {
  const { topic = 'orders', partition = 0, offset = 0 } = overrides;
  return {
    eventSource: 'aws:kafka',
    eventSourceArn: MSK_ARN,
    topic,
    partition,
    offset,
    record: eventRecord({ topic, partition, offset }),
    code: 'PAYLOAD_INVALID',
    time: '2026-11-20T08:00:00.000Z',
    ...overrides,
  };
}

describe('SentRecords', () => {
  it('knows a record again when its message comes again, which is read anew', () => {
    const sent = new SentRecords();

    sent.add('m1', failedRecord());

    expect(sent.has('m1', failedRecord())).toBe(true);
  });

  it.each([
    ['another message', 'm2', failedRecord()],
    ['another offset', 'm1', failedRecord({ offset: 1 })],
    ['another partition', 'm1', failedRecord({ partition: 1 })],
    ['another topic', 'm1', failedRecord({ topic: 'orders-eu' })],
    // A message can name several objects, and a topic that was made anew has other records at the same places.
    ['another value', 'm1', failedRecord({ record: eventRecord({ value: base64('2') }) })],
    ['another cluster', 'm1', failedRecord({ eventSourceArn: `${MSK_ARN}-new` })],
    ['a self-managed cluster', 'm1', failedRecord({ eventSource: 'SelfManagedKafka', eventSourceArn: null })],
  ])('knows nothing of %s', (_, messageId, record) => {
    const sent = new SentRecords();

    sent.add('m1', failedRecord());

    expect(sent.has(messageId, record)).toBe(false);
  });

  it('forgets a record that is nested deeper than it can be compared, which is then sent again', () => {
    const sent = new SentRecords();
    const deep = failedRecord({ record: JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`) });

    sent.add('m1', deep);

    expect(sent.has('m1', deep)).toBe(false);
  });

  it('remembers as many as a few batches have, and forgets the oldest first', () => {
    const sent = new SentRecords();

    for (let offset = 0; offset <= MAX_REMEMBERED; offset++) sent.add('m1', failedRecord({ offset }));

    expect(sent.has('m1', failedRecord({ offset: 0 }))).toBe(false);
    expect(sent.has('m1', failedRecord({ offset: 1 }))).toBe(true);
    expect(sent.has('m1', failedRecord({ offset: MAX_REMEMBERED }))).toBe(true);
  });
});
