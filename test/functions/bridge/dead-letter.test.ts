import { describe, expect, it } from 'vitest';
import { type DeadLetterOrigin, deadLetter } from '../../../functions/bridge/dead-letter.ts';
import { RECORD_FAILURES } from '../../../functions/bridge/errors.ts';
import { readBatch } from '../../../functions/bridge/read.ts';
import { eventRecord, kafkaBatch, kafkaRecord } from '../../fixtures/kafka-event.ts';

const FAILURE = { code: 'PAYLOAD_INVALID', message: 'unexpected end' } as const;
const NOW_MS = Date.UTC(2026, 0, 2, 3, 4, 5, 6);

function origin(batch: DeadLetterOrigin['batch']): DeadLetterOrigin {
  return { connectorId: 'payments', batch, nowMs: NOW_MS };
}

describe('deadLetter', () => {
  it('holds what is needed to act on the record: why, what to do, from where, and every byte', () => {
    // Prepare
    const record = eventRecord({
      topic: 'orders',
      partition: 3,
      offset: 42,
      key: 'AAEC/w==',
      value: '/w==',
      headers: [{ trace: [97, -61, -85] }, { trace: [] }, { none: null }],
    });

    // Act
    const letter = deadLetter(origin(kafkaBatch(record)), kafkaRecord(record), FAILURE);

    // Assess
    expect(letter).toEqual({
      version: '1',
      time: '2026-01-02T03:04:05.006Z',
      error: {
        code: 'PAYLOAD_INVALID',
        message: 'unexpected end',
        remedy: RECORD_FAILURES.PAYLOAD_INVALID.remedy,
      },
      connectorId: 'payments',
      eventSource: 'aws:kafka',
      eventSourceArn: expect.stringMatching(/^arn:aws:kafka:/),
      record: {
        topic: 'orders',
        partition: 3,
        offset: 42,
        timestamp: 1_700_000_000_123,
        timestampType: 'CREATE_TIME',
        key: 'AAEC/w==',
        value: '/w==',
        headers: [{ trace: 'YcOr' }, { trace: '' }, { none: null }],
      },
    });
  });

  it('tells an absent key and value from empty ones', () => {
    const absent = deadLetter(origin(kafkaBatch()), kafkaRecord({ key: null, value: null }), FAILURE);
    const empty = deadLetter(origin(kafkaBatch()), kafkaRecord({ key: '', value: '' }), FAILURE);

    expect(absent.record).toMatchObject({ key: null, value: null });
    expect(empty.record).toMatchObject({ key: '', value: '' });
  });

  it('keeps a header of any name as a member of its own', () => {
    const headers = JSON.parse('[{"__proto__":[1]},{"":[2]},{"1":[3]}]');

    const letter = deadLetter(origin(kafkaBatch()), kafkaRecord({ headers }), FAILURE);

    expect(JSON.stringify(letter.record.headers)).toBe('[{"__proto__":"AQ=="},{"":"Ag=="},{"1":"Aw=="}]');
  });

  it('holds a record of another shape as Lambda delivered it', () => {
    const received = { ...eventRecord({ offset: 7 }), timestamp: 1.7e18 };
    const [record] = readBatch({ eventSource: 'aws:kafka', records: { 'orders-0': [received] } }).records;

    const letter = record && deadLetter(origin(kafkaBatch()), record, FAILURE);

    expect(letter).toMatchObject({ received, record: { offset: 7, timestamp: null } });
  });

  it('has no ARN for a self-managed cluster', () => {
    const batch = readBatch({ eventSource: 'SelfManagedKafka', records: {} });

    expect(deadLetter(origin(batch), kafkaRecord(), FAILURE)).toMatchObject({
      eventSource: 'SelfManagedKafka',
      eventSourceArn: null,
    });
  });
});
