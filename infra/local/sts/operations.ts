/** The operation that a form of the Query protocol names. */
export function stsOperation(body: Buffer | undefined): string {
  const operation = new URLSearchParams(body?.toString()).get('Action');
  return operation ?? 'Unknown';
}
