/** Which failed records are meant. */
export interface Selection {
  /** Empty for all. */
  readonly topics: readonly string[];
  /** Codes of dead letters, or conditions of Lambda's documents; empty for all. */
  readonly codes: readonly string[];
  /** Epoch milliseconds of the time at which a record was given up: from `sinceMs` on, before `untilMs`. */
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
}

/** What a selection looks at. */
export interface Selectable {
  readonly topic: string;
  readonly code: string;
  /** ISO 8601, when the record was given up. */
  readonly time: string;
}

/** A record whose time cannot be read is in no span of time. */
export function isSelected({ topics, codes, sinceMs, untilMs }: Selection, record: Selectable): boolean {
  if (topics.length > 0 && !topics.includes(record.topic)) return false;
  if (codes.length > 0 && !codes.includes(record.code)) return false;
  if (sinceMs === undefined && untilMs === undefined) return true;
  const timeMs = Date.parse(record.time);
  return timeMs >= (sinceMs ?? Number.NEGATIVE_INFINITY) && timeMs < (untilMs ?? Number.POSITIVE_INFINITY);
}
