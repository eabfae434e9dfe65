import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FrameError, FrameSplitter } from '../../../../../infra/local/kafka/wire/frame-splitter.ts';

const MAX_BYTES = 64;

function framed(content: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(content.length);
  return Buffer.concat([length, content]);
}

test('Requests come out as they went in, however the bytes arrive', () => {
  const contents = fc.array(fc.uint8Array({ minLength: 10, maxLength: MAX_BYTES }), { maxLength: 8 });
  fc.assert(
    fc.property(contents, fc.infiniteStream(fc.integer({ min: 1, max: 40 })), (sent, sizes) => {
      const splitter = new FrameSplitter(MAX_BYTES);
      const bytes = Buffer.concat(sent.map(framed));
      const received: Buffer[] = [];
      for (let at = 0; at < bytes.length; ) {
        const size = sizes.next().value;
        received.push(...splitter.split(bytes.subarray(at, at + size)));
        at += size;
      }

      expect(received.map((frame) => [...frame])).toEqual(sent.map((content) => [...content]));
    }),
  );
});

describe('What is no request', () => {
  test.each([-1, 0, 9, MAX_BYTES + 1, 0x7fff_ffff])('is refused by its length: %d', (length) => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(length);

    expect(() => new FrameSplitter(MAX_BYTES).split(bytes)).toThrow(FrameError);
  });
});
