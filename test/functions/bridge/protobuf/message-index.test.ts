import { describe, expect, it } from 'vitest';
import { RecordError } from '../../../../functions/bridge/errors.ts';
import {
  confluentMessageName,
  glueMessageNames,
  readConfluentIndexes,
  readGlueIndex,
} from '../../../../functions/bridge/protobuf/message-index.ts';
import { protobufFailure, renderProtobuf } from './render-protobuf.ts';

const SCHEMA = `
syntax = "proto3";
package shop;
import "google/protobuf/timestamp.proto";

enum Kind { NONE = 0; }
message order {
  enum Inner { ZERO = 0; }
  message Line { string sku = 1; }
  map<string, int32> stock_level = 1;
  message Address { string city = 1; message Zip { string code = 1; } }
}
message Order { string id = 1; google.protobuf.Timestamp at = 2; }
service Shop { rpc Buy (Order) returns (order); }
`;

/** A map as Glue's serializer spells it. */
const SPELLED_MAP = `
syntax = "proto3";
message A {
  repeated .A.FooEntry foo = 1;
  message FooEntry { option map_entry = true; string key = 1; int32 value = 2; }
  message Z {}
}
message B {}
`;

function bytes(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}

function reason(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof RecordError && error.code === 'FRAME_INVALID') return error.message;
    throw error;
  }
  throw new Error('expected a RecordError');
}

describe('the message index of Glue', () => {
  it.each([
    ['00ff', { index: 0, next: 1 }],
    ['7fff', { index: 127, next: 1 }],
    ['c801ff', { index: 200, next: 2 }],
    ['ffffffff0f', { index: 2 ** 32 - 1, next: 5 }],
    ['8000', { index: 0, next: 2 }],
  ])('is a plain varint: %s', (hex, expected) => {
    expect(readGlueIndex(bytes(hex), 0, hex.length / 2)).toEqual(expected);
  });

  it('starts and ends where the payload does', () => {
    expect(readGlueIndex(bytes('ff05ff'), 1, 3)).toEqual({ index: 5, next: 2 });
    expect(reason(() => readGlueIndex(bytes('0101'), 1, 1))).toContain('ends before or within');
    expect(reason(() => readGlueIndex(bytes('8001'), 0, 1))).toContain('ends before or within');
  });

  it('has 32 bits', () => {
    expect(reason(() => readGlueIndex(bytes('ffffffffff01'), 0, 6))).toBe(
      'a message index of more than 32 bits',
    );
  });

  it('counts all messages of the file, sorted by the code units of their full names', () => {
    expect(glueMessageNames(SCHEMA)).toEqual([
      'shop.Order',
      'shop.order',
      'shop.order.Address',
      'shop.order.Address.Zip',
      'shop.order.Line',
      'shop.order.StockLevelEntry',
    ]);
  });

  it('counts a map entry once, whether it is spelled out or not', () => {
    const plain = 'syntax="proto3"; message A { map<string,int32> foo = 1; message Z {} } message B {}';
    expect(glueMessageNames(plain)).toEqual(['A', 'A.FooEntry', 'A.Z', 'B']);
    expect(glueMessageNames(SPELLED_MAP)).toEqual(['A', 'A.FooEntry', 'A.Z', 'B']);
  });

  it('chooses the message', () => {
    expect(renderProtobuf(SCHEMA, '000a0141', { style: 'glue' })).toBe('{"id":"A","at":0}');
    expect(renderProtobuf(SCHEMA, '040a0141', { style: 'glue' })).toBe('{"sku":"A"}');
    expect(renderProtobuf(SCHEMA, '050a01411002', { style: 'glue' })).toBe('{"key":"A","value":2}');
  });

  it.each(['06', 'ffffffff0f'])('is refused beyond the last message: %s', (payload) => {
    expect(protobufFailure(SCHEMA, payload, { style: 'glue' })).toMatchObject({
      code: 'FRAME_INVALID',
      message: expect.stringMatching(/^message index \d+ is out of range: the schema has 6 messages$/),
    });
  });

  it('is refused when it is missing', () => {
    expect(protobufFailure(SCHEMA, '', { style: 'glue' }).code).toBe('FRAME_INVALID');
  });
});

describe('the message indexes of Confluent', () => {
  it.each([
    ['00ff', { indexes: [0], next: 1 }],
    ['0200', { indexes: [0], next: 2 }],
    ['0202', { indexes: [1], next: 2 }],
    ['06020406', { indexes: [1, 2, 3], next: 4 }],
    ['02c801ff', { indexes: [100], next: 3 }],
    ['8000ff', { indexes: [0], next: 2 }],
  ])('are zig-zag varints, a count and as many: %s', (hex, expected) => {
    expect(readConfluentIndexes(bytes(hex), 0, hex.length / 2)).toEqual(expected);
  });

  it.each([
    ['', 'the payload ends before or within its message index'],
    ['04', 'the payload ends before or within its message index'],
    ['0402', 'the payload ends before or within its message index'],
    ['0280', 'the payload ends before or within its message index'],
    ['01', 'a negative number in the message index; does the producer set use.deprecated.format?'],
    ['0201', 'a negative number in the message index; does the producer set use.deprecated.format?'],
    ['feffffff0f', 'the message index has 2147483647 levels, messages nest 32 deep at most'],
    ['ffffffffff0f', 'a message index of more than 32 bits'],
  ])('are refused when they are malformed: %s', (hex, message) => {
    expect(reason(() => readConfluentIndexes(bytes(hex), 0, hex.length / 2))).toBe(message);
  });

  it.each([
    [[0], 'shop.order'],
    [[1], 'shop.Order'],
    [[0, 0], 'shop.order.Line'],
    [[0, 1], 'shop.order.Address'],
    [[0, 1, 0], 'shop.order.Address.Zip'],
  ])('%j is a path in the order of declaration, without enums and map fields: %s', (indexes, name) => {
    expect(confluentMessageName(SCHEMA, indexes)).toBe(name);
  });

  it('count map entries that are spelled out', () => {
    expect(confluentMessageName(SPELLED_MAP, [0, 0])).toBe('A.FooEntry');
    expect(confluentMessageName(SPELLED_MAP, [0, 1])).toBe('A.Z');
  });

  it.each([
    [[2], 'message index 2 is out of range: the schema has 2 messages'],
    [[0, 2], 'message index 2 is out of range: shop.order has 2 messages'],
    [[0, 1, 1], 'message index 1 is out of range: shop.order.Address has 1 message'],
    [[1, 0], 'message index 0 is out of range: shop.Order has 0 messages'],
  ])('%j are refused beyond the last message', (indexes, message) => {
    expect(reason(() => confluentMessageName(SCHEMA, indexes))).toBe(message);
  });

  it('choose the message', () => {
    expect(renderProtobuf(SCHEMA, '0400000a0141', { style: 'confluent' })).toBe('{"sku":"A"}');
    expect(renderProtobuf(SCHEMA, '02020a0141', { style: 'confluent' })).toBe('{"id":"A","at":null}');
    expect(protobufFailure(SCHEMA, '0204', { style: 'confluent' }).code).toBe('FRAME_INVALID');
  });
});
