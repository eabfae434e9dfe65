import { RecordError } from '../errors.ts';

/** Groups in one payload. They are an old form that hardly anyone writes; each one has its place in memory. */
export const MAX_GROUPS = 100_000;

/**
 * Where the groups of a payload end. Unlike a message behind its length, a group has to be read to find its end, so what is
 * found on the way about groups inside it is kept: otherwise each level of nesting would read the levels below again.
 */
export class GroupEnds {
  readonly #ends = new Map<number, number>();

  clear(): void {
    if (this.#ends.size > 0) this.#ends.clear();
  }

  /** Position of the end tag of the group whose contents start at `start`. */
  find(start: number): number | undefined {
    return this.#ends.get(start);
  }

  add(start: number, end: number): void {
    if (this.#ends.size >= MAX_GROUPS) {
      throw new RecordError('PAYLOAD_LIMIT', `more than ${MAX_GROUPS} groups`);
    }
    this.#ends.set(start, end);
  }
}
