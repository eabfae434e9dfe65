import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Estimate, estimate } from '../../../infra/cost/estimate.ts';
import type { Load } from '../../../infra/cost/load.ts';
import { customMetrics } from '../../../infra/cost/observability.ts';
import type { PriceName } from '../../../infra/cost/prices.ts';
import { loadOf, usEast1 } from './loads.ts';

/** Round figures, so that the sums can be done by hand. */
const ROUND = {
  msPerBatch: 2,
  msPerRecord: 0.1,
  msPerKilobyte: 0,
  putEventsMs: 20,
  // One processor.
  memoryMb: 1_769,
} as const;

function estimateOf(changes: Partial<Load> = {}): Estimate {
  return estimate(loadOf(changes), usEast1());
}

function dollars({ items }: Estimate): Partial<Record<PriceName, number>> {
  return Object.fromEntries(items.map(({ price, monthlyUsd }) => [price, monthlyUsd]));
}

describe('the estimate', () => {
  it('adds up, line by line, to what the price pages say for 100 records a second', () => {
    // 100 × 3,600 × 730 = 262.8 M records; 50 gather in 0.5 s, so 5.256 M invocations of 2 + 50 × 0.1 + 20 = 27 ms.
    const result = estimateOf({ ...ROUND, recordsPerSecond: 100 });

    const usd = dollars(result);
    expect(usd.pollerUnit).toBeCloseTo(730 * 0.185, 6);
    expect(usd.invocation).toBeCloseTo(5.256 * 0.2, 6);
    expect(usd.computation).toBeCloseTo(5_256_000 * 0.027 * (1_769 / 1_024) * 0.0000133334, 6);
    expect(usd.event).toBeCloseTo(262.8, 6);
    // 1,200 + 600 + 3 × 26 bytes an invocation.
    expect(usd.logIngestion).toBeCloseTo(5.256 * 1.878 * 0.5, 6);
    expect(usd.logStorage).toBeCloseTo(5.256 * 1.878 * (30 / (730 / 24)) * 0.03, 6);
    expect(usd.metric).toBeCloseTo(customMetrics(false) * 0.3, 6);
    expect(usd.alarm).toBeCloseTo(1.6, 6);
    expect(usd.dashboard).toBe(3);
    expect(usd.parameter).toBe(0);
    const sum = Object.values(usd).reduce((total, line) => total + line, 0);
    expect(result.totalUsd).toBeCloseTo(sum, 6);
    expect(result.usdPerMillionRecords).toBeCloseTo(sum / 262.8, 6);
  });

  it.each([
    { recordBytes: 65_336, chunks: 1 },
    { recordBytes: 65_337, chunks: 2 },
    { recordBytes: 1_000_000, chunks: 16 },
  ])('bills an event of $recordBytes + 200 bytes as $chunks', ({ recordBytes, chunks }) => {
    expect(dollars(estimateOf({ recordBytes })).event).toBeCloseTo(2.628 * chunks, 6);
  });

  it('bills a dead letter as an object that is kept and a notice of three queue requests, and not as an event', () => {
    // A tenth of 2.628 M, each of 1,000 bytes in base64 and 700 around them.
    const usd = dollars(estimateOf({ deadLetterShare: 0.1 }));
    expect(usd.objectWrite).toBeCloseTo(262.8 * 0.005, 6);
    expect(usd.objectStorage).toBeCloseTo(0.2628 * (4_000 / 3 + 700) * 1e-3 * (90 / (730 / 24)) * 0.023, 6);
    expect(usd.queueRequest).toBeCloseTo(0.2628 * 3 * 0.4, 6);
    expect(usd.event).toBeCloseTo(2.628 * 0.9, 6);
  });

  it('bills the notice of a large dead letter as that of a small one', () => {
    const usd = dollars(estimateOf({ deadLetterShare: 0.1, recordBytes: 800_000 }));
    expect(usd.queueRequest).toBeCloseTo(0.2628 * 3 * 0.4, 6);
    expect(usd.objectWrite).toBeCloseTo(262.8 * 0.005, 6);
  });

  it('bills an archive by the bytes of the events, written and kept', () => {
    const usd = dollars(estimateOf({ archiveDays: 30 }));
    expect(usd.archiveIngestion).toBeCloseTo(2.628 * 1.2 * 0.1, 6);
    expect(usd.archiveStorage).toBeCloseTo(2.628 * 1.2 * (30 / (730 / 24)) * 0.023, 6);
  });

  it('has no poller units on demand, no alarms and no dashboard without them, and endpoints by the hour', () => {
    const usd = dollars(
      estimateOf({ pollers: undefined, hasAlarms: false, hasDashboard: false, interfaceEndpoints: 2 }),
    );
    expect(usd.pollerUnit).toBeUndefined();
    expect(usd.alarm).toBeUndefined();
    expect(usd.dashboard).toBeUndefined();
    expect(usd.interfaceEndpoint).toBeCloseTo(14.6, 6);
  });

  it('adds the cluster and the endpoint of the demo, whose pollers share the unit of the bridge', () => {
    const difference = estimateOf({ hasDemo: true }).totalUsd - estimateOf().totalUsd;
    expect(difference).toBeCloseTo(1_460 * 0.204 + 20 * 0.1 + 730 * 0.01, 6);
  });

  it('replaces nothing but the price that is given', () => {
    const { prices, ...quotas } = usEast1();
    const dearer = { ...prices, event: { ...prices.event, usd: 2 } };
    const change = estimate(loadOf(), { prices: dearer, ...quotas }).totalUsd - estimateOf().totalUsd;
    expect(change).toBeCloseTo(2.628, 6);
  });

  it.each([
    [
      { recordsPerSecond: 10, peakRecordsPerSecond: 9 },
      'The peak of 9 records a second is below the average of 10.',
    ],
    [{ pollers: { minimum: 5, maximum: 4 } }, 'At most 4 pollers are fewer than at least 5.'],
    [
      { recordBytes: 1_048_575 },
      'An event of 1048775 bytes does not fit into a PutEvents request, which takes 1048575; such records are dead letters.',
    ],
  ])('refuses a load that contradicts itself: %j', (changes, message) => {
    expect(() => estimateOf(changes)).toThrow(new Error(message));
  });
});

