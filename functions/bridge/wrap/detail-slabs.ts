import type { JsonWriter } from '../json/json-writer.ts';

/** Room for the details of several requests of ordinary records. */
const SLAB_BYTES = 64 * 1024;

/** A longer detail has memory of its own, so that a slab is never left half empty. */
const MAX_SHARED_BYTES = SLAB_BYTES / 8;

/** Unused ones that are kept. The details of more than this lie in memory at once only when a bus is slow. */
const MAX_SPARE_SLABS = 8;

/** Memory for details, filled from the start to the end. */
class Slab {
  readonly bytes: Buffer<ArrayBuffer>;
  /** Another view of the bytes. */
  readonly view: DataView;
  filled = 0;
  details = 0;

  constructor(length: number) {
    this.bytes = Buffer.allocUnsafeSlow(length);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Appends a detail. */
  add(detail: JsonWriter, onReleased: (slab: Slab) => void): KeptDetail {
    const start = this.filled;
    this.filled = detail.copyTo(this.bytes, start);
    this.details += 1;
    return new KeptDetail(this, start, onReleased);
  }
}

/** The bytes of a detail, until they are released. */
export class KeptDetail {
  readonly #start: number;
  readonly #end: number;
  readonly #onReleased: (slab: Slab) => void;
  #slab: Slab | undefined;

  constructor(slab: Slab, start: number, onReleased: (slab: Slab) => void) {
    this.#slab = slab;
    this.#start = start;
    this.#end = slab.filled;
    this.#onReleased = onReleased;
  }

  /** @throws TypeError after the release: the memory may hold another detail by then. */
  toString(): string {
    return this.#memory().bytes.toString('utf8', this.#start, this.#end);
  }

  /**
   * Writes the detail as a JSON string.
   *
   * @throws TypeError after the release.
   */
  writeTo(out: JsonWriter): void {
    const { bytes, view } = this.#memory();
    out.jsonTextRange(bytes, view, this.#start, this.#end);
  }

  /** Gives the memory back. */
  release(): void {
    const slab = this.#memory();
    this.#slab = undefined;
    slab.details -= 1;
    if (slab.details === 0) this.#onReleased(slab);
  }

  #memory(): Slab {
    if (this.#slab === undefined) throw new TypeError('The detail of this event was released before.');
    return this.#slab;
  }
}

/**
 * Keeps the details of the events that are under way in a few pieces of memory that serve again and again: new memory for
 * each would be the largest part of what the collector has to do. A detail that is never released only takes its piece out
 * of use.
 */
export class DetailSlabs {
  readonly #spare: Slab[] = [];
  #current = new Slab(SLAB_BYTES);

  /** Keeps what is written, which may change afterwards. */
  keep(detail: JsonWriter): KeptDetail {
    if (detail.length > MAX_SHARED_BYTES) return new Slab(detail.length).add(detail, () => undefined);
    if (this.#current.filled + detail.length > SLAB_BYTES) {
      this.#current = this.#spare.pop() ?? new Slab(SLAB_BYTES);
    }
    return this.#current.add(detail, this.#onReleased);
  }

  readonly #onReleased = (slab: Slab): void => {
    slab.filled = 0;
    if (slab !== this.#current && this.#spare.length < MAX_SPARE_SLABS) this.#spare.push(slab);
  };
}
