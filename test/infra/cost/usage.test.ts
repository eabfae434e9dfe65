import { describe, expect, it } from 'vitest';
import { usage } from '../../../infra/cost/usage.ts';
import { loadOf } from './loads.ts';

describe('batches', () => {
  it.each([
    { of: 'one record, when fewer come in the window', rate: 1, records: 1 },
    { of: 'what half a second brings', rate: 100, records: 50 },
    { of: 'the batch size at most', rate: 4_000, records: 500 },
    {
      of: 'what 6 MB hold, in base64',
      rate: 300,
      recordBytes: 15_000,
      window: 5,
      records: 6_000_000 / 20_150,
    },
  ])(
    'hold $of',
    ({ rate: recordsPerSecond, records, recordBytes = 1_000, window: batchWindowSeconds = 0.5 }) => {
      const { batch, invocations } = usage(loadOf({ recordsPerSecond, recordBytes, batchWindowSeconds }));
      expect(batch.records).toBeCloseTo(records, 9);
      expect(invocations).toBeCloseTo((recordsPerSecond * 730 * 3_600) / records, 3);
    },
  );

  it('are gathered by each poller for itself', () => {
    // 12 MB a second are three pollers.
    expect(usage(loadOf({ recordsPerSecond: 300, recordBytes: 40_000 })).batch.records).toBeCloseTo(50, 9);
    expect(usage(loadOf({ recordsPerSecond: 300, topics: 6 })).batch.records).toBeCloseTo(25, 9);
  });

  it('take longer the less of a processor the memory brings, up to a whole one', () => {
    const load = {
      recordsPerSecond: 100,
      putEventsMs: 30,
      msPerBatch: 5,
      msPerRecord: 0.1,
      msPerKilobyte: 0,
    };
    const durationAt = (memoryMb: number) => usage(loadOf({ ...load, memoryMb })).batch.durationMs;
    expect(durationAt(1_769)).toBeCloseTo(10 + 30, 9);
    expect(durationAt(884.5)).toBeCloseTo(20 + 30, 9);
    expect(durationAt(10_240)).toBeCloseTo(10 + 30, 9);
  });

  it('wait for PutEvents once for 16 requests of up to ten events or 1 MiB', () => {
    const turns = (recordBytes: number) =>
      usage(loadOf({ recordsPerSecond: 640, recordBytes, batchSize: 320 })).batch.putEventsTurns;
    expect(turns(1_000)).toBeCloseTo(2, 9);
    // 600,000 bytes are ten in an invocation, and each a request.
    expect(usage(loadOf({ recordsPerSecond: 8, recordBytes: 600_000 })).batch.requests).toBeCloseTo(4, 9);
  });
});

describe('event poller units', () => {
  it.each([
    { of: 'one poller', load: {}, units: 1 },
    { of: 'ten pollers', load: { pollers: { minimum: 10, maximum: 10 } }, units: 1 },
    { of: 'eleven pollers', load: { pollers: { minimum: 11, maximum: 20 }, partitions: 11 }, units: 2 },
    { of: 'no more pollers than partitions', load: { pollers: { minimum: 11, maximum: 20 } }, units: 1 },
    { of: '20 MB a second', load: { recordsPerSecond: 20_000 }, units: 1 },
    { of: 'more than 20 MB a second', load: { recordsPerSecond: 20_001 }, units: 2 },
    { of: 'what ten pollers can read of more', load: { recordsPerSecond: 500_000 }, units: 3 },
    { of: 'eleven topics', load: { topics: 11 }, units: 2 },
    { of: 'one of ten bridges with a poller each', load: { bridgesInGroup: 10 }, units: 0.1 },
    { of: 'one of eleven', load: { bridgesInGroup: 11 }, units: 2 / 11 },
    // 400 invocations a second of 150 ms are 60 at once, five a poller.
    {
      of: 'twelve pollers that many slow invocations need',
      load: {
        recordsPerSecond: 400,
        batchSize: 1,
        msPerBatch: 0,
        msPerRecord: 0,
        msPerKilobyte: 0,
        putEventsMs: 150,
        partitions: 20,
        pollers: { minimum: 1, maximum: 20 },
      },
      units: 2,
    },
  ])('carry $of with $units', ({ load, units }) => {
    expect(usage(loadOf(load)).polling?.average.units).toBeCloseTo(units, 9);
  });

  it('grow with the peak for as long as it lasts', () => {
    const load = loadOf({ recordsPerSecond: 1, peakRecordsPerSecond: 40_000, peakHoursPerDay: 6 });
    expect(usage(load).polling?.unitHours).toBeCloseTo(730 * 0.75 + 2 * 730 * 0.25, 9);
  });

  it('are none on demand', () => {
    expect(usage(loadOf({ pollers: undefined })).polling).toBeUndefined();
  });
});

describe('logs', () => {
  it('grow by two lines for an invocation with dead letters, and by the records they name', () => {
    const load = { recordsPerSecond: 100, batchSize: 50 };
    const { logBytes, invocations } = usage(loadOf(load));
    // Two in each invocation.
    const withDeadLetters = usage(loadOf({ ...load, deadLetterShare: 0.04 })).logBytes;
    expect((withDeadLetters - logBytes) / invocations).toBeCloseTo(750 + 2 * 26 + 2 * 150, 6);
    // All fifty, of which ten are named.
    const withNothingElse = usage(loadOf({ ...load, deadLetterShare: 1 })).logBytes;
    expect((withNothingElse - logBytes) / invocations).toBeCloseTo(750 + 2 * 26 + 10 * 150, 6);
  });
});
