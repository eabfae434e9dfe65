import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGlueFrame, writeGlueFrame } from '../../../shared/demo/glue-frame.ts';

const schemaVersionId = '1f0c2e5a-7d3b-4c8e-9a16-52b0c4d7e8f9';
const ID_BYTES = Buffer.from('1f0c2e5a7d3b4c8e9a1652b0c4d7e8f9', 'hex');

describe('a Glue frame', () => {
  it('is 3, 0, the id of the schema version and the payload', () => {
    expect(writeGlueFrame({ schemaVersionId, payload: Buffer.from('abc') })).toEqual(
      Buffer.concat([Buffer.from([3, 0]), ID_BYTES, Buffer.from('abc')]),
    );
  });

  it('comes apart as it was put together', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uint8Array(), (id, bytes) => {
        const frame = { schemaVersionId: id, payload: Buffer.from(bytes) };
        expect(readGlueFrame(writeGlueFrame(frame))).toEqual(frame);
      }),
    );
  });

  it('may be compressed by its writer', () => {
    const frame = Buffer.concat([Buffer.from([3, 5]), ID_BYTES, deflateSync(Buffer.from('abc'))]);

    expect(readGlueFrame(frame)).toEqual({ schemaVersionId, payload: Buffer.from('abc') });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a header cut short', Buffer.from([3, 0, ...ID_BYTES.subarray(1)])],
    ['another header version', Buffer.from([2, 0, ...ID_BYTES])],
    ['another compression', Buffer.from([3, 1, ...ID_BYTES])],
    ['damaged zlib', Buffer.from([3, 5, ...ID_BYTES, 1, 2, 3])],
    ['a zlib bomb', Buffer.from([3, 5, ...ID_BYTES, ...deflateSync(Buffer.alloc(1024 * 1024 + 1))])],
  ])('is not %s', (_, bytes) => {
    expect(readGlueFrame(bytes)).toBeUndefined();
  });

  it('is not written with an id that is no UUID', () => {
    expect(() => writeGlueFrame({ schemaVersionId: 'latest', payload: Buffer.alloc(0) })).toThrow(
      'The schema version id "latest" is not a UUID.',
    );
  });
});
