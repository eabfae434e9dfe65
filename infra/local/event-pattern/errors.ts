/**
 * The pattern is not one EventBridge accepts.
 *
 * The message is the one the service gives, `Event pattern is not valid. Reason: …`, mostly followed by the place in
 * the pattern. HTTP status of the service: 400.
 */
export class InvalidEventPatternError extends Error {
  override readonly name = 'InvalidEventPatternError';
  readonly code = 'InvalidEventPatternException';

  constructor(reason: string) {
    super(`Event pattern is not valid. Reason: ${reason}`);
  }
}

/** The event given for matching is not a JSON object; the answer of `TestEventPattern` in that case. */
export class InvalidEventError extends Error {
  override readonly name = 'InvalidEventError';
  readonly code = 'ValidationException';

  constructor(options?: ErrorOptions) {
    super('Parameter Event is not valid.', options);
  }
}
