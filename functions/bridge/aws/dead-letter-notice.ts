import type { DeadLetter } from '../dead-letter.ts';

/** Version of the document; it changes when a reader has to change. */
export const DEAD_LETTER_NOTICE_VERSION = '1';

/**
 * Tells the queue of a dead letter that lies in the bucket: what is needed to judge it, and where to find it whole.
 *
 * Described for readers in `shared/schemas/dead-letter-notice.schema.json`. A message with `object` is a notice, one without
 * is a whole letter.
 */
export interface DeadLetterNotice
  extends Pick<DeadLetter, 'id' | 'time' | 'error' | 'connectorId' | 'bridgeVersion'> {
  readonly version: typeof DEAD_LETTER_NOTICE_VERSION;
  readonly object: DeadLetterObject;
  readonly record: Pick<DeadLetter['record'], 'topic' | 'partition' | 'offset'>;
}

export interface DeadLetterObject {
  readonly bucket: string;
  readonly key: string;
}

export function deadLetterNotice(letter: DeadLetter, object: DeadLetterObject): DeadLetterNotice {
  const { id, time, error, connectorId, bridgeVersion } = letter;
  const { topic, partition, offset } = letter.record;
  return {
    version: DEAD_LETTER_NOTICE_VERSION,
    id,
    time,
    error,
    connectorId,
    bridgeVersion,
    object,
    record: { topic, partition, offset },
  };
}
