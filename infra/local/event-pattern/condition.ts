import type { JsonNumber } from './json-number.ts';

/** A leaf of an event. Objects and arrays are never matched themselves, only the leaves below them. */
export type FieldValue = string | boolean | null | JsonNumber;

/** One member of the list a pattern gives for a field. The field matches when one of its conditions does. */
export interface Condition {
  readonly matches: (value: FieldValue) => boolean;
  /** Set by `exists: false`, which is met by an event without the field. */
  readonly matchesAbsence?: true;
  /** The wildcard texts of this condition, for the complexity limit. */
  readonly wildcards?: readonly string[];
}

export function isNumber(value: FieldValue): value is JsonNumber {
  return typeof value === 'object' && value !== null;
}
