/**
 * Partitions with records in a batch, from the first record that is gathered to the last that is done; no other batch takes
 * records of them. It holds for all pollers of a mapping: a partition may have gone to another poller while the first one
 * still waits for its function.
 */
export class PartitionLocks {
  readonly #held = new Set<number>();
  readonly #onFreed: (() => void)[] = [];

  get held(): ReadonlySet<number> {
    return this.#held;
  }

  hold(partition: number): void {
    this.#held.add(partition);
  }

  free(partition: number): void {
    this.#held.delete(partition);
    for (const listener of this.#onFreed) listener();
  }

  /** Calls the listener as often as a partition becomes free. */
  onFreed(listener: () => void): void {
    this.#onFreed.push(listener);
  }
}
