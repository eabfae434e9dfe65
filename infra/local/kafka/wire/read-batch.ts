import {
  crc32c,
  IS_COMPRESSED,
  IS_CONTROL,
  IS_TRANSACTIONAL,
  type KafkaRecord,
  type RecordsBatch,
  readRecord,
} from '@platformatic/kafka';
import { HAS_LOG_APPEND_TIME } from '../../../kafka/event-record.ts';
import { BoundedReader } from './bounded-reader.ts';
import { BrokerError } from './broker-error.ts';
import type { Decompressor } from './decompress.ts';

/** Kafka's default of `message.max.bytes`, and MSK's. https://kafka.apache.org/documentation/#brokerconfigs_message.max.bytes */
export const MAX_BATCH_BYTES = 1_048_588;

/** Up to the records; the CRC covers everything from the attributes on. */
const HEADER_BYTES = 61;
const LENGTH_AT = 8;
const LEADER_EPOCH_AT = 12;
const MAGIC_AT = 16;
const CRC_AT = 17;
const ATTRIBUTES_AT = 21;
const LAST_OFFSET_DELTA_AT = 23;
const FIRST_TIMESTAMP_AT = 27;
const MAX_TIMESTAMP_AT = 35;
const PRODUCER_ID_AT = 43;
const PRODUCER_EPOCH_AT = 51;
const FIRST_SEQUENCE_AT = 53;
const COUNT_AT = 57;

const MAGIC = 2;

/**
 * Reads what a producer sends for one partition, with the checks that a broker makes before it writes.
 *
 * @throws BrokerError
 * @see https://kafka.apache.org/documentation/#recordbatch
 */
export function readBatch(bytes: Buffer, decompressor: Decompressor): RecordsBatch {
  checkFrame(bytes);
  const attributes = bytes.readInt16BE(ATTRIBUTES_AT);
  checkAttributes(attributes);
  const compressed = bytes.subarray(HEADER_BYTES);
  const inflated = decompressor.decompress(attributes & IS_COMPRESSED, compressed);
  const batch = {
    firstOffset: 0n,
    length: bytes.readInt32BE(LENGTH_AT),
    partitionLeaderEpoch: bytes.readInt32BE(LEADER_EPOCH_AT),
    magic: MAGIC,
    crc: bytes.readUInt32BE(CRC_AT),
    attributes,
    lastOffsetDelta: bytes.readInt32BE(LAST_OFFSET_DELTA_AT),
    firstTimestamp: bytes.readBigInt64BE(FIRST_TIMESTAMP_AT),
    maxTimestamp: bytes.readBigInt64BE(MAX_TIMESTAMP_AT),
    producerId: bytes.readBigInt64BE(PRODUCER_ID_AT),
    producerEpoch: bytes.readInt16BE(PRODUCER_EPOCH_AT),
    firstSequence: bytes.readInt32BE(FIRST_SEQUENCE_AT),
    records: readRecords(inflated, bytes.readInt32BE(COUNT_AT)),
  };
  checkRecords(batch);
  return batch;
}

function checkFrame(bytes: Buffer): void {
  if (bytes.length > MAX_BATCH_BYTES) {
    throw new BrokerError('MESSAGE_TOO_LARGE', `A batch may have ${MAX_BATCH_BYTES} bytes.`);
  }
  if (bytes.length < HEADER_BYTES) throw new BrokerError('CORRUPT_MESSAGE', 'The batch is too short.');
  if (bytes.readInt8(MAGIC_AT) !== MAGIC) {
    throw new BrokerError('INVALID_RECORD', `A batch has the format ${MAGIC}.`);
  }
  if (bytes.readInt32BE(LENGTH_AT) !== bytes.length - LEADER_EPOCH_AT) {
    throw new BrokerError('INVALID_RECORD', 'There is one batch for a partition, and it says its length.');
  }
  if (bytes.readUInt32BE(CRC_AT) !== crc32c(bytes.subarray(ATTRIBUTES_AT))) {
    throw new BrokerError('CORRUPT_MESSAGE', 'The CRC of the batch is that of other bytes.');
  }
}

function checkAttributes(attributes: number): void {
  if ((attributes & IS_TRANSACTIONAL) !== 0) {
    throw new BrokerError('INVALID_TXN_STATE', 'The embedded Kafka has no transactions.');
  }
  if ((attributes & IS_CONTROL) !== 0) {
    throw new BrokerError('INVALID_RECORD', 'Control records are written by brokers only.');
  }
  if ((attributes & HAS_LOG_APPEND_TIME) !== 0) {
    throw new BrokerError('INVALID_TIMESTAMP', 'The time of appending is set by brokers only.');
  }
}

function readRecords(bytes: Buffer, count: number): KafkaRecord[] {
  if (count < 1) throw new BrokerError('INVALID_RECORD', `A batch of ${count} records.`);
  const reader = BoundedReader.over(bytes);
  const records: KafkaRecord[] = [];
  // It ends with the bytes, whatever the count is.
  while (records.length < count) records.push(readWhole(reader));
  if (reader.remaining > 0) throw new BrokerError('INVALID_RECORD', 'Something follows the records.');
  return records;
}

function readWhole(reader: BoundedReader): KafkaRecord {
  const before = reader.remaining;
  const record = readOne(reader);
  if (before - reader.remaining !== sizeOfVarInt(record.length) + record.length) {
    throw new BrokerError('INVALID_RECORD', 'A record has another length than it says.');
  }
  if (record.headers.some(([name]) => name === null)) {
    throw new BrokerError('INVALID_RECORD', 'A header has no name.');
  }
  return record;
}

function readOne(reader: BoundedReader): KafkaRecord {
  try {
    return readRecord(reader);
  } catch {
    throw new BrokerError('INVALID_RECORD', 'The records of the batch cannot be read.');
  }
}

const VAR_INT_BITS = 7;

/** Lengths are never negative, so that the zigzag encoding doubles them. */
function sizeOfVarInt(length: number): number {
  return Math.max(1, Math.ceil((32 - Math.clz32(length * 2)) / VAR_INT_BITS));
}

function checkRecords({ records, lastOffsetDelta, firstTimestamp }: RecordsBatch): void {
  if (lastOffsetDelta !== records.length - 1 || records.some((record, at) => record.offsetDelta !== at)) {
    throw new BrokerError('INVALID_RECORD', 'The offsets of the batch have gaps.');
  }
  const times = records.map(({ timestampDelta }) => Number(firstTimestamp + timestampDelta));
  if (!times.every(Number.isSafeInteger)) {
    throw new BrokerError('INVALID_TIMESTAMP', 'A record has a time that is none.');
  }
}
