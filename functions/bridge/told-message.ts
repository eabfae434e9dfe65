/**
 * What an error of a service says, as far as it may be told: its first line. To a signature that is wrong AWS adds, line by line,
 * the request that it should have been over, and the session token of the credentials is one of its headers.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
 */
export function toldMessage(message: string): string {
  const [first = ''] = message.split('\n', 1);
  return first.trimEnd();
}

/** Name and message of what a call to a service failed with, as far as they may be told. */
export function toldCause(cause: unknown): { readonly name: string; readonly message: string } {
  return cause instanceof Error
    ? { name: cause.name, message: toldMessage(cause.message) }
    : { name: 'Error', message: String(cause) };
}
