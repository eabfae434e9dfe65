import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BrokerError, type BrokerErrorName } from '../../../../../infra/local/kafka/wire/broker-error.ts';
import { Decompressor, MAX_INFLATED_BYTES } from '../../../../../infra/local/kafka/wire/decompress.ts';
import { MAX_BATCH_BYTES, readBatch } from '../../../../../infra/local/kafka/wire/read-batch.ts';
import { AT, batchAround, batchBytes, sealed } from './batches.ts';

const read = (bytes: Buffer) => readBatch(bytes, new Decompressor());

/** The batch with other bytes at one place, sealed again. */
function changed(at: number, ...bytes: number[]): Buffer {
  const batch = Buffer.from(batchBytes([{}, {}]));
  batch.set(bytes, at);
  return sealed(batch);
}

const GZIP = 1;
const ZSTD = 4;

describe('A batch is read', () => {
  test.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const)('compressed by %s', (compression) => {
    const key = Buffer.from('k');
    const headers = new Map([[Buffer.from('h'), Buffer.alloc(0)]]);

    const { records } = read(batchBytes([{ key, headers, timestamp: 5n }, { timestamp: 7n }], compression));

    expect(records).toMatchObject([
      { key, value: Buffer.from('a'), timestampDelta: 0n, offsetDelta: 0 },
      { key: null, value: Buffer.from('a'), timestampDelta: 2n, offsetDelta: 1, headers: [] },
    ]);
    expect(records[0]?.headers.map(([name, value]) => [String(name), value?.length])).toEqual([['h', 0]]);
  });

  test('whatever the lengths in it are', () => {
    const lengths = fc.array(fc.oneof(fc.nat(300), fc.constantFrom(63, 64, 8_191, 8_192)), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(lengths, (sizes) => {
        const { records } = read(batchBytes(sizes.map((size) => ({ value: Buffer.alloc(size, 1) }))));

        expect(records.map(({ value }) => value?.length)).toEqual(sizes);
      }),
    );
  });
});