describe('the same load otherwise', () => {
  function otherwise(changes: Partial<Load> = {}): Record<string, number> {
    return Object.fromEntries(
      estimateOf(changes).alternatives.map(({ what, monthlyUsd }) => [what.slice(0, 6), monthlyUsd]),
    );
  }

  it('is cheaper by the poller units on demand, and by nine tenths of them in a group of ten', () => {
    const { totalUsd } = estimateOf();
    expect(otherwise()['On-dem']).toBeCloseTo(totalUsd - 135.05, 6);
    expect(otherwise()['One of']).toBeCloseTo(totalUsd - 0.9 * 135.05, 6);
  });

  it.each([
    { peakRecordsPerSecond: 2_500, workers: 1 },
    { peakRecordsPerSecond: 2_501, workers: 2 },
  ])(
    'takes $workers Connect workers for $peakRecordsPerSecond records a second, and the same events',
    (row) => {
      const { peakRecordsPerSecond, workers } = row;
      expect(otherwise({ peakRecordsPerSecond })['Kafka ']).toBeCloseTo(workers * 730 * 0.11 + 2.628, 6);
    },
  );

  it('leaves out what the load has already, and everything beside a demo', () => {
    expect(Object.keys(otherwise({ pollers: undefined }))).toEqual(['Kafka ']);
    expect(Object.keys(otherwise({ bridgesInGroup: 3 }))).toEqual(['On-dem', 'Kafka ']);
    expect(otherwise({ hasDemo: true })).toEqual({});
  });
});

describe('the remarks', () => {
  it('are none for a load that the set-up carries', () => {
    expect(estimateOf({ recordsPerSecond: 5_000 }).remarks).toEqual([]);
  });

  it('name a peak that needs more pollers than can run', () => {
    // 60 MB a second are twelve pollers.
    expect(estimateOf({ peakRecordsPerSecond: 60_000 }).remarks).toEqual([
      'At 60,000 records/s 12 pollers are needed and 10 can run: records pile up meanwhile. Raise --max-pollers, or the partitions.',
    ]);
  });

  it('name a peak beyond the quota of PutEvents', () => {
    const pollers = { minimum: 1, maximum: 100 };
    expect(estimateOf({ peakRecordsPerSecond: 100_010, pollers, partitions: 100 }).remarks).toEqual([
      '10,001 PutEvents requests/s at the peak exceed the 10,000 that an account has here at first. Ask AWS for more.',
    ]);
  });
});

describe('more never costs less', () => {
  const rate = fc.double({ min: 0.001, max: 200_000, noNaN: true });
  const load = fc
    .record({
      recordsPerSecond: rate,
      recordBytes: fc.integer({ min: 0, max: 500_000 }),
      topics: fc.integer({ min: 1, max: 20 }),
      partitions: fc.integer({ min: 1, max: 200 }),
      batchSize: fc.integer({ min: 1, max: 10_000 }),
      memoryMb: fc.integer({ min: 128, max: 10_240 }),
      deadLetterShare: fc.constantFrom(0, 0.001, 0.5),
      bridgesInGroup: fc.integer({ min: 1, max: 20 }),
    })
    .map(loadOf);

  function expectNoLess(before: Load, after: Load): void {
    const { totalUsd } = estimate(before, usEast1());
    expect(estimate(after, usEast1()).totalUsd).toBeGreaterThanOrEqual(totalUsd * (1 - 1e-9));
  }

  it('for records', () => {
    fc.assert(
      fc.property(load, rate, (before, more) => {
        const recordsPerSecond = before.recordsPerSecond + more;
        expectNoLess(before, { ...before, recordsPerSecond, peakRecordsPerSecond: recordsPerSecond });
      }),
    );
  });

  it.each<[keyof Load, number]>([
    ['recordBytes', 400_000],
    ['peakRecordsPerSecond', 200_000],
    ['peakHoursPerDay', 20],
    ['msPerRecord', 5],
    ['putEventsMs', 500],
    ['logRetentionDays', 3_000],
    ['archiveDays', 365],
    ['interfaceEndpoints', 6],
    ['topics', 10],
  ])('for %s', (member, atMost) => {
    fc.assert(
      fc.property(load, fc.integer({ min: 0, max: atMost }), (before, more) => {
        expectNoLess(before, { ...before, [member]: Number(before[member]) + more });
      }),
    );
  });

  it('for smaller batches', () => {
    fc.assert(
      fc.property(load, fc.integer({ min: 1, max: 10_000 }), (before, batchSize) => {
        const [small, large] = [before.batchSize, batchSize].sort((one, other) => one - other);
        expectNoLess({ ...before, batchSize: large ?? 1 }, { ...before, batchSize: small ?? 1 });
      }),
    );
  });
});
