/** Samples of a figure, and where the middle half of them lies. */
export interface Spread {
  readonly median: number;
  /** A quarter of the samples is below. */
  readonly low: number;
  /** A quarter of the samples is above. */
  readonly high: number;
  /** In the order in which they were taken. */
  readonly samples: readonly number[];
}

const QUARTER = 0.25;

/** @throws RangeError without samples. */
export function spreadOf(samples: readonly number[]): Spread {
  return {
    median: quantile(samples, 0.5),
    low: quantile(samples, QUARTER),
    high: quantile(samples, 1 - QUARTER),
    samples,
  };
}

/**
 * The ratio of each sample to the one of the other that was taken next to it, so that what slows the machine down for a
 * while slows both.
 *
 * @throws RangeError when there are not as many of one as of the other.
 */
export function ratios(samples: readonly number[], toSamples: readonly number[]): Spread {
  if (samples.length !== toSamples.length) {
    throw new RangeError(`${samples.length} samples cannot be paired with ${toSamples.length}.`);
  }
  return spreadOf(samples.map((sample, position) => sample / (toSamples[position] ?? Number.NaN)));
}

/**
 * The value below which this share of the samples lies, between the two samples nearest to it in proportion.
 *
 * @param share 0 for the smallest, 1 for the largest.
 * @throws RangeError without samples.
 */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) throw new RangeError('There are no samples.');
  return below + (above - below) * (position - Math.floor(position));
}
