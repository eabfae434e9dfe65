import { Reader } from '@platformatic/kafka';

const MAX_VAR_INT_BYTES = 5;
const MAX_VAR_INT64_BYTES = 10;
const CONTINUES = 0x80;

/**
 * The client library's reader, for bytes that nobody vouches for. The library reads what brokers send: there, a negative
 * length would lead back to bytes that were read before, a count be believed and a number of any length be computed.
 *
 * All methods throw a RangeError, or an error of the library, when the bytes do not hold what is asked for.
 */
export class BoundedReader extends Reader {
  static over(bytes: Buffer): BoundedReader {
    return new BoundedReader(Reader.from(bytes).buffer);
  }

  override skip(length: number): this {
    this.#checkLength(length, 0);
    super.skip(length);
    return this;
  }

  override readUnsignedVarInt(): number {
    this.#checkVarInt(MAX_VAR_INT_BYTES);
    return super.readUnsignedVarInt();
  }

  override readVarInt(): number {
    this.#checkVarInt(MAX_VAR_INT_BYTES);
    return super.readVarInt();
  }

  override readVarInt64(): bigint {
    this.#checkVarInt(MAX_VAR_INT64_BYTES);
    return super.readVarInt64();
  }

  override readNullableString(compact = true, encoding?: BufferEncoding): string | null {
    this.#checkLength(compact ? this.#peekCompactLength() : this.peekInt16());
    return super.readNullableString(compact, encoding);
  }

  override readNullableBytes(compact = true): Buffer | null {
    this.#checkLength(compact ? this.#peekCompactLength() : this.peekInt32());
    return super.readNullableBytes(compact);
  }

  override readVarIntBytes(): Buffer | null {
    this.#checkLength(this.#peekVarInt());
    return super.readVarIntBytes();
  }

  override readNullableArray<Item>(
    reader: (r: Reader, i: number) => Item,
    compact = true,
    discardTrailingTaggedFields = true,
  ): Item[] | null {
    // Each item takes a byte at least.
    this.#checkLength(compact ? this.#peekCompactLength() : this.peekInt32());
    return super.readNullableArray(reader, compact, discardTrailingTaggedFields);
  }

  override readVarIntArray<Item>(reader: (r: Reader, i: number) => Item): Item[] {
    this.#checkLength(this.#peekVarInt(), 0);
    return super.readVarIntArray(reader);
  }

  #peekCompactLength(): number {
    this.#checkVarInt(MAX_VAR_INT_BYTES);
    return this.peekUnsignedVarInt() - 1;
  }

  #peekVarInt(): number {
    this.#checkVarInt(MAX_VAR_INT_BYTES);
    return this.peekVarInt();
  }

  /** @param min -1 where there may be null. */
  #checkLength(length: number, min = -1): void {
    if (length < min || length > this.remaining) {
      throw new RangeError(`A length of ${length} where ${this.remaining} bytes are left.`);
    }
  }

  #checkVarInt(maxBytes: number): void {
    for (let index = 0; index < maxBytes; index++) {
      if (this.peekUnsignedInt8(this.position + index) < CONTINUES) return;
    }
    throw new RangeError(`A number of more than ${maxBytes} bytes.`);
  }
}
