/** What became of one file of conformance vectors. */
export interface ConformanceResult {
  file: string;
  matched: number;
  deviations: { id: string; reason: string }[];
  failures: { id: string; expected: string; actual: string }[];
}
