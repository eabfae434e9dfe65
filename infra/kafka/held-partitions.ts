/** The partitions that a member was told to have, from one rebalance to the next. */
export class HeldPartitions {
  #held: ReadonlySet<number> = new Set();

  /**
   * The group is about to share out anew. What it assigned meanwhile and was not told is not held yet.
   *
   * @returns those that the member no longer has.
   */
  drop(assigned: ReadonlySet<number>): readonly number[] {
    const lost = this.#held.difference(assigned);
    this.#held = this.#held.intersection(assigned);
    return [...lost];
  }

  /** The group is at rest. @returns those that the member has now, and had not. */
  add(assigned: ReadonlySet<number>): readonly number[] {
    const gained = assigned.difference(this.#held);
    this.#held = assigned;
    return [...gained];
  }
}
