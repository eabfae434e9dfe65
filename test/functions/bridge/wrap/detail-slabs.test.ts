import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { JsonWriter } from '../../../../functions/bridge/json/json-writer.ts';
import { DetailSlabs, type KeptDetail } from '../../../../functions/bridge/wrap/detail-slabs.ts';

const out = new JsonWriter();

function keep(slabs: DetailSlabs, text: string): KeptDetail {
  out.reset();
  out.raw(Buffer.from(text));
  return slabs.keep(out);
}

function written(detail: KeptDetail): unknown {
  const target = new JsonWriter();
  detail.writeTo(target);
  return JSON.parse(target.toString());
}

const SLAB_BYTES = 64 * 1024;
const LONGEST_PER_SLAB = 8;
/** JSON text. */
const LONGEST_SHARED = '1'.repeat(SLAB_BYTES / LONGEST_PER_SLAB);

function keepMany(slabs: DetailSlabs, count: number): KeptDetail[] {
  return Array.from({ length: count }, () => keep(slabs, LONGEST_SHARED));
}

/** As long as the longest that are shared, each another. */
function distinct(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(index + 11).padEnd(LONGEST_SHARED.length, '0'));
}

/** Details of all sizes: within a slab, near its end, and beyond what is shared. */
const anyDetail = fc
  .tuple(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.oneof(fc.nat(200), fc.nat(9_000), fc.nat(70_000)))
  .map(([text, length]) => JSON.stringify(text.padEnd(length, 'é"x')));

describe('DetailSlabs', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('keeps every detail as it was written until its release, in whatever order they are released', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyDetail, fc.nat(10)), { maxLength: 60 }), (steps) => {
        const slabs = new DetailSlabs();
        const held: { text: string; detail: KeptDetail }[] = [];
        for (const [text, releases] of steps) {
          held.push({ text, detail: keep(slabs, text) });
          for (const { detail } of held.splice(releases % held.length, Math.floor(releases / 3))) {
            detail.release();
          }
          for (const { text, detail } of held) {
            expect(detail.toString()).toBe(text);
            expect(written(detail)).toBe(text);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('fills its memory to the last byte before it takes more, and gives a longer detail memory of its own', () => {
    const slabs = new DetailSlabs();
    const allocations = vi.spyOn(Buffer, 'allocUnsafeSlow');

    const first = keepMany(slabs, LONGEST_PER_SLAB);
    expect(allocations).not.toHaveBeenCalled();
    const next = keep(slabs, LONGEST_SHARED);
    expect(allocations.mock.calls).toEqual([[SLAB_BYTES]]);
    const long = keep(slabs, `${LONGEST_SHARED}0`);
    expect(allocations.mock.calls).toEqual([[SLAB_BYTES], [LONGEST_SHARED.length + 1]]);

    expect([...first, next].map(String)).toEqual(Array(LONGEST_PER_SLAB + 1).fill(LONGEST_SHARED));
    expect(long.toString()).toBe(`${LONGEST_SHARED}0`);
  });

  it('uses memory again whose details are all released, for one detail at a time', () => {
    const slabs = new DetailSlabs();
    const [first, ...others] = keepMany(slabs, 2 * LONGEST_PER_SLAB);
    for (const detail of others) detail.release();
    const allocations = vi.spyOn(Buffer, 'allocUnsafeSlow');

    // What holds the first one is not free, what the others had is.
    const held = distinct(2 * LONGEST_PER_SLAB).map((text) => ({ text, detail: keep(slabs, text) }));
    expect(allocations).toHaveBeenCalledTimes(1);
    expect(first?.toString()).toBe(LONGEST_SHARED);
    first?.release();
    const more = distinct(2 * LONGEST_PER_SLAB).map((text) => ({ text, detail: keep(slabs, text) }));

    expect(allocations).toHaveBeenCalledTimes(2);
    for (const { text, detail } of [...held, ...more]) expect(detail.toString()).toBe(text);
  });

  it('keeps eight pieces of memory beside the one in use, however many were under way', () => {
    const slabs = new DetailSlabs();
    for (const detail of keepMany(slabs, 12 * LONGEST_PER_SLAB)) detail.release();
    const allocations = vi.spyOn(Buffer, 'allocUnsafeSlow');

    keepMany(slabs, 12 * LONGEST_PER_SLAB);

    expect(allocations).toHaveBeenCalledTimes(12 - 8 - 1);
  });

  it('gives no detail away after its release, when its memory may hold another', () => {
    const slabs = new DetailSlabs();
    const detail = keep(slabs, '{"a":1}');
    detail.release();

    const error = 'The detail of this event was released before.';
    expect(() => detail.toString()).toThrow(error);
    expect(() => detail.writeTo(out)).toThrow(error);
    expect(() => detail.release()).toThrow(error);
  });
});