describe('A batch is refused', () => {
  const record = batchBytes().subarray(AT.records);
  const cases: readonly (readonly [string, () => Buffer, BrokerErrorName])[] = [
    ['that is not there', () => Buffer.alloc(0), 'CORRUPT_MESSAGE'],
    ['that is cut off', () => batchBytes().subarray(0, 40), 'CORRUPT_MESSAGE'],
    ['that is too large', () => Buffer.alloc(MAX_BATCH_BYTES + 1), 'MESSAGE_TOO_LARGE'],
    ['of an old format', () => changed(AT.magic, 1), 'INVALID_RECORD'],
    ['with another behind it', () => Buffer.concat([batchBytes(), batchBytes()]), 'INVALID_RECORD'],
    ['whose bytes have changed', () => Buffer.from(batchBytes()).fill(9, AT.records), 'CORRUPT_MESSAGE'],
    ['of a transaction', () => changed(AT.attributes, 0, 0b1_0000), 'INVALID_TXN_STATE'],
    ['of control records', () => changed(AT.attributes, 0, 0b10_0000), 'INVALID_RECORD'],
    ['that claims the time of appending', () => changed(AT.attributes, 0, 0b1000), 'INVALID_TIMESTAMP'],
    ['of an unknown compression', () => changed(AT.attributes, 0, 5), 'UNSUPPORTED_COMPRESSION_TYPE'],
    ['of no record', () => changed(AT.count, 0, 0, 0, 0), 'INVALID_RECORD'],
    ['of fewer records than it has', () => changed(AT.count, 0, 0, 0, 1), 'INVALID_RECORD'],
    ['of more records than it has', () => changed(AT.count, 0, 0, 0, 3), 'INVALID_RECORD'],
    ['of two thousand million records', () => changed(AT.count, 0x7f, 0xff, 0xff, 0xff), 'INVALID_RECORD'],
    ['of fewer than no records', () => changed(AT.count, 0xff, 0xff, 0xff, 0xff), 'INVALID_RECORD'],
    [
      'with something behind its records',
      () => batchAround(Buffer.concat([record, record])),
      'INVALID_RECORD',
    ],
    ['with gaps', () => changed(AT.lastOffsetDelta, 0, 0, 0, 2), 'INVALID_RECORD'],
    ['of a time that is none', () => changed(AT.firstTimestamp, 0x7f, 0xff), 'INVALID_TIMESTAMP'],
    ['of a record that is longer than it says', () => changed(AT.records, 0x02), 'INVALID_RECORD'],
    [
      'that is not what it is compressed by',
      () => batchAround(record, { attributes: GZIP }),
      'CORRUPT_MESSAGE',
    ],
    [
      'that inflates without end (gzip)',
      () => batchAround(gzipSync(Buffer.alloc(MAX_INFLATED_BYTES + 1)), { attributes: GZIP }),
      'RECORD_LIST_TOO_LARGE',
    ],
    [
      'that inflates without end (Zstandard)',
      () => batchAround(zstdCompressSync(Buffer.alloc(MAX_INFLATED_BYTES + 1)), { attributes: ZSTD }),
      'RECORD_LIST_TOO_LARGE',
    ],
    // Length, attributes, time, offset; key of -3 bytes, which leads back into the record.
    [
      'with a length below zero',
      () => batchAround(Buffer.from([16, 0, 0, 0, 5, 1, 0, 0, 0])),
      'INVALID_RECORD',
    ],
    // No key, no value, and headers without end.
    [
      'with too many headers',
      () => batchAround(Buffer.from([28, 0, 0, 0, 1, 1, 0xfe, 0xff, 0xff, 0xff, 0x0f, 5, 5, 5, 5])),
      'INVALID_RECORD',
    ],
    // One header, whose name is null and whose value is empty.
    [
      'with a header without a name',
      () => batchAround(Buffer.from([16, 0, 0, 0, 1, 1, 2, 1, 0])),
      'INVALID_RECORD',
    ],
    ['with a number that does not end', () => batchAround(Buffer.alloc(100, 0xff)), 'INVALID_RECORD'],
    [
      'with a time that does not end',
      () => batchAround(Buffer.concat([Buffer.from([16, 0]), Buffer.alloc(100_000, 0xff)])),
      'INVALID_RECORD',
    ],
  ];

  test.each(cases)('%s', (_, bytes, code) => {
    expect(() => read(bytes())).toThrow(expect.objectContaining({ code }));
  });

  test('when it is damaged in any way: with a reason, and never anything else', () => {
    const compressions = fc.constantFrom('none', 'gzip', 'zstd');
    const damages = fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(compressions, damages, (compression, damage) => {
        const bytes = Buffer.from(
          batchBytes([{ headers: new Map([[Buffer.from('h'), Buffer.from('v')]]) }, {}], compression),
        );
        // Everything but the length, the format and the CRC, which are made good.
        for (const [at, byte] of damage) {
          const place = AT.attributes + (at % (bytes.length - AT.attributes));
          bytes[place] = byte;
        }
        try {
          expect(read(sealed(bytes)).records.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(BrokerError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

test('Snappy and LZ4 are given up after many broken batches, and the others are not', () => {
  const decompressor = new Decompressor();
  const broken = Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0]);
  for (let time = 0; time < 100; time++) {
    expect(() => decompressor.decompress(2, broken)).toThrow(
      expect.objectContaining({ code: 'CORRUPT_MESSAGE' }),
    );
  }

  for (const compression of ['snappy', 'lz4'] as const) {
    expect(() => readBatch(batchBytes([{}], compression), decompressor)).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED_COMPRESSION_TYPE' }),
    );
  }
  expect(readBatch(batchBytes([{}], 'gzip'), decompressor).records).toHaveLength(1);
});
