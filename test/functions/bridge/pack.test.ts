import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packEntries } from '../../../functions/bridge/pack.ts';
import { MAX_REQUEST_BYTES, MAX_REQUEST_ENTRIES } from '../../../shared/configuration/limits.ts';

const LIMITS = { maxEntries: MAX_REQUEST_ENTRIES, maxBytes: MAX_REQUEST_BYTES };

/** Requests as lists of positions. */
function pack(sizes: readonly number[], limits = LIMITS): number[][] {
  const entries = sizes.map((sizeBytes, position) => ({ position, sizeBytes }));
  return Array.from(packEntries(entries, limits), (request) => request.map(({ position }) => position));
}

/** Small entries with bodies of so many bytes for a bucket. */
function packOffloaded(bodies: readonly number[]): number[][] {
  const entries = bodies.map((length, position) => ({
    position,
    sizeBytes: 100,
    ...(length === 0 ? {} : { offloaded: { body: new Uint8Array(length) } }),
  }));
  return Array.from(packEntries(entries, LIMITS), (request) => request.map(({ position }) => position));
}

const MIB = 1024 * 1024;

const sizesAndLimits = fc.record({
  sizes: fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 }),
  limits: fc.record({
    maxEntries: fc.integer({ min: 1, max: 12 }),
    maxBytes: fc.integer({ min: 1, max: 60 }),
  }),
});

describe('packEntries', () => {
  it.each([
    { what: 'no request for no entries', sizes: [], requests: [] },
    { what: 'one request for one entry', sizes: [1], requests: [[0]] },
    {
      what: 'ten entries a request',
      sizes: Array<number>(11).fill(1),
      requests: [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [10]],
    },
    { what: 'a request up to the last byte', sizes: [MAX_REQUEST_BYTES - 1, 1], requests: [[0, 1]] },
    { what: 'a new request for one byte more', sizes: [MAX_REQUEST_BYTES - 1, 2], requests: [[0], [1]] },
    {
      what: 'no earlier request for a later small entry',
      sizes: [900_000, 200_000, 100_000, 200_000],
      requests: [[0], [1, 2, 3]],
    },
    {
      what: 'an entry over the limit a request of its own, at the start',
      sizes: [MAX_REQUEST_BYTES + 1, 1, 1],
      requests: [[0], [1, 2]],
    },
    {
      what: 'an entry over the limit a request of its own, in the middle',
      sizes: [1, MAX_REQUEST_BYTES + 1, 1],
      requests: [[0], [1], [2]],
    },
  ])('gives $what', ({ sizes, requests }) => {
    expect(pack(sizes)).toEqual(requests);
  });

  it('asks for an entry only when a request wants it, so that few are in memory', () => {
    // Prepare
    let made = 0;
    function* entries() {
      for (; made < 1_000; ) {
        made++;
        yield { sizeBytes: 1 };
      }
    }

    // Act
    packEntries(entries(), LIMITS).next();

    // Assess
    expect(made).toBe(MAX_REQUEST_ENTRIES + 1);
  });

  it('keeps every entry, once and in order', () => {
    fc.assert(
      fc.property(sizesAndLimits, ({ sizes, limits }) => {
        expect(pack(sizes, limits).flat()).toEqual([...sizes.keys()]);
      }),
    );
  });

  it('never makes an empty request, one of too many entries, or one of too many bytes but for a lone entry', () => {
    fc.assert(
      fc.property(sizesAndLimits, ({ sizes, limits }) => {
        for (const request of pack(sizes, limits)) {
          const bytes = sum(request.map((position) => sizes[position] ?? Number.NaN));
          expect(request.length).toBeGreaterThan(0);
          expect(request.length).toBeLessThanOrEqual(limits.maxEntries);
          expect(bytes <= limits.maxBytes || request.length === 1).toBe(true);
        }
      }),
    );
  });

  it('closes a request only when the next entry does not fit', () => {
    fc.assert(
      fc.property(sizesAndLimits, ({ sizes, limits }) => {
        const requests = pack(sizes, limits);
        for (const [number, request] of requests.slice(0, -1).entries()) {
          const next = sizes[requests[number + 1]?.[0] ?? -1] ?? Number.NaN;
          const bytes = sum(request.map((position) => sizes[position] ?? Number.NaN));
          expect(request.length === limits.maxEntries || bytes + next > limits.maxBytes).toBe(true);
        }
      }),
    );
  });

  it.each([
    { what: 'fills a request up to 4 MiB', bodies: [MIB, MIB, MIB, MIB, 1], requests: [[0, 1, 2, 3], [4]] },
    { what: 'gives what is larger a request of its own', bodies: [1, 5 * MIB, 1], requests: [[0], [1], [2]] },
    { what: 'lets entries without any in', bodies: [4 * MIB, 0, 0, 1], requests: [[0, 1, 2], [3]] },
  ])('by what is offloaded: $what', ({ bodies, requests }) => {
    expect(packOffloaded(bodies)).toEqual(requests);
  });
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
