import { IS_CONTROL, IS_TRANSACTIONAL, type KafkaRecord, type RecordsBatch } from '@platformatic/kafka';

export interface BatchOptions {
  readonly attributes?: number;
  readonly producerId?: bigint;
  /** Of the batch, when compaction took its last records. */
  readonly lastOffset?: number;
  readonly firstTimestamp?: bigint;
  readonly maxTimestamp?: bigint;
}

/** A batch as the client decodes it, with records at these offsets, or at least a first offset. */
export function batchOf(offsets: readonly [number, ...number[]], options: BatchOptions = {}): RecordsBatch {
  const [first] = offsets;
  const last = options.lastOffset ?? offsets.at(-1) ?? first;
  return emptyBatch(
    first,
    last,
    options,
    offsets.map((offset) => recordAt(offset - first)),
  );
}

/** What compaction leaves of a batch whose producer must be remembered. */
export function emptyBatch(
  first: number,
  last: number,
  { attributes = 0, producerId = -1n, firstTimestamp = 1_000n, maxTimestamp = 9_000n }: BatchOptions = {},
  records: KafkaRecord[] = [],
): RecordsBatch {
  return {
    firstOffset: BigInt(first),
    length: 0,
    partitionLeaderEpoch: 0,
    magic: 2,
    crc: 0,
    attributes,
    lastOffsetDelta: last - first,
    firstTimestamp,
    maxTimestamp,
    producerId,
    producerEpoch: 0,
    firstSequence: 0,
    records,
  };
}

export function recordAt(offsetDelta: number, members: Partial<KafkaRecord> = {}): KafkaRecord {
  return {
    length: 0,
    attributes: 0,
    timestampDelta: BigInt(offsetDelta),
    offsetDelta,
    key: null,
    value: Buffer.from(`at ${offsetDelta}`),
    headers: [],
    ...members,
  };
}

export function transactional(
  producerId: bigint,
  offsets: readonly [number, ...number[]],
  options: BatchOptions = {},
): RecordsBatch {
  return batchOf(offsets, { ...options, attributes: IS_TRANSACTIONAL, producerId });
}

/** The mark at the end of a transaction. */
export function marker(producerId: bigint, offset: number, type: 'commit' | 'abort'): RecordsBatch {
  const key = Buffer.from([0, 0, 0, type === 'commit' ? 1 : 0]);
  const attributes = IS_TRANSACTIONAL | IS_CONTROL;
  return emptyBatch(offset, offset, { attributes, producerId }, [recordAt(0, { key })]);
}
