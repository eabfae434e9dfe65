/** First part of the key of every dead letter in a bucket; the bridge writes there and nowhere else. */
export const DEAD_LETTER_PREFIX = 'dead-letters';

/**
 * The key under which a dead letter lies in a bucket: the same for every delivery of its record.
 *
 * @throws URIError for a connector id with half of a surrogate pair.
 */
export function deadLetterKey({
  connectorId,
  id,
}: {
  readonly connectorId: string;
  /** `<topic>/<partition>/<offset>-<digest>` */
  readonly id: string;
}): string {
  return `${DEAD_LETTER_PREFIX}/${encodeURIComponent(connectorId)}/${id}.json`;
}
