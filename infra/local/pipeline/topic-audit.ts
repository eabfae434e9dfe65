import type { DeadLetter } from '../../../functions/bridge/dead-letter.ts';
import type { KafkaEventRecord } from '../../../shared/kafka-event.ts';
import { eventCoordinates } from '../mapping/event-coordinates.ts';
import { type Coordinates, recordName } from '../mapping/record-book.ts';
import type { PipelineAudit, PipelineAuditResult } from './pipeline-audit.ts';

type Fate = 'delivered' | 'sent' | 'exhausted';

/**
 * Follows the records of a topic that somebody else writes, from the function to the bus, for as long as it takes: what is
 * committed is forgotten, but for what is nowhere yet.
 *
 * That every record of the topic is delivered at all is not to be seen from here.
 */
export class TopicAudit implements PipelineAudit {
  /** Records that are not committed, by partition and offset. */
  readonly #open = new Map<number, Map<number, Fate>>();
  /** Where the next record of each partition is that nobody has seen. */
  readonly #next = new Map<number, number>();
  /** Committed, and neither on the bus nor at the failure destination: dead letters, or lost. By name. */
  readonly #missing = new Set<string>();
  readonly #invented: string[] = [];
  #produced = 0;
  #sent = 0;
  #deadLettered = 0;
  #exhausted = 0;
  #duplicates = 0;

  /** A record goes to the function, or to the failure destination. */
  delivered({ partition, offset }: KafkaEventRecord): void {
    // One that was seen before is delivered again.
    if (offset < (this.#next.get(partition) ?? 0)) return;
    this.#produced++;
    this.#next.set(partition, offset + 1);
    this.#openOf(partition).set(offset, 'delivered');
  }

  accepted(detail: string): void {
    const record = eventCoordinates(detail);
    if (record === undefined || record.offset >= (this.#next.get(record.partition) ?? 0)) {
      this.#invented.push(record === undefined ? 'an event of no record' : recordName(record));
      return;
    }
    const open = this.#openOf(record.partition);
    if (open.get(record.offset) === 'delivered') {
      open.set(record.offset, 'sent');
      this.#sent++;
    } else if (this.#missing.delete(recordName(record))) {
      this.#sent++;
    } else {
      this.#duplicates++;
    }
  }

  /** The failure destination has a record. */
  gaveUp(record: KafkaEventRecord): void {
    this.delivered(record);
    const open = this.#openOf(record.partition);
    if (open.get(record.offset) !== 'delivered') return;
    open.set(record.offset, 'exhausted');
    this.#exhausted++;
  }

  /** The group goes on from here: what lies before is done. */
  committed(topic: string, nextOffsets: ReadonlyMap<number, number>): void {
    for (const [partition, nextOffset] of nextOffsets) {
      const open = this.#openOf(partition);
      for (const [offset, fate] of open) {
        if (offset >= nextOffset) continue;
        open.delete(offset);
        if (fate === 'delivered') this.#missing.add(recordName({ topic, partition, offset }));
      }
    }
  }

  deadLettered({ record }: DeadLetter): void {
    if (this.#missing.delete(recordName(record)) || this.#isDelivered(record)) this.#deadLettered++;
  }

  result(): PipelineAuditResult {
    const waiting = Array.from(this.#open.values(), (open) =>
      Array.from(open.values()).filter((fate) => fate === 'delivered'),
    ).flat().length;
    return {
      analyzer: undefined,
      bridge: {
        produced: this.#produced,
        sent: this.#sent,
        deadLettered: this.#deadLettered,
        exhausted: this.#exhausted,
        waiting,
        lost: [...this.#missing],
        invented: this.#invented,
        altered: [],
        condemned: [],
        duplicates: this.#duplicates,
      },
    };
  }

  /** A record whose dead letter was written, and whose batch was not committed any more. */
  #isDelivered({ partition, offset }: Coordinates): boolean {
    const open = this.#openOf(partition);
    return open.get(offset) === 'delivered' && open.delete(offset);
  }

  #openOf(partition: number): Map<number, Fate> {
    const known = this.#open.get(partition);
    if (known !== undefined) return known;
    const made = new Map<number, Fate>();
    this.#open.set(partition, made);
    return made;
  }
}
