/** Each request begins with its length, 32 bits. */
const LENGTH_BYTES = 4;

/** The shortest request: what is asked, in which version, a number for the answer and no client id. */
const MIN_FRAME_BYTES = 10;

/** The bytes are not Kafka's protocol, or the request is too large. A broker closes the connection. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

/** Cuts the bytes of a connection into requests, however they arrive. */
export class FrameSplitter {
  readonly #maxFrameBytes: number;
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(maxFrameBytes: number) {
    this.#maxFrameBytes = maxFrameBytes;
  }

  /**
   * Takes the next bytes.
   *
   * @returns the requests that are complete, without their lengths.
   * @throws FrameError
   */
  split(chunk: Buffer): readonly Buffer[] {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    const frames: Buffer[] = [];
    for (let frame = this.#next(); frame !== undefined; frame = this.#next()) frames.push(frame);
    return frames;
  }

  #next(): Buffer | undefined {
    if (this.#bytes < LENGTH_BYTES) return undefined;
    const [first] = this.#chunks;
    // The chunks of a large request are joined once, when all of them are there.
    const head = first !== undefined && first.length >= LENGTH_BYTES ? first : this.#join();
    const length = head.readInt32BE();
    if (length < MIN_FRAME_BYTES || length > this.#maxFrameBytes) {
      throw new FrameError(`A request of ${length} bytes.`);
    }
    const end = LENGTH_BYTES + length;
    if (this.#bytes < end) return undefined;
    const bytes = this.#join();
    this.#bytes -= end;
    this.#chunks = this.#bytes === 0 ? [] : [bytes.subarray(end)];
    return bytes.subarray(LENGTH_BYTES, end);
  }

  #join(): Buffer {
    const [only] = this.#chunks;
    const bytes = only !== undefined && this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks);
    this.#chunks = [bytes];
    return bytes;
  }
}
