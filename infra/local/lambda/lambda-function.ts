/** A function that can be invoked synchronously, several times at once. */
export interface LambdaFunction {
  readonly functionArn: string;
  /**
   * @returns what the handler returned, as it comes out of JSON.
   * @throws FunctionError when the function threw, ran out of time or could not be started; ThrottledError or
   *   EventTooLargeError when it did not run.
   */
  invoke(event: unknown): Promise<unknown>;
}

/** All execution environments that the function may have are busy. It did not run. */
export class ThrottledError extends Error {
  override readonly name = 'TooManyRequestsException';

  constructor(functionName: string, concurrency: number) {
    super(
      concurrency === 1
        ? `${functionName} has its only execution environment at work.`
        : `${functionName} has all of its ${concurrency} execution environments at work.`,
    );
  }
}

/** Bytes of the event as JSON. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const MAX_EVENT_BYTES = 6 * 1024 * 1024;

/** The event is too large for a synchronous invocation. The function did not run. Worded as by Lambda. */
export class EventTooLargeError extends Error {
  override readonly name = 'RequestEntityTooLargeException';

  constructor() {
    super(`Request must be smaller than ${MAX_EVENT_BYTES} bytes for the InvokeFunction operation`);
  }
}
