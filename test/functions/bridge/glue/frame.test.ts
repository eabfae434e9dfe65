import { constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordError } from '../../../../functions/bridge/errors.ts';
import {
  framePayload,
  frameSchemaKey,
  MAX_INFLATED_BYTES,
  schemaVersionId,
} from '../../../../functions/bridge/glue/frame.ts';
import { glueFrame, SCHEMA_VERSION_ID } from '../../../fixtures/glue-frame.ts';

const PAYLOAD = Buffer.from('a payload');

/** A frame that announces zlib, with these bytes behind the header. */
function zlibFrame(compressed: Uint8Array): Buffer {
  const frame = glueFrame(compressed);
  frame[1] = 5;
  return frame;
}

function recordError(code: RecordError['code']) {
  return expect.objectContaining({ name: 'RecordError', code });
}

describe('frameSchemaKey', () => {
  it.each(['none', 'zlib'] as const)(
    'finds the schema version id of a frame, compression %s',
    (compression) => {
      const frame = glueFrame(PAYLOAD, SCHEMA_VERSION_ID, compression);

      expect(schemaVersionId(frameSchemaKey(frame))).toBe(SCHEMA_VERSION_ID);
    },
  );

  it('takes a header without a payload', () => {
    expect(schemaVersionId(frameSchemaKey(glueFrame(Buffer.alloc(0))))).toBe(SCHEMA_VERSION_ID);
  });

  it.each([
    { what: 'no bytes', frame: Buffer.alloc(0), message: 'at least 18 bytes; there are 0' },
    {
      what: 'a header without its last byte',
      frame: glueFrame(PAYLOAD).subarray(0, 17),
      message: 'at least 18 bytes; there are 17',
    },
    {
      what: 'plain JSON',
      frame: Buffer.from('{"id":"o-1","total":12.25}'),
      message: 'starts with the byte 3; there is 123',
    },
    {
      what: 'the magic byte of another registry',
      frame: Buffer.concat([Buffer.from([0, 0, 0, 0, 1]), Buffer.alloc(20)]),
      message: 'starts with the byte 3; there is 0',
    },
    {
      what: 'an unknown compression',
      frame: Buffer.concat([Buffer.from([3, 1]), Buffer.alloc(16)]),
      message: '0 (none) or 5 (zlib); there is 1',
    },
  ])('refuses $what', ({ frame, message }) => {
    const act = () => frameSchemaKey(frame);

    expect(act).toThrow(recordError('FRAME_INVALID'));
    expect(act).toThrow(message);
  });
});

describe('framePayload', () => {
  it('is what follows the header', () => {
    expect(framePayload(glueFrame(PAYLOAD))).toEqual(PAYLOAD);
  });

  it('is inflated when the header says zlib', () => {
    expect(framePayload(glueFrame(PAYLOAD, SCHEMA_VERSION_ID, 'zlib'))).toEqual(PAYLOAD);
  });

  it('ignores bytes behind the zlib stream, as the reference does', () => {
    expect(framePayload(zlibFrame(Buffer.concat([deflateSync(PAYLOAD), Buffer.from([1, 2])])))).toEqual(
      PAYLOAD,
    );
  });

  it.each([
    { what: 'no zlib stream at all', compressed: Buffer.alloc(0) },
    { what: 'only its header', compressed: deflateSync(PAYLOAD).subarray(0, 2) },
    { what: 'a stream that lacks its last byte', compressed: deflateSync(PAYLOAD).subarray(0, -1) },
    {
      what: 'a stream that was only flushed',
      compressed: deflateSync(PAYLOAD, { finishFlush: constants.Z_SYNC_FLUSH }),
    },
    { what: 'a damaged checksum', compressed: damaged(deflateSync(PAYLOAD)) },
    { what: 'bytes that were never compressed', compressed: PAYLOAD },
    { what: 'raw deflate', compressed: deflateRawSync(PAYLOAD) },
    { what: 'gzip', compressed: gzipSync(PAYLOAD) },
  ])('refuses $what', ({ compressed }) => {
    expect(() => framePayload(zlibFrame(compressed))).toThrow(recordError('FRAME_INFLATE_FAILED'));
  });

  it('inflates up to the limit and refuses one byte more', () => {
    expect(framePayload(zlibFrame(deflateSync(Buffer.alloc(MAX_INFLATED_BYTES))))).toHaveLength(
      MAX_INFLATED_BYTES,
    );
    expect(() => framePayload(zlibFrame(deflateSync(Buffer.alloc(MAX_INFLATED_BYTES + 1))))).toThrow(
      recordError('FRAME_INFLATE_LIMIT'),
    );
  });

  it('stops a zlib bomb without inflating all of it', () => {
    // Prepare
    const bomb = zlibFrame(deflateSync(Buffer.alloc(128 * 1024 * 1024)));
    const before = process.memoryUsage().arrayBuffers;

    // Act
    const act = () => framePayload(bomb);

    // Assess
    expect(act).toThrow(recordError('FRAME_INFLATE_LIMIT'));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * MAX_INFLATED_BYTES);
  });
});

describe('a frame', () => {
  it('gives back what was framed: id and payload, compressed or not', () => {
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('none' as const, 'zlib' as const),
        (id, payload, compression) => {
          const frame = glueFrame(payload, id, compression);
          expect(schemaVersionId(frameSchemaKey(frame))).toBe(id);
          expect(framePayload(frame)).toEqual(Buffer.from(payload));
        },
      ),
    );
  });

  it('of any bytes is read or refused with a typed error', () => {
    // Half of the samples have a good beginning, so that the inflating is reached as well.
    const beginning = fc.constantFrom(
      [],
      [3],
      [3, 0],
      [3, 5],
      [3, 5, ...Array<number>(16).fill(7), 0x78, 0x9c],
    );
    fc.assert(
      fc.property(beginning, fc.uint8Array({ maxLength: 80 }), (start, rest) => {
        const frame = Buffer.from([...start, ...rest]);
        try {
          frameSchemaKey(frame);
          framePayload(frame);
        } catch (error) {
          expect(error).toBeInstanceOf(RecordError);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

function damaged(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const last = copy.length - 1;
  copy[last] = (copy[last] ?? 0) ^ 1;
  return copy;
}
