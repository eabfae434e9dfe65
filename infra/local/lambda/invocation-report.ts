/** How an invocation ended, as Lambda measures it. */
export interface InvocationReport {
  readonly requestId: string;
  readonly ending: 'returned' | 'threw' | 'timed out' | 'ended';
  /** Of the error; undefined when the function returned. */
  readonly errorType: string | undefined;
  /** Without the start of the execution environment. */
  readonly durationMs: number;
  /** In whole milliseconds. With the start: since August 2025, Lambda bills it for every function. */
  readonly billedDurationMs: number;
  readonly memorySizeMb: number;
  /**
   * The most that the execution environment had in use after any of its invocations: of a process its resident memory, of a
   * thread its heap and its buffers. Undefined when none has ended yet with an answer.
   */
  readonly maxMemoryUsedMb: number | undefined;
  /** How long the execution environment took to start; undefined when it was warm. */
  readonly initDurationMs: number | undefined;
}

/**
 * The line that Lambda writes to the log after each invocation. What is not known is left out.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 */
export function reportLine(report: InvocationReport): string {
  const { requestId, durationMs, billedDurationMs, memorySizeMb, maxMemoryUsedMb, initDurationMs } = report;
  const figures = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${billedDurationMs} ms`,
    `Memory Size: ${memorySizeMb} MB`,
    ...(maxMemoryUsedMb === undefined ? [] : [`Max Memory Used: ${maxMemoryUsedMb} MB`]),
    ...(initDurationMs === undefined ? [] : [`Init Duration: ${initDurationMs.toFixed(2)} ms`]),
    ...status(report),
  ];
  return figures.join('\t');
}

/** Lambda tells of errors of the execution environment here, not of those that the function throws. */
function status({ ending, errorType }: InvocationReport): readonly string[] {
  switch (ending) {
    case 'returned':
    case 'threw':
      return [];
    case 'timed out':
      return ['Status: timeout'];
    case 'ended':
      return ['Status: error', `Error Type: ${errorType}`];
  }
}
