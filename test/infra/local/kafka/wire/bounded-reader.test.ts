import { Writer } from '@platformatic/kafka';
import { describe, expect, test } from 'vitest';
import { BoundedReader } from '../../../../../infra/local/kafka/wire/bounded-reader.ts';

const readerOf = (...bytes: number[]) => BoundedReader.over(Buffer.from(bytes));

/** -3 and 1,000, in the encodings of the protocol. */
const VAR_INT_MINUS_3 = [5];
const VAR_INT_1000 = [0xd0, 0x0f];
const COMPACT_1000 = [0xe9, 0x07];
const INT16_MINUS_3 = [0xff, 0xfd];
const INT16_1000 = [0x03, 0xe8];
const INT32_MINUS_3 = [0xff, 0xff, 0xff, 0xfd];
const INT32_1000 = [0, 0, 0x03, 0xe8];
const ENDLESS = Array<number>(11).fill(0xff);

describe('What the bytes do not hold is not read', () => {
  test.each<[string, (reader: BoundedReader) => unknown, number[][]]>([
    ['bytes of a record', (reader) => reader.readVarIntBytes(), [VAR_INT_MINUS_3, VAR_INT_1000, ENDLESS]],
    ['headers', (reader) => reader.readVarIntArray(() => 0), [[1], VAR_INT_1000, ENDLESS]],
    ['a string', (reader) => reader.readNullableString(false), [INT16_MINUS_3, INT16_1000]],
    ['a compact string', (reader) => reader.readNullableString(), [COMPACT_1000, ENDLESS]],
    ['bytes', (reader) => reader.readNullableBytes(false), [INT32_MINUS_3, INT32_1000]],
    ['compact bytes', (reader) => reader.readNullableBytes(), [COMPACT_1000, ENDLESS]],
    ['a list', (reader) => reader.readNullableArray(() => 0, false, false), [INT32_MINUS_3, INT32_1000]],
    ['a compact list', (reader) => reader.readNullableArray(() => 0), [COMPACT_1000, ENDLESS]],
    ['tags', (reader) => reader.readTaggedFields(), [[1, 0, ...COMPACT_1000], ENDLESS]],
    ['a number', (reader) => reader.readVarInt(), [ENDLESS]],
    ['a large number', (reader) => reader.readVarInt64(), [ENDLESS]],
  ])('%s', (_, read, cases) => {
    for (const bytes of cases) expect(() => read(readerOf(...bytes))).toThrow(RangeError);
  });

  test('and nothing leads back', () => {
    expect(() => readerOf(1, 2, 3).skip(-1)).toThrow(RangeError);
  });
});

test('What they hold is read as by the library', () => {
  const writer = Writer.create()
    .appendString('a', false)
    .appendString(null)
    .appendBytes(null, false)
    .appendVarIntBytes(null)
    .appendVarInt64(-5n)
    .appendVarInt(-(2 ** 30))
    .appendArray([1, 2], (to, value) => to.appendInt8(value), false, false)
    .appendTaggedFields();
  const reader = BoundedReader.over(writer.buffer);

  expect(reader.readNullableString(false)).toBe('a');
  expect(reader.readNullableString()).toBeNull();
  expect(reader.readNullableBytes(false)).toBeNull();
  expect(reader.readVarIntBytes()).toBeNull();
  expect(reader.readVarInt64()).toBe(-5n);
  expect(reader.readVarInt()).toBe(-(2 ** 30));
  expect(reader.readArray(() => reader.readInt8(), false, false)).toEqual([1, 2]);
  reader.readTaggedFields();
  expect(reader.remaining).toBe(0);
});

test('A number may have 41 bits', () => {
  expect(readerOf(0xff, 0xff, 0xff, 0xff, 0xff, 0x3f).readVarInt64()).toBe(-(2n ** 40n));
});
