/** Where a value stands in JSON text. */
export interface JsonRange {
  readonly start: number;
  /** Position behind the value. */
  readonly end: number;
}
