import { RecordError } from '../errors.ts';

/** Values of repeated fields and parts of messages that may be open at once. Twelve bytes of memory each. */
export const MAX_OCCURRENCES = 1_000_000;

const NUMBERS_PER_OCCURRENCE = 3;
const START = 0;
const END = 1;
const NEXT = 2;

const INITIAL_NUMBERS = 1024;

/** Memory beyond this is given back after the payload that needed it. */
const RETAINED_NUMBERS = 64 * 1024;

/**
 * Where the values of the messages under construction lie on the wire. Fields may come in any order, again and again, and
 * the last value or all of them count, so a message is read once for positions and then written from them.
 *
 * Each open message has a frame of `slots`. A slot holds a position, or the number of the first of a chain of occurrences,
 * which the slot behind it ends; 0 is nothing. Frames and occurrences of a nested message lie behind those of the message
 * around it.
 */
export class Occurrences {
  slots = new Int32Array(INITIAL_NUMBERS);
  #slotCount = 0;
  #chain = new Int32Array(INITIAL_NUMBERS);
  /** Number of the last occurrence. The first one has the number 1. */
  #last = 0;

  clear(): void {
    this.#slotCount = 0;
    this.#last = 0;
  }

  release(): void {
    if (this.slots.length > RETAINED_NUMBERS) this.slots = new Int32Array(INITIAL_NUMBERS);
    if (this.#chain.length > RETAINED_NUMBERS) this.#chain = new Int32Array(INITIAL_NUMBERS);
  }

  /** Opens a frame of `count` empty slots, of which the first one is not for use. Returns where it starts. */
  openFrame(count: number): number {
    const frame = this.#slotCount;
    const end = frame + count;
    if (end > this.slots.length) this.slots = grown(this.slots, end);
    const { slots } = this;
    slots[frame] = this.#last;
    for (let slot = frame + 1; slot < end; slot += 1) slots[slot] = 0;
    this.#slotCount = end;
    return frame;
  }

  /** Drops the innermost frame and its occurrences. */
  closeFrame(frame: number): void {
    this.#last = this.slots[frame] ?? 0;
    this.#slotCount = frame;
  }

  /** Adds the occurrence `[start, end)` to the chain of a slot. */
  append(slot: number, start: number, end: number): void {
    if (this.#last >= MAX_OCCURRENCES) {
      throw new RecordError('PAYLOAD_LIMIT', `more than ${MAX_OCCURRENCES} values of repeated fields`);
    }
    this.#last += 1;
    const added = this.#last;
    const at = added * NUMBERS_PER_OCCURRENCE;
    if (at + NUMBERS_PER_OCCURRENCE > this.#chain.length) {
      this.#chain = grown(this.#chain, at + NUMBERS_PER_OCCURRENCE);
    }
    const chain = this.#chain;
    chain[at + START] = start;
    chain[at + END] = end;
    chain[at + NEXT] = 0;
    const { slots } = this;
    if (slots[slot] === 0) slots[slot] = added;
    else chain[(slots[slot + 1] ?? 0) * NUMBERS_PER_OCCURRENCE + NEXT] = added;
    slots[slot + 1] = added;
  }

  start(occurrence: number): number {
    return this.#chain[occurrence * NUMBERS_PER_OCCURRENCE + START] ?? 0;
  }

  end(occurrence: number): number {
    return this.#chain[occurrence * NUMBERS_PER_OCCURRENCE + END] ?? 0;
  }

  /** The next occurrence of the chain, 0 at its end. */
  next(occurrence: number): number {
    return this.#chain[occurrence * NUMBERS_PER_OCCURRENCE + NEXT] ?? 0;
  }
}

function grown(numbers: Int32Array<ArrayBuffer>, required: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(2 * numbers.length, required));
  larger.set(numbers);
  return larger;
}
