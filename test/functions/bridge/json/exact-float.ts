/** The floats that are documented to show one digit more than they need. */
export const NOT_SHORTEST: readonly number[] = [2 ** -126, 2 ** -96, 2 ** 87, 2 ** 90];

const floats = new Float32Array(1);
const bits = new Int32Array(floats.buffer);

/** The float with these 32 bits. */
export function floatFromBits(pattern: number): number {
  bits[0] = pattern;
  return floats[0] ?? 0;
}

/**
 * The shortest decimal of at least two digits within the rounding interval of a positive float, nearest to it, by exact
 * integer arithmetic. Slow and obvious.
 */
export function exactShortestFloat(value: number): number {
  floats[0] = value;
  const pattern = bits[0] ?? 0;
  const exponentBits = pattern >>> 23;
  const fraction = pattern & 0x7fffff;
  const mantissa = BigInt(exponentBits === 0 ? fraction : fraction | 0x800000);
  const exponent = (exponentBits === 0 ? 1 : exponentBits) - 150 - 2;
  const middle = 4n * mantissa;
  const low = middle - (fraction === 0 && exponentBits > 1 ? 1n : 2n);
  const high = middle + 2n;
  const isClosed = mantissa % 2n === 0n;
  const magnitude = Math.floor(Math.log10(value));

  for (let digits = 2; ; digits += 1) {
    let best: { distance: bigint; scale: bigint; text: string; isEven: boolean } | undefined;
    for (const power of [magnitude - digits, magnitude - digits + 1, magnitude - digits + 2]) {
      const scale = 10n ** BigInt(Math.max(0, -power)) * 2n ** BigInt(Math.max(0, exponent));
      const unit = 10n ** BigInt(Math.max(0, power)) * 2n ** BigInt(Math.max(0, -exponent));
      const floor = (middle * scale) / unit;
      for (const candidate of [floor - 1n, floor, floor + 1n, floor + 2n]) {
        if (candidate <= 0n || String(candidate).length !== digits) continue;
        const position = candidate * unit;
        const isInside = isClosed
          ? position >= low * scale && position <= high * scale
          : position > low * scale && position < high * scale;
        if (!isInside) continue;
        const offset = position - middle * scale;
        const distance = offset < 0n ? -offset : offset;
        const isEven = candidate % 2n === 0n;
        const order = best === undefined ? -1n : distance * best.scale - best.distance * scale;
        if (order < 0n || (order === 0n && isEven))
          best = { distance, scale, text: `${candidate}e${power}`, isEven };
      }
    }
    if (best !== undefined) return Number(best.text);
  }
}
