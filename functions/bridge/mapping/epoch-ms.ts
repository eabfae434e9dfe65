const MS_OF_SECOND = 1_000;
const UNITS_OF_MS = 1_000;

/** The year 5138 in seconds, and March 1973 in the next finer unit: from here on a number counts in that one. */
const FIRST_OF_NEXT_UNIT = 100_000_000_000;

/**
 * Epoch milliseconds of a number since 1970, whose size tells its unit: seconds below 10^11, then milliseconds,
 * microseconds from 10^14 and nanoseconds from 10^17. Each unit so has the years 1973 to 5138, and seconds those before.
 */
export function epochMs(time: number): number {
  if (time < FIRST_OF_NEXT_UNIT) return Math.floor(time * MS_OF_SECOND);
  let ms = time;
  for (let finer = FIRST_OF_NEXT_UNIT * UNITS_OF_MS; time >= finer && finer <= 1e17; finer *= UNITS_OF_MS) {
    ms /= UNITS_OF_MS;
  }
  return Math.floor(ms);
}
