import {
  type CompressionAlgorithmValue,
  crc32c,
  createRecordsBatch,
  type MessageRecord,
} from '@platformatic/kafka';

/** Where the parts of a batch are that tests damage. */
export const AT = {
  length: 8,
  afterLength: 12,
  magic: 16,
  crc: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  firstTimestamp: 27,
  count: 57,
  records: 61,
} as const;

/** A batch as the client library writes it. */
export function batchBytes(
  messages: readonly Partial<MessageRecord>[] = [{}],
  compression: CompressionAlgorithmValue = 'none',
): Buffer {
  const records = messages.map((message) => ({
    topic: 'orders',
    value: Buffer.from('a'),
    timestamp: 1_700_000_000_000n,
    ...message,
  }));
  return createRecordsBatch(records, { compression }).buffer;
}

/** With the length and the CRC that these bytes should have. */
export function sealed(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeInt32BE(copy.length - AT.afterLength, AT.length);
  copy.writeUInt32BE(crc32c(copy.subarray(AT.attributes)), AT.crc);
  return copy;
}

/** A batch with other bytes in the place of its records. */
export function batchAround(records: Buffer, { count = 1, attributes = 0 } = {}): Buffer {
  const head = Buffer.from(batchBytes().subarray(0, AT.records));
  head.writeInt32BE(count, AT.count);
  head.writeInt32BE(count - 1, AT.lastOffsetDelta);
  head.writeInt16BE(attributes, AT.attributes);
  return sealed(Buffer.concat([head, records]));
}
