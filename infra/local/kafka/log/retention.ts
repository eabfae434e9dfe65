/** How much memory the records of all topics may take. */
export interface LogLimits {
  /** Above this, records that all groups have committed are dropped. */
  readonly trimFromBytes: number;
  /** Nothing more is appended when what no group has committed takes this much. */
  readonly maxBytes: number;
}

/** A demo of a few minutes keeps everything; a stalled reader does not take a laptop's memory. */
export const LOG_LIMITS: LogLimits = { trimFromBytes: 64 * 1024 * 1024, maxBytes: 256 * 1024 * 1024 };

/** After looking for records to drop, so much may come before the next look. */
export const TRIM_STEP_BYTES = 1024 * 1024;

/** The log is full of records that nobody has committed. */
export class LogFullError extends Error {
  override readonly name = 'LogFullError';

  constructor(topic: string, maxBytes: number) {
    super(
      `The in-memory log has no room for ${topic}: ${Math.floor(maxBytes / 1024 ** 2)} MiB of records wait for consumer groups to commit them. Start what reads them, or write less.`,
    );
  }
}
