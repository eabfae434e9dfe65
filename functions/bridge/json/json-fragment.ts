const WORD_BYTES = 4;

/** A piece of JSON text that is rendered once and written many times, such as `,"price":`. */
export class JsonFragment {
  /** UTF-8 bytes of the text. */
  readonly byteLength: number;
  /** The bytes as little-endian 32-bit words, zero-padded: four bytes a store instead of one. */
  readonly words: Int32Array;

  constructor(text: string) {
    const bytes = Buffer.from(text, 'utf8');
    const padded = new DataView(new ArrayBuffer(Math.ceil(bytes.length / WORD_BYTES) * WORD_BYTES));
    bytes.forEach((byte, index) => {
      padded.setUint8(index, byte);
    });
    this.byteLength = bytes.length;
    this.words = Int32Array.from({ length: padded.byteLength / WORD_BYTES }, (_, index) =>
      padded.getInt32(index * WORD_BYTES, true),
    );
  }
}
