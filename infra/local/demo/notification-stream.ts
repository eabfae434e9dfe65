import type { KafkaEvent } from '../../../shared/kafka-event.ts';
import { mskEvent, type ProducedRecord } from './event-builder.ts';
import { encodeGlue } from './frame-encoder.ts';
import { NOTIFICATION } from './schemas.ts';

const TOPIC = 'notifications';
const PARTITIONS = 4;
const FIRST_OFFSET = 1_000;
const USERS = 10;

/** One notification in so many is of the kind that the demo's rule waits for. */
const SUSPICIOUS_EVERY = 10;

/** A transaction above this is suspicious; prices are spread between 100 and 200. */
const SUSPICIOUS_TOTAL = 195;

/**
 * A stream of the analyzer's notifications, Avro framed by Glue, every other one compressed, cut into batches.
 *
 * @param nowMs epoch milliseconds of the newest record.
 */
export function* notificationBatches(
  count: number,
  batchSize: number,
  nowMs: number,
): Generator<KafkaEvent, void> {
  for (let start = 0; start < count; start += batchSize) {
    const size = Math.min(batchSize, count - start);
    yield mskEvent(Array.from({ length: size }, (_, position) => notification(start + position, nowMs)));
  }
}

function notification(sequence: number, nowMs: number): ProducedRecord {
  const isSuspicious = sequence % SUSPICIOUS_EVERY === 0;
  const value = {
    source: 'transactionAnalyzer',
    eventType: isSuspicious ? 'suspiciousActivity' : 'transactionReviewed',
    eventDetail: {
      userId: `user-${String(sequence % USERS).padStart(4, '0')}`,
      total: isSuspicious ? SUSPICIOUS_TOTAL + (sequence % 500) / 100 : 100 + (sequence % 9_500) / 100,
    },
  };
  return {
    topic: TOPIC,
    partition: sequence % PARTITIONS,
    offset: FIRST_OFFSET + Math.floor(sequence / PARTITIONS),
    timestamp: nowMs,
    key: `txn-${String(sequence).padStart(8, '0')}`,
    value: encodeGlue(NOTIFICATION, value, sequence % 2 === 0 ? 'none' : 'zlib'),
  };
}
