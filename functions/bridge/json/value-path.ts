import { shortened } from '../../../shared/shortened.ts';
import { RecordError } from '../errors.ts';

/** Segments shown at either end of a path: recursive data can fail a thousand levels down. */
const SHOWN_SEGMENTS = 6;

/** Characters shown of one segment: a schema bounds the names of fields only by its own size. */
const SHOWN_SEGMENT_CHARACTERS = 100;

/**
 * Where in a datum decoding failed, such as `Order.items[3].price`.
 *
 * It is put together while the error travels up, so that decoding without error does not pay for it. Keys of maps are
 * payload and do not appear, only the number of the entry.
 */
export class ValuePath {
  /** Innermost first. */
  #segments: string[] = [];

  clear(): void {
    if (this.#segments.length > 0) this.#segments = [];
  }

  addField(name: string): void {
    this.#segments.push(`.${name}`);
  }

  addIndex(index: number): void {
    this.#segments.push(`[${index}]`);
  }

  /** The error with its place in front of the message; anything but a `RecordError` as it is. */
  locate(error: unknown, root: string): unknown {
    if (!(error instanceof RecordError)) return error;
    return new RecordError(error.code, `${root}${this.#text()}: ${error.message}`, { cause: error });
  }

  #text(): string {
    const segments = this.#segments.toReversed();
    const hidden = segments.length - 2 * SHOWN_SEGMENTS;
    if (hidden > 0) segments.splice(SHOWN_SEGMENTS, hidden, `…(${hidden} more)…`);
    return segments.map((segment) => shortened(segment, SHOWN_SEGMENT_CHARACTERS)).join('');
  }
}
