/** What brokers say leads a partition whose replicas are all away, or are electing. */
export const NO_LEADER = -1;

/** In a row; with the time between them enough for the election of a leader. */
const TOLERATED_LOOK_UPS = 3;

/** The partitions that had no leader when the leaders were last looked up. */
export class LeaderlessPartitions {
  /** In how many look-ups in a row. */
  readonly #lookUps = new Map<number, number>();
  readonly #told = new Set<number>();

  get areThere(): boolean {
    return this.#lookUps.size > 0;
  }

  /** Takes the leaders of all partitions, as they were just looked up. */
  look(leaders: readonly number[]): void {
    for (const [partition, leader] of leaders.entries()) {
      if (leader === NO_LEADER) {
        this.#lookUps.set(partition, (this.#lookUps.get(partition) ?? 0) + 1);
      } else {
        this.#lookUps.delete(partition);
        this.#told.delete(partition);
      }
    }
  }

  /** True once while it has no leader, and not before an election would be over. */
  isToBeTold(partition: number): boolean {
    const isElection = (this.#lookUps.get(partition) ?? 0) <= TOLERATED_LOOK_UPS;
    if (isElection || this.#told.has(partition)) return false;
    this.#told.add(partition);
    return true;
  }
}
