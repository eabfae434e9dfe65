/** First part of the key of every dead letter in a bucket; the bridge writes there and nowhere else. */
export const DEAD_LETTER_PREFIX = 'dead-letters';
