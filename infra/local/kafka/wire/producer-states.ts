import type { RecordsBatch } from '@platformatic/kafka';
import { BrokerError } from './broker-error.ts';

/** As many batches a broker remembers of each producer, so that a producer may have as many requests under way. */
const REMEMBERED_BATCHES = 5;

/** Producers per partition; those that wrote last are kept. A broker forgets them by time. */
const MAX_PRODUCERS = 10_000;

/** Sequence numbers go on with 0 after the largest. */
const SEQUENCES = 2 ** 31;

interface WrittenBatch {
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly baseOffset: number;
}

interface ProducerState {
  readonly epoch: number;
  /** The latest, oldest first. */
  readonly batches: readonly WrittenBatch[];
}

/**
 * What idempotent producers have written to one partition, so that a repeated batch is not written twice and a missing
 * one is noticed.
 *
 * @see https://cwiki.apache.org/confluence/display/KAFKA/KIP-98+-+Exactly+Once+Delivery+and+Transactional+Messaging
 */
export class ProducerStates {
  readonly #states = new Map<bigint, ProducerState>();

  /**
   * Whether the batch is to be written.
   *
   * @returns the offset at which it was written before; undefined when it is new.
   * @throws BrokerError when a batch before it is missing, or another producer has taken its place.
   */
  writtenAt(batch: RecordsBatch): number | undefined {
    const { producerId, producerEpoch, firstSequence } = batch;
    if (producerId < 0n) return undefined;
    if (firstSequence < 0 || producerEpoch < 0) {
      throw new BrokerError('INVALID_RECORD', 'An idempotent producer numbers its batches.');
    }
    const state = this.#states.get(producerId);
    // Nothing is known of its past, as after a long time on a broker: it may go on anywhere.
    if (state === undefined) return undefined;
    if (producerEpoch < state.epoch) {
      throw new BrokerError('INVALID_PRODUCER_EPOCH', `The producer is at epoch ${state.epoch}.`);
    }
    if (producerEpoch > state.epoch) return expect(0, firstSequence);
    const last = lastSequenceOf(batch);
    const same = state.batches.find(
      (written) => written.firstSequence === firstSequence && written.lastSequence === last,
    );
    if (same !== undefined) return same.baseOffset;
    return expect(((state.batches.at(-1)?.lastSequence ?? -1) + 1) % SEQUENCES, firstSequence);
  }

  written(batch: RecordsBatch, baseOffset: number): void {
    const { producerId, producerEpoch: epoch, firstSequence } = batch;
    if (producerId < 0n) return;
    const before = this.#states.get(producerId);
    const batches = before !== undefined && before.epoch === epoch ? before.batches : [];
    const added = { firstSequence, lastSequence: lastSequenceOf(batch), baseOffset };
    // The map keeps the order in which its members were set.
    this.#states.delete(producerId);
    this.#states.set(producerId, { epoch, batches: [...batches, added].slice(-REMEMBERED_BATCHES) });
    const [oldest] = this.#states.keys();
    if (this.#states.size > MAX_PRODUCERS && oldest !== undefined) this.#states.delete(oldest);
  }
}

function expect(expected: number, firstSequence: number): undefined {
  if (firstSequence === expected) return undefined;
  throw new BrokerError(
    'OUT_OF_ORDER_SEQUENCE_NUMBER',
    `The batch has the sequence number ${firstSequence}; ${expected} is next.`,
  );
}

function lastSequenceOf({ firstSequence, records }: RecordsBatch): number {
  return (firstSequence + records.length - 1) % SEQUENCES;
}
