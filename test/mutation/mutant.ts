/**
 * What became of a mutation.
 *
 * - `killed`: a test noticed it.
 * - `timeout`: it made a test run for ever, which is noticed as well.
 * - `survived`: tests ran it and did not notice.
 * - `no-coverage`: no test ran it.
 * - `invalid`: it does not run at all, so it says nothing of the tests.
 */
export type MutantStatus = 'killed' | 'timeout' | 'survived' | 'no-coverage' | 'invalid';

/** A change of the code, and whether the tests noticed it. */
export interface Mutant {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** The line of the code in which it begins, without indentation. */
  readonly code: string;
  /** `before → after`, each on one line and shortened. */
  readonly change: string;
  readonly status: MutantStatus;
}

/** Whether the tests did not notice it. */
export function isUnnoticed({ status }: Mutant): boolean {
  return status === 'survived' || status === 'no-coverage';
}
