import { type Reader, Writer } from '@platformatic/kafka';
import { eventRecord } from '../../../kafka/event-record.ts';
import type { PartitionLog } from '../log/partition-log.ts';
import { LogFullError } from '../log/retention.ts';
import type { TopicLogs } from '../log/topic-logs.ts';
import { BROKER_ERRORS, BrokerError } from './broker-error.ts';
import { Decompressor } from './decompress.ts';
import { ProducerStates } from './producer-states.ts';
import { readBatch } from './read-batch.ts';

export interface ProduceRequest {
  readonly transactionalId: string | null;
  /** -1 waits for all replicas, of which there is one; 0 for no answer. */
  readonly acks: number;
  readonly topics: readonly {
    readonly name: string;
    readonly partitions: readonly { readonly index: number; readonly records: Buffer | null }[];
  }[];
}

export function readProduceRequest(reader: Reader): ProduceRequest {
  const transactionalId = reader.readNullableString(false);
  const acks = reader.readInt16();
  reader.readInt32(); // How long to wait for replicas: there are none.
  const topics = reader.readArray(
    () => ({
      name: reader.readString(false),
      partitions: reader.readArray(
        () => ({ index: reader.readInt32(), records: reader.readNullableBytes(false) }),
        false,
        false,
      ),
    }),
    false,
    false,
  );
  return { transactionalId, acks, topics };
}

interface PartitionAnswer {
  readonly errorCode: number;
  readonly baseOffset: bigint;
  readonly logStartOffset: bigint;
  readonly errorMessage: string | null;
}

export interface ProduceAnswer {
  readonly writer: Writer;
  /** Something of the request was not written. */
  readonly isRefused: boolean;
}

const ACKS: readonly number[] = [-1, 0, 1];

/** Writes what producers send. */
export class ProduceHandler {
  readonly #logs: TopicLogs;
  readonly #decompressor = new Decompressor();
  readonly #producers = new Map<PartitionLog, ProducerStates>();

  constructor(logs: TopicLogs) {
    this.#logs = logs;
  }

  /** @param refusal of everything, when a fault wants it. */
  answer(request: ProduceRequest, refusal: BrokerError | undefined): ProduceAnswer {
    let isRefused = false;
    const writer = Writer.create().appendArray(
      [...request.topics],
      (topicWriter, { name, partitions }) => {
        topicWriter.appendString(name, false).appendArray(
          [...partitions],
          (partitionWriter, { index, records }) => {
            const answer = this.#answerPartition(request, refusal, name, index, records);
            isRefused ||= answer.errorCode !== BROKER_ERRORS.NONE;
            writePartition(partitionWriter, index, answer);
          },
          false,
          false,
        );
      },
      false,
      false,
    );
    return { writer: writer.appendInt32(0), isRefused };
  }

  #answerPartition(
    { transactionalId, acks }: ProduceRequest,
    refusal: BrokerError | undefined,
    topic: string,
    partition: number,
    records: Buffer | null,
  ): PartitionAnswer {
    try {
      if (refusal !== undefined) throw refusal;
      if (transactionalId !== null) {
        throw new BrokerError(
          'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
          'The embedded Kafka has no transactions.',
        );
      }
      if (!ACKS.includes(acks)) throw new BrokerError('INVALID_REQUIRED_ACKS', `acks is ${acks}.`);
      const log = this.#logs.find(topic)?.[partition];
      if (log === undefined) {
        throw new BrokerError('UNKNOWN_TOPIC_OR_PARTITION', `There is no partition ${topic}-${partition}.`);
      }
      const baseOffset = this.#append(log, records ?? Buffer.alloc(0));
      return {
        errorCode: BROKER_ERRORS.NONE,
        baseOffset: BigInt(baseOffset),
        logStartOffset: BigInt(log.startOffset),
        errorMessage: null,
      };
    } catch (error) {
      const { code, message } = refusalOf(error);
      const errorCode = BROKER_ERRORS[code];
      return { errorCode, baseOffset: -1n, logStartOffset: -1n, errorMessage: message };
    }
  }

  /** @returns the offset of the first record, written now or before. */
  #append(log: PartitionLog, bytes: Buffer): number {
    const batch = readBatch(bytes, this.#decompressor);
    const states = this.#producers.get(log) ?? new ProducerStates();
    this.#producers.set(log, states);
    const writtenAt = states.writtenAt(batch);
    if (writtenAt !== undefined) return writtenAt;
    const baseOffset = log.endOffset;
    const placed = { ...batch, firstOffset: BigInt(baseOffset) };
    this.#logs.append(
      log,
      batch.records.map((record) => eventRecord(log.of, placed, record)),
    );
    states.written(batch, baseOffset);
    return baseOffset;
  }
}

function refusalOf(error: unknown): BrokerError {
  if (error instanceof BrokerError) return error;
  // Producers take it for something that passes, and try again.
  if (error instanceof LogFullError) return new BrokerError('KAFKA_STORAGE_ERROR', error.message);
  throw error;
}

/** Records have the time of their producer, so that none of appending is told. */
const NO_TIME = -1n;

function writePartition(writer: Writer, index: number, answer: PartitionAnswer): void {
  writer
    .appendInt32(index)
    .appendInt16(answer.errorCode)
    .appendInt64(answer.baseOffset)
    .appendInt64(NO_TIME)
    .appendInt64(answer.logStartOffset)
    .appendArray([], () => undefined, false, false)
    .appendString(answer.errorMessage, false);
}
