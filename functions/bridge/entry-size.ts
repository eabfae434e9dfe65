/** The members of a PutEvents entry that count towards its size. */
export interface SizedEntry {
  readonly Time?: unknown;
  readonly Source?: string | undefined;
  readonly DetailType?: string | undefined;
  readonly Detail?: string | undefined;
  readonly Resources?: readonly string[] | undefined;
}

/** What EventBridge counts for `Time`, whatever its value. */
export const TIME_BYTES = 14;

/**
 * Bytes that an entry takes up in a request, by EventBridge's formula: UTF-8, JSON escaping and bus name not counted.
 *
 * See {@link https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html}.
 */
export function entrySizeBytes(entry: SizedEntry): number {
  const resources = entry.Resources ?? [];
  return (
    (entry.Time === undefined ? 0 : TIME_BYTES) +
    utf8Bytes(entry.Source) +
    utf8Bytes(entry.DetailType) +
    utf8Bytes(entry.Detail) +
    resources.reduce((sum, resource) => sum + utf8Bytes(resource), 0)
  );
}

function utf8Bytes(text: string | undefined): number {
  return text === undefined ? 0 : Buffer.byteLength(text, 'utf8');
}
