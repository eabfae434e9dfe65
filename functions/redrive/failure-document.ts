import * as z from 'zod/mini';
import { KAFKA_EVENT_SOURCES, type KafkaEventSource } from '../../shared/kafka-event.ts';
import type { OffsetRange, OffsetsDocument, RecordsDocument } from './document.ts';
import type { FailedRecord } from './failed-record.ts';
import { parseJson } from './parse-json.ts';

/**
 * The documents that Lambda writes to the on-failure destination of an event source mapping, in the spellings of SQS, SNS,
 * S3 and Kafka. Open: AWS may add members.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure.html
 */

const offset = z.string().check(z.regex(/^\d{1,19}$/));
/** Partitions are 32-bit numbers in Kafka. */
const recordsInfo = z.record(
  z.string().check(z.regex(/^.+-\d{1,10}$/)),
  z.looseObject({
    firstRecordOffset: offset,
    lastRecordOffset: offset,
    firstRecordTimestamp: z.optional(z.string()),
  }),
);
const count = z.number().check(z.int(), z.minimum(0));
const record = z.looseObject({ topic: z.string().check(z.minLength(1)), partition: count, offset: count });
const invocationEvent = z.looseObject({
  eventSource: z.enum(KAFKA_EVENT_SOURCES),
  eventSourceArn: z.optional(z.nullable(z.string())),
  // By their values: z.record leaves out a list that is called __proto__, and its records would be lost.
  records: z.pipe(z.pipe(z.custom<object>(isMembers), z.transform(Object.values)), z.array(z.array(record))),
});

const failureDocument = z.looseObject({
  requestContext: z.looseObject({ condition: z.string().check(z.minLength(1)) }),
  timestamp: z.string(),
  KafkaBatchInfo: z.looseObject({
    eventSourceArn: z.optional(z.nullable(z.string())),
    bootstrapServers: z.optional(z.nullable(z.string())),
    /** Checked where it is needed: documents with payload are read for that, whatever is beside it. */
    recordsInfo: z.optional(z.unknown()),
  }),
  /** The invocation event: its text at S3, itself in a Kafka topic, absent at SQS and SNS. */
  payload: z.optional(z.union([z.string(), z.looseObject({})])),
});
type FailureDocument = z.output<typeof failureDocument>;

/** Undefined when it is no such document. */
export function readFailureDocument(document: unknown): RecordsDocument | OffsetsDocument | undefined {
  const result = failureDocument.safeParse(document);
  if (!result.success) return undefined;
  return result.data.payload === undefined ? offsetsOf(result.data) : recordsOf(result.data);
}

function recordsOf({ payload, requestContext, timestamp }: FailureDocument): RecordsDocument | undefined {
  const event = invocationEvent.safeParse(typeof payload === 'string' ? parseJson(payload) : payload);
  if (!event.success) return undefined;
  const { eventSource, eventSourceArn = null, records } = event.data;
  const all = records.flat();
  // Lambda writes no empty batch. Taken for one, the document would be deleted as if everything in it were sent.
  if (all.length === 0) return undefined;
  return {
    kind: 'records',
    connectorId: undefined,
    records: all.map((each): FailedRecord => {
      const { topic, partition, offset } = each;
      const why = { code: requestContext.condition, time: timestamp };
      return { eventSource, eventSourceArn, topic, partition, offset, record: each, ...why };
    }),
  };
}

function offsetsOf({
  KafkaBatchInfo,
  requestContext,
  timestamp,
}: FailureDocument): OffsetsDocument | undefined {
  const { eventSourceArn = null, bootstrapServers } = KafkaBatchInfo;
  const info = recordsInfo.safeParse(KafkaBatchInfo.recordsInfo);
  if (!info.success) return undefined;
  const ranges = Object.entries(info.data).map(([topicPartition, range]): OffsetRange => {
    // Names of topics may hold hyphens: the partition comes after the last one.
    const hyphen = topicPartition.lastIndexOf('-');
    return {
      topic: topicPartition.slice(0, hyphen),
      partition: Number(topicPartition.slice(hyphen + 1)),
      firstOffset: BigInt(range.firstRecordOffset),
      lastOffset: BigInt(range.lastRecordOffset),
      firstTimestampMs: timestampMs(range.firstRecordTimestamp),
    };
  });
  if (ranges.length === 0 || ranges.some(({ firstOffset, lastOffset }) => firstOffset > lastOffset)) {
    return undefined;
  }
  return {
    kind: 'offsets',
    eventSource: sourceOf(eventSourceArn),
    eventSourceArn,
    bootstrapServers: bootstrapServers ?? undefined,
    ranges,
    code: requestContext.condition,
    time: timestamp,
  };
}

/** Only Amazon MSK has an ARN of its own here; that of a self-managed cluster would be the mapping's. */
function sourceOf(eventSourceArn: string | null): KafkaEventSource {
  return eventSourceArn !== null && /^arn:[\w-]+:kafka:/.test(eventSourceArn)
    ? 'aws:kafka'
    : 'SelfManagedKafka';
}

function isMembers(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function timestampMs(iso: string | undefined): number | undefined {
  const ms = iso === undefined ? Number.NaN : Date.parse(iso);
  return Number.isNaN(ms) ? undefined : ms;
}
