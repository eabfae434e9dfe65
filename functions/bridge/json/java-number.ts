/** From here up and below `PLAIN_FROM`, Java changes to scientific notation. */
const PLAIN_BELOW = 1e7;
const PLAIN_FROM = 1e-3;

/** Nine digits always tell one 32-bit float from the next (IEEE 754-2019, section 5.12.2). */
const MAX_FLOAT_DIGITS = 9;

/** Java shows at least two digits and takes the nearest such decimal: `4.9E-324`, not `5E-324`. */
const MIN_DIGITS = 2;

/** `Float.MIN_NORMAL`, 2^-126: Java shows and documents it with a ninth digit, which it does not need. */
const FLOAT_MIN_NORMAL = 2 ** -126;
const FLOAT_MIN_NORMAL_SHOWN = 1.17549435e-38;

/** A 24-bit float times 10^12 has at most 24 + 28 significant bits: the product is exact in a double. */
const MAX_EXACT_SCALE = 12;
const POWERS_OF_TEN: readonly number[] = Array.from(
  { length: MAX_EXACT_SCALE + 1 },
  (_, exponent) => 10 ** exponent,
);

const floatView = new Float32Array(1);
const bitsView = new Int32Array(floatView.buffer);

/** True where Java writes a number without exponent. */
export function isPlainNotation(magnitude: number): boolean {
  return (magnitude >= PLAIN_FROM && magnitude < PLAIN_BELOW) || magnitude === 0;
}

/**
 * The text of Java's `Double.toString` (JDK 19 and later): the shortest digits that read back as the same value, plain
 * with at least one fraction digit if 1e-3 <= |x| < 1e7, else `d.dddE[-]n`; also `NaN`, `Infinity`, `-Infinity`.
 *
 * @see https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/lang/Double.html#toString(double)
 */
export function javaDouble(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Object.is(value, -0)) return '-0.0';
  if (isPlainNotation(Math.abs(value))) {
    const text = String(value);
    return Number.isInteger(value) ? `${text}.0` : text;
  }
  const shortest = value.toExponential();
  const text = shortest.includes('.') ? shortest : value.toExponential(MIN_DIGITS - 1);
  return text.replace('e+', 'E').replace('e-', 'E-');
}

/**
 * The double whose shortest digits are the shortest digits of the 32-bit float `value`.
 *
 * Nearly all floats in Java's plain notation are settled by exact arithmetic in doubles; the rest try one precision
 * after the other. Three powers of two (2^-96, 2^87, 2^90) keep a ninth digit there: their eight-digit decimal is not the
 * nearest one, since floats lie closer below a power of two than above.
 */
export function shortestFloat(value: number): number {
  const magnitude = Math.abs(value);
  if (magnitude >= PLAIN_FROM && magnitude < PLAIN_BELOW) {
    const shortest = shortestPlainFloat(magnitude);
    if (shortest !== undefined) return value < 0 ? -shortest : shortest;
  }
  if (!Number.isFinite(value) || value === 0) return value;
  if (magnitude === FLOAT_MIN_NORMAL) return Math.sign(value) * FLOAT_MIN_NORMAL_SHOWN;
  for (let digits = MIN_DIGITS; digits < MAX_FLOAT_DIGITS; digits += 1) {
    const candidate = Number(value.toExponential(digits - 1));
    if (Math.fround(candidate) === value) return tieToEven(value, candidate, digits);
  }
  return Number(value.toExponential(MAX_FLOAT_DIGITS - 1));
}

/** `candidate`, which was rounded half up, or its even neighbour if the float lies exactly between the two. */
function tieToEven(value: number, candidate: number, digits: number): number {
  const longer = value.toExponential(digits);
  const tie = /^(-?\d\.\d*[02468])5(e.*)$/.exec(longer);
  if (tie === null || Number(longer) !== value) return candidate;
  const even = Number(`${tie[1]}${tie[2]}`);
  return Math.fround(even) === value ? even : candidate;
}

/** The decimal with the fewest fraction digits that rounds to the float `magnitude` (within Java's plain notation). */
function shortestPlainFloat(magnitude: number): number | undefined {
  floatView[0] = magnitude;
  const bits = bitsView[0] ?? 0;
  // Half the distance to the next float above, as a float with the exponent of `magnitude` less 24.
  bitsView[0] = (bits & 0x7f800000) - (24 << 23);
  const above = floatView[0];
  const below = (bits & 0x7fffff) === 0 ? above / 2 : above;
  const isTieIncluded = (bits & 1) === 0;

  for (let scale = 0; scale <= MAX_EXACT_SCALE; scale += 1) {
    const power = POWERS_OF_TEN[scale] ?? 1;
    const scaled = magnitude * power;
    const floor = Math.floor(scaled);
    const fraction = scaled - floor;
    const isFloorIn = fraction < below * power || (isTieIncluded && fraction === below * power);
    const isNextIn = 1 - fraction < above * power || (isTieIncluded && 1 - fraction === above * power);
    if (isFloorIn || isNextIn) {
      const isNextNearer = fraction > 0.5 || (fraction === 0.5 && floor % 2 === 1);
      return (isNextIn && (isNextNearer || !isFloorIn) ? floor + 1 : floor) / power;
    }
  }
  return undefined;
}
