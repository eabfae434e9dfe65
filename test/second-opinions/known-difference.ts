/** Who answers as AWS does. `unsettled`: no recording and no documentation says it. */
export type Right = 'stand-ins' | 'moto' | 'neither' | 'unsettled';

/** Why the stand-ins and moto answer the same requests differently. */
export interface KnownDifference {
  /** The requests, as they are called. */
  readonly questions: readonly string[];
  readonly standIns: string;
  readonly moto: string;
  readonly right: Right;
  /** What AWS does, and how that is known; whether anything here depends on it. */
  readonly why: string;
  /** The page that says so. */
  readonly source?: string;
}
