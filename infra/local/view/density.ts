/** How much a frame tells. */
export interface Density {
  /** Lines between the stations of the path, also where they tell nothing. */
  readonly hasSpine: boolean;
  readonly hasDetails: boolean;
  readonly hasSource: boolean;
  readonly hasTargets: boolean;
  readonly maxRules: number;
  readonly maxFailures: number;
  readonly maxRemedyLines: number;
}

const ROOMY: Density = {
  hasSpine: true,
  hasDetails: true,
  hasSource: true,
  hasTargets: true,
  maxRules: 12,
  maxFailures: 3,
  maxRemedyLines: 2,
};
const CLOSE: Density = { ...ROOMY, hasSpine: false };
const BRIEF: Density = { ...CLOSE, maxFailures: 2, maxRemedyLines: 1 };
const BARE: Density = { ...BRIEF, hasTargets: false };
const TIGHT: Density = { ...BARE, maxRules: 6, maxFailures: 1 };
const TIGHTER: Density = { ...TIGHT, hasDetails: false, hasSource: false, maxRules: 3, maxRemedyLines: 0 };

/** From the one that tells most on; a frame has the first that fits into the terminal. */
export const DENSITIES = [ROOMY, CLOSE, BRIEF, BARE, TIGHT, TIGHTER] as const;
