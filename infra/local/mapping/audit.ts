import { crc32 } from 'node:zlib';
import { eventCoordinates } from './event-coordinates.ts';
import { type Coordinates, RecordBook, recordName } from './record-book.ts';

/** What a producer knows of a record's fate. */
export type Expectation =
  /** It becomes an event with this CRC-32 of its detail. */
  | { readonly kind: 'event'; readonly detailChecksum: number; readonly payloadChecksum: number }
  /** It can become none and fails for this reason. */
  | { readonly kind: 'poison'; readonly code: string; readonly payloadChecksum: number };

/** A record that lies in a dead-letter store. */
export interface WrittenLetter {
  readonly record: Coordinates;
  /** Why the bridge gave it up. */
  readonly code: string;
  /** By {@link payloadChecksum}. */
  readonly payloadChecksum: number;
}

/** How an event came to the bus, by numbers that the caller gives. */
export interface Circumstances {
  readonly request: number;
  readonly invocation: number;
}

/** Every acceptance of an event by the bus, in order: one list a column, one position an acceptance. */
export interface Acceptances {
  /** Number of the record in the book. */
  readonly records: readonly number[];
  readonly requests: readonly number[];
  readonly invocations: readonly number[];
}

/** What went in against what came out. Records are counted where they were found first: bus, dead letters, out of retries. */
export interface AuditResult {
  readonly produced: number;
  /** Records that are on the bus, each counted once. */
  readonly sent: number;
  readonly deadLettered: number;
  /** Records that failed to the last attempt; a mapping gives them to its failure destination. */
  readonly exhausted: number;
  /** Records that are nowhere. */
  readonly lost: readonly string[];
  /** Events or dead letters that no record explains. */
  readonly invented: readonly string[];
  /** Events, or dead letters, that do not hold what was produced. */
  readonly altered: readonly string[];
  /** Dead letters of records that nothing was wrong with, with another reason than theirs, or where there should be none. */
  readonly condemned: readonly string[];
  /** Events beyond the first of a record: at-least-once delivery. */
  readonly duplicates: number;
}

export interface AuditOptions {
  /** Whether bad records may be dead-lettered at all. @default true */
  readonly isDeadLettering?: boolean;
  /** Codes with which any record may be dead-lettered, because EventBridge refuses some. @default none */
  readonly refusalCodes?: readonly string[];
}

const UNKNOWN: Circumstances = { request: 0, invocation: 0 };

/**
 * Follows every record by its coordinates, from the batch to the bus, the dead letters or the failure destination.
 *
 * It is told what the services received, never what a bridge says of itself.
 */
export class Audit {
  readonly book = new RecordBook();
  readonly acceptances: { records: number[]; requests: number[]; invocations: number[] } = {
    records: [],
    requests: [],
    invocations: [],
  };
  readonly #isDeadLettering: boolean;
  readonly #refusalCodes: ReadonlySet<string>;
  readonly #expectations: (Expectation | undefined)[] = [];
  readonly #acceptedTimes: number[] = [];
  readonly #deadLettered = new Set<number>();
  readonly #exhausted = new Set<number>();
  readonly #invented: string[] = [];
  readonly #altered: string[] = [];
  readonly #condemned: string[] = [];

  constructor({ isDeadLettering = true, refusalCodes = [] }: AuditOptions = {}) {
    this.#isDeadLettering = isDeadLettering;
    this.#refusalCodes = new Set(refusalCodes);
  }

  /**
   * A record is on its way. Delivered again, it is still the same one.
   *
   * @param expectation without one, only its coordinates are followed.
   */
  produced(record: Coordinates, expectation?: Expectation): number {
    const number = this.book.add(record);
    if (number === this.#acceptedTimes.length) {
      this.#acceptedTimes.push(0);
      this.#expectations.push(expectation);
    }
    return number;
  }

  /**
   * The bus accepted an event.
   *
   * @param circumstancesOf how the event of this record came to the bus, where somebody wants to know.
   */
  accepted(detail: string, circumstancesOf: (record: Coordinates) => Circumstances = () => UNKNOWN): void {
    const coordinates = eventCoordinates(detail);
    const number = coordinates && this.book.find(coordinates);
    if (coordinates === undefined || number === undefined) {
      this.#invented.push(coordinates === undefined ? 'an event of no record' : recordName(coordinates));
      return;
    }
    this.#acceptedTimes[number] = (this.#acceptedTimes[number] ?? 0) + 1;
    const { request, invocation } = circumstancesOf(coordinates);
    this.acceptances.records.push(number);
    this.acceptances.requests.push(request);
    this.acceptances.invocations.push(invocation);
    const expectation = this.#expectations[number];
    if (expectation === undefined) return;
    if (expectation.kind === 'poison' || expectation.detailChecksum !== crc32(detail)) {
      this.#altered.push(recordName(coordinates));
    }
  }

  deadLettered({ record, code, payloadChecksum: found }: WrittenLetter): void {
    const number = this.book.find(record);
    if (number === undefined) {
      this.#invented.push(recordName(record));
      return;
    }
    this.#deadLettered.add(number);
    const expectation = this.#expectations[number];
    if (expectation === undefined) return;
    const isDue =
      (expectation.kind === 'poison' && expectation.code === code) || this.#refusalCodes.has(code);
    if (!isDue || !this.#isDeadLettering) this.#condemned.push(`${recordName(record)} ${code}`);
    if (found !== expectation.payloadChecksum) this.#altered.push(recordName(record));
  }

  exhausted(record: Coordinates): void {
    const number = this.book.find(record);
    if (number === undefined) this.#invented.push(recordName(record));
    else this.#exhausted.add(number);
  }

  /** Records that are out of retries and nowhere else; on demand, only those that nothing is wrong with. */
  givenUp({ isPoisonCounted = true }: { readonly isPoisonCounted?: boolean } = {}): string[] {
    return [...this.#exhausted]
      .filter((number) => this.#ending(number) === 'exhausted')
      .filter((number) => isPoisonCounted || this.#expectations[number]?.kind !== 'poison')
      .map((number) => this.book.name(number));
  }

  /** The audit of everything so far, or of some records. */
  result(of?: readonly Coordinates[]): AuditResult {
    const numbers = of === undefined ? undefined : of.map((record) => this.produced(record));
    const counts = { sent: 0, deadLettered: 0, exhausted: 0 };
    const lost: string[] = [];
    let duplicates = 0;
    for (const number of numbers ?? Array(this.book.size).keys()) {
      const ending = this.#ending(number);
      if (ending === 'lost') lost.push(this.book.name(number));
      else counts[ending]++;
      duplicates += Math.max(0, (this.#acceptedTimes[number] ?? 0) - 1);
    }
    return {
      produced: numbers?.length ?? this.book.size,
      ...counts,
      lost,
      invented: this.#invented,
      altered: this.#altered,
      condemned: this.#condemned,
      duplicates,
    };
  }

  #ending(number: number): 'sent' | 'deadLettered' | 'exhausted' | 'lost' {
    if ((this.#acceptedTimes[number] ?? 0) > 0) return 'sent';
    if (this.#deadLettered.has(number)) return 'deadLettered';
    return this.#exhausted.has(number) ? 'exhausted' : 'lost';
  }
}

/** CRC-32 of key and value, as base64 or null. */
export function payloadChecksum(key: string | null, value: string | null): number {
  return crc32(JSON.stringify([key, value]));
}
