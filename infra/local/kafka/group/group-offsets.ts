import type { StartingPosition } from '../../../kafka/record-source.ts';
import type { PartitionLog } from '../log/partition-log.ts';

/**
 * By partition, the offset from which on a group has not committed. Before its first commit it is where the group began,
 * which does not change when members come and go.
 */
export class GroupOffsets {
  readonly #logs: readonly PartitionLog[];
  readonly #next: number[];

  constructor(logs: readonly PartitionLog[], position: StartingPosition) {
    this.#logs = logs;
    this.#next = logs.map((log) => startOffset(log, position));
  }

  next(partition: number): number {
    return this.#next[partition] ?? 0;
  }

  /** Records that are not committed. */
  lag(partition: number): number {
    return Math.max(0, this.#endOffset(partition) - this.next(partition));
  }

  /** @throws RangeError if one of the offsets cannot be the next one of its partition; none is taken then. */
  commit(nextOffsets: readonly (readonly [partition: number, nextOffset: number])[]): void {
    for (const [partition, next] of nextOffsets) {
      if (!Number.isSafeInteger(next) || next < 0 || next > this.#endOffset(partition)) {
        throw new RangeError(
          `Offset ${next} cannot be committed: partition ${partition} ends at ${this.#endOffset(partition)}.`,
        );
      }
    }
    for (const [partition, next] of nextOffsets) this.#next[partition] = next;
  }

  #endOffset(partition: number): number {
    return this.#logs[partition]?.endOffset ?? 0;
  }
}

function startOffset(log: PartitionLog, position: StartingPosition): number {
  switch (position) {
    case 'TRIM_HORIZON':
      return log.startOffset;
    case 'LATEST':
      return log.endOffset;
    default:
      return log.offsetAt(position.timestampMs);
  }
}
