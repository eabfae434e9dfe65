import { messageOf } from '../../command-line/error-text.ts';
import type { GroupMember } from '../../kafka/record-source.ts';
import type { MappingContext } from './mapping-context.ts';

/** How far a partition is done. */
export interface Progress {
  readonly nextOffset: number;
  /** Records since the last commit. */
  readonly records: number;
}

const FIRST_WAIT_MS = 100;
const MAX_WAIT_MS = 5_000;

/** A mapping that is being stopped does not wait for a source that takes nothing. */
const MAX_ATTEMPTS_AT_END = 5;

/** Commits what is done of the partitions of one poller, again and again until the source takes it. */
export class OffsetCommits {
  readonly #context: MappingContext;
  readonly #member: GroupMember;
  /** What is done and not committed. */
  readonly #open = new Map<number, Progress>();
  #committing: Promise<void> | undefined;
  /** Resolves after the next attempt. */
  #changed = Promise.withResolvers<void>();

  constructor(context: MappingContext, member: GroupMember) {
    this.#context = context;
    this.#member = member;
  }

  /** The partition is done up to this offset; it was done before up to where this begins. */
  add(partition: number, { nextOffset, records }: Progress): void {
    this.#open.set(partition, { nextOffset, records: (this.#open.get(partition)?.records ?? 0) + records });
    this.#committing ??= this.#commitAll();
  }

  /** Resolves when the source has taken what is done of these partitions. */
  async settled(partitions: readonly number[]): Promise<void> {
    while (this.#committing !== undefined && partitions.some((partition) => this.#open.has(partition))) {
      await this.#changed.promise;
    }
  }

  /** Resolves when everything is committed, or given up at the end of the mapping. */
  async finished(): Promise<void> {
    await this.#committing;
  }

  async #commitAll(): Promise<void> {
    const { clock, ending, killed } = this.#context;
    // What gets done in the same turn is committed together.
    await Promise.resolve();
    let failures = 0;
    while (this.#open.size > 0 && !killed.aborted) {
      failures = (await this.#commit()) ? 0 : failures + 1;
      this.#notify();
      if (failures === 0) continue;
      if (ending.aborted && failures >= MAX_ATTEMPTS_AT_END) break;
      await clock.sleep(Math.min(failures * FIRST_WAIT_MS, MAX_WAIT_MS), killed);
    }
    this.#committing = undefined;
    this.#notify();
  }

  #notify(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  async #commit(): Promise<boolean> {
    const { tally, tell, killed } = this.#context;
    const asked = new Map(this.#open);
    let taken: ReadonlySet<number>;
    try {
      taken = await this.#member.commit(
        new Map(Array.from(asked, ([partition, { nextOffset }]) => [partition, nextOffset])),
      );
    } catch (error) {
      if (killed.aborted) return true;
      tally.commitErrorCount++;
      tell({ kind: 'commit', message: `Offsets are not committed: ${messageOf(error)}` });
      return false;
    }
    if (killed.aborted) return true;
    for (const [partition, { records }] of asked) {
      // What is another member's by now is delivered there again, and counted there.
      if (taken.has(partition)) tally.committedEventCount += records;
      const open = this.#open.get(partition);
      if (open === undefined) continue;
      if (open.records === records) this.#open.delete(partition);
      else this.#open.set(partition, { ...open, records: open.records - records });
    }
    return true;
  }
}
