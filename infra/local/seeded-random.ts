/** A source of numbers in [0, 1) that repeats itself for the same seed. */
export type Random = () => number;

/**
 * Mulberry32: 32 bits of state, good enough to scatter faults, and the same on every machine.
 *
 * @see https://github.com/cprosche/mulberry32
 */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
