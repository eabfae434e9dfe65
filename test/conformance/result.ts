/** What became of one file of conformance vectors. */
export interface ConformanceResult {
  file: string;
  /** Cases in which this project does what the reference does. */
  matched: number;
  /** Cases in which it deliberately does something else. */
  deviations: ListedDeviation[];
  failures: { id: string; expected: string; actual: string }[];
  /** Cases for something that the project does not offer yet; absent when there is nothing of the kind. */
  notYetSupported?: { id: string; reason: string }[];
}

/** A case in which the project does something else than the reference, what each of them gives, and why. */
export interface ListedDeviation {
  id: string;
  reason: string;
  reference: string;
  bridge: string;
}
