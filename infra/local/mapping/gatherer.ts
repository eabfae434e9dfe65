import type { KafkaEventRecord } from '../../../shared/kafka-event.ts';
import { messageOf } from '../../command-line/error-text.ts';
import type { GroupMember } from '../../kafka/record-source.ts';
import { Batch, type ReadRecord } from './batch.ts';
import type { MappingContext } from './mapping-context.ts';
import { recordBytes } from './payload-size.ts';

/** How long a read waits while there is nothing to read. It is begun again at once. */
const IDLE_WAIT_MS = 1_000;

const FIRST_ERROR_WAIT_MS = 200;
const MAX_ERROR_WAIT_MS = 5_000;

/** What a record is taken to need before one was seen. */
const ASSUMED_RECORD_BYTES = 1_024;

/**
 * What a poller may hold, as JSON: gathered, under way and left over. It is more than twenty of the largest batches, so that
 * many partitions have to be blocked by records that keep failing before nothing more is read.
 */
const MAX_HELD_BYTES = 128 * 1024 * 1024;

/**
 * Reads the records of one poller and gathers batches of them.
 *
 * It reads as much as all invocations of the poller can take. What one batch does not take is left over for the next, and as a
 * batch takes all that there is of one partition before it takes records of another, a backlog ends up in batches that can be
 * under way together.
 */
export class Gatherer {
  readonly #context: MappingContext;
  readonly #member: GroupMember;
  readonly #bytesUnderWay: () => number;
  /** What was read and did not fit, by partition; it comes before anything that is read. */
  readonly #leftover = new Map<number, ReadRecord[]>();
  #leftoverBytes = 0;
  #batch: Batch | undefined;
  #reading = new AbortController();
  #lastRead: Promise<void> = Promise.resolve();
  #recordBytes = ASSUMED_RECORD_BYTES;
  #errors = 0;

  constructor(context: MappingContext, member: GroupMember, bytesUnderWay: () => number) {
    this.#context = context;
    this.#member = member;
    this.#bytesUnderWay = bytesUnderWay;
  }

  /**
   * Gathers the next batch, for the window from its first record on or until it is full. Resolves when there is one to
   * {@link take}, or at the end of the mapping.
   */
  async gather(): Promise<void> {
    const { settings, source, clock, ending, maxPayloadBytes } = this.#context;
    const batch = new Batch(source.eventMembers, {
      maxRecords: settings.batchSize,
      maxBytes: maxPayloadBytes,
    });
    this.#batch = batch;
    let endMs = Number.POSITIVE_INFINITY;
    while (!ending.aborted) {
      this.#takeLeftover(batch);
      if (batch.isFull) break;
      if (batch.isEmpty) endMs = Number.POSITIVE_INFINITY;
      else if (endMs === Number.POSITIVE_INFINITY) endMs = clock.nowMs() + settings.batchWindowMs;
      const leftMs = Math.max(0, endMs - clock.nowMs());
      if (this.#bytesUnderWay() + this.#leftoverBytes <= MAX_HELD_BYTES) await this.#startRead(batch, leftMs);
      else if (batch.isEmpty) await this.#waitForChange();
      else break;
      if (clock.nowMs() >= endMs) break;
    }
    // What the last read brought belongs to it as well.
    this.#takeLeftover(batch);
  }

  /** The batch that was gathered; undefined when nothing is left in it, or nothing may begin any more. */
  take(): Batch | undefined {
    const batch = this.#batch;
    this.#batch = undefined;
    return batch === undefined || batch.isEmpty || this.#context.ending.aborted ? undefined : batch;
  }

  /** Ends the wait of a read: something has changed. */
  wake(): void {
    this.#reading.abort();
  }

  /**
   * Forgets what was read of these partitions and is not under way. Resolves when what is being read will be forgotten, too: it
   * comes from before they went, and must not be taken for what is read when they are back.
   */
  async forget(partitions: readonly number[]): Promise<void> {
    for (const partition of partitions) {
      this.#leftoverBytes -= sumOfBytes(this.#leftover.get(partition) ?? []);
      this.#leftover.delete(partition);
      if (this.#batch?.drop(partition)) this.#context.locks.free(partition);
    }
    this.wake();
    await this.#lastRead;
  }

  #takeLeftover(batch: Batch): void {
    const { locks } = this.#context;
    for (const [partition, records] of this.#leftover) {
      if (locks.held.has(partition) && !batch.has(partition)) continue;
      const refused = records.findIndex((record) => !batch.add(record));
      const taken = refused === -1 ? records : records.slice(0, refused);
      this.#leftoverBytes -= sumOfBytes(taken);
      // The others come first the next time.
      this.#leftover.delete(partition);
      if (taken.length < records.length) this.#leftover.set(partition, records.slice(taken.length));
      if (batch.has(partition)) locks.hold(partition);
      if (batch.isFull) return;
    }
  }

  async #waitForChange(): Promise<void> {
    this.#reading = new AbortController();
    await this.#context.clock.sleep(IDLE_WAIT_MS, this.#reading.signal);
  }

  #startRead(batch: Batch, leftMs: number): Promise<void> {
    this.#lastRead = this.#read(batch, leftMs);
    return this.#lastRead;
  }

  async #read(batch: Batch, leftMs: number): Promise<void> {
    const { settings, locks, clock, ending, tally, tell } = this.#context;
    this.#reading = new AbortController();
    const fitting = Math.max(1, Math.ceil(batch.roomBytes / this.#recordBytes));
    try {
      const records = await this.#member.read({
        maxRecords: Math.min(batch.roomRecords, fitting) * settings.invocations,
        waitMs: Math.min(leftMs, IDLE_WAIT_MS),
        except: new Set([...locks.held].filter((partition) => !batch.has(partition))),
        signal: this.#reading.signal,
      });
      this.#errors = 0;
      if (!ending.aborted) this.#sort(records);
    } catch (error) {
      if (ending.aborted) return;
      tally.pollingErrorCount++;
      tell({ kind: 'polling', message: `Records cannot be read: ${messageOf(error)}` });
      this.#errors++;
      // Partitions that are to be forgotten wait for this read.
      const waitMs = Math.min(this.#errors * FIRST_ERROR_WAIT_MS, MAX_ERROR_WAIT_MS, leftMs);
      await clock.sleep(waitMs, AbortSignal.any([ending, this.#reading.signal]));
    }
  }

  /** Decides what becomes of each record. What went to another member during the read is left to it. */
  #sort(records: readonly KafkaEventRecord[]): void {
    const { tally } = this.#context;
    const assigned = this.#member.assigned();
    let bytes = 0;
    let delivered = 0;
    for (const record of records) {
      if (!assigned.has(record.partition)) continue;
      tally.polledEventCount++;
      const sorted = this.#sorted(record);
      if (sorted.fate === 'filtered-out') tally.filteredOutEventCount++;
      else delivered++;
      bytes += sorted.bytes;
      this.#leftoverBytes += sorted.bytes;
      const waiting = this.#leftover.get(record.partition);
      if (waiting === undefined) this.#leftover.set(record.partition, [sorted]);
      else waiting.push(sorted);
    }
    if (delivered > 0) this.#recordBytes = bytes / delivered;
  }

  #sorted(record: KafkaEventRecord): ReadRecord {
    const { filters } = this.#context.settings;
    if (filters !== undefined && !filters.matches(record)) return { record, fate: 'filtered-out', bytes: 0 };
    return { record, fate: 'deliver', bytes: recordBytes(record) };
  }
}

function sumOfBytes(records: readonly ReadRecord[]): number {
  return records.reduce((sum, { bytes }) => sum + bytes, 0);
}
