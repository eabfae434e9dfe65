import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { compressionsAlgorithms } from '@platformatic/kafka';
import { BrokerError } from './broker-error.ts';

/** A batch of the largest size may inflate so much: far more than text does, and no burden for a laptop. */
export const MAX_INFLATED_BYTES = 64 * 1024 * 1024;

const NONE = 0;
const GZIP = 1;
const SNAPPY = 2;
const LZ4 = 3;
const ZSTD = 4;

/**
 * Each failure of the library's Snappy and LZ4, which are WebAssembly, leaves something behind on its stack. After some
 * thousands it fails for good, for everyone in the process, and CRC-32C with it.
 */
const MAX_FAILURES = 100;

/** Unpacks the records of batches. */
export class Decompressor {
  #failures = 0;

  /**
   * @param compression as in the attributes of a batch.
   * @throws BrokerError
   * @see https://kafka.apache.org/documentation/#recordbatch
   */
  decompress(compression: number, bytes: Buffer): Buffer {
    switch (compression) {
      case NONE:
        return bytes;
      case GZIP:
        return inflate(() => gunzipSync(bytes, { maxOutputLength: MAX_INFLATED_BYTES }));
      case ZSTD:
        return inflate(() => zstdDecompressSync(bytes, { maxOutputLength: MAX_INFLATED_BYTES }));
      case SNAPPY:
        return this.#byLibrary(() => compressionsAlgorithms.snappy.decompressSync(bytes));
      case LZ4:
        return this.#byLibrary(() => compressionsAlgorithms.lz4.decompressSync(bytes));
      default:
        throw new BrokerError('UNSUPPORTED_COMPRESSION_TYPE', `There is no compression ${compression}.`);
    }
  }

  #byLibrary(decompress: () => Buffer): Buffer {
    if (this.#failures >= MAX_FAILURES) {
      throw new BrokerError('UNSUPPORTED_COMPRESSION_TYPE', 'Too many broken batches of Snappy and LZ4.');
    }
    try {
      return inflate(decompress);
    } catch (error) {
      this.#failures++;
      throw error;
    }
  }
}

function inflate(decompress: () => Buffer): Buffer {
  let inflated: Buffer;
  try {
    inflated = decompress();
  } catch (error) {
    if (error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') {
      throw tooLarge();
    }
    throw new BrokerError('CORRUPT_MESSAGE', 'The records cannot be decompressed.');
  }
  if (inflated.length > MAX_INFLATED_BYTES) throw tooLarge();
  return inflated;
}

function tooLarge(): BrokerError {
  return new BrokerError(
    'RECORD_LIST_TOO_LARGE',
    `The records of a batch inflate to more than ${MAX_INFLATED_BYTES} bytes.`,
  );
}
