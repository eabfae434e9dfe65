/** The function threw, ran out of time, was ended or could not be loaded. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
  /** Name of the error inside the function, or one of those below. */
  readonly errorType: string;

  constructor(errorType: string, message: string) {
    super(message);
    this.errorType = errorType;
  }
}

/** `errorType` of an invocation that took longer than the function may, as Lambda names it. */
export const TIMED_OUT = 'Sandbox.Timedout';

/** `errorType` of an invocation whose execution environment ended before it answered, as Lambda names it. */
export const ENDED = 'Runtime.ExitError';

/** `errorType` of an invocation that took more memory than the function has, as Lambda names it. */
export const OUT_OF_MEMORY = 'Runtime.OutOfMemory';

/** `errorType` of an invocation with too large an answer, as Lambda names it. */
export const RESPONSE_TOO_LARGE = 'Function.ResponseSizeTooLarge';
