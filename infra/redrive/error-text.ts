/** What went wrong, for an operator: errors of AWS have a name that says more than their message. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { name, message } = error;
  if (statusOf(error) !== undefined) return message === '' ? name : `${name}: ${message}`;
  // Several addresses were tried; the error of all of them has no message of its own.
  if (error instanceof AggregateError && message === '') return error.errors.map(messageOf).join('; ');
  return message || name;
}

/** HTTP status of an answer of AWS that was an error; undefined when there was no answer. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  const { $metadata } = error;
  if (typeof $metadata !== 'object' || $metadata === null || !('httpStatusCode' in $metadata))
    return undefined;
  return typeof $metadata.httpStatusCode === 'number' ? $metadata.httpStatusCode : undefined;
}
