import { afterEach, describe, expect, it, vi } from 'vitest';
import { type DeliveryPorts, deliver } from '../../../functions/bridge/deliver.ts';
import { Uploads } from '../../../functions/bridge/offload/uploads.ts';
import { newPublishReport } from '../../../functions/bridge/publish-report.ts';
import type { BridgeEntry } from '../../../functions/bridge/wrap.ts';
import { controlTimeouts } from '../../fixtures/abort-signal.ts';
import { bridgeEntry } from '../../fixtures/bridge-entry.ts';
import { deliveryPorts, endings, paceOf, requestsTo } from '../../fixtures/delivery-ports.ts';
import { type BusAnswer, FakeEventBus, serviceError } from '../../fixtures/event-bus.ts';
import { type BucketAnswer, FakeBucket, objectOf } from '../../fixtures/offloading.ts';
import { fixedDeadline } from '../../fixtures/time.ts';

const SETTINGS = { maxRetries: 2, retryDelayMs: 200 };
const DOWN: BucketAnswer = { kind: 'error', error: serviceError('InternalError', 500) };
const TOO_LARGE: BucketAnswer = { kind: 'error', error: serviceError('EntityTooLarge', 400) };
const THROTTLED: BusAnswer = { kind: 'error', error: serviceError('ThrottlingException', 400) };

/** Entries with the indexes from 0; those that are named have an object to upload, of the key of their index. */
function entries(count: number, ...offloaded: readonly number[]): BridgeEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    ...bridgeEntry(index),
    ...(offloaded.includes(index) ? { offloaded: objectOf(String(index)) } : {}),
  }));
}

/** Delivers one request; an event on the bus whose object is not in the bucket by then fails the test. */
async function delivered(
  request: readonly BridgeEntry[],
  bus: FakeEventBus,
  bucket: FakeBucket,
  overrides: Partial<DeliveryPorts> = {},
  settings: Partial<typeof SETTINGS> = {},
) {
  const { ports, told, waitsMs } = deliveryPorts(bus, {
    uploads: new Uploads(bucket.put),
    putEvents: async (sent, signal) => {
      const dangling = sent.filter(({ offloaded }) => offloaded && !bucket.objects.has(offloaded.key));
      expect(dangling).toEqual([]);
      return await bus.putEvents(sent, signal);
    },
    ...overrides,
  });
  const report = newPublishReport();
  await deliver(request, { ...SETTINGS, ...settings }, ports, report);
  return { endings: endings(told), told, report, waitsMs, ports };
}

describe('an entry whose value goes to a bucket', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('is sent once its object is stored, with the others of its request', async () => {
    const bus = new FakeEventBus();
    const bucket = new FakeBucket();

    const { endings: ended } = await delivered(entries(3, 0, 2), bus, bucket);

    expect(ended).toEqual(['sent', 'sent', 'sent']);
    expect(requestsTo(bus)).toEqual([[0, 1, 2]]);
    expect(bucket.uploads).toEqual(['0', '2']);
  });

  it('is repeated alone when its upload fails; the others are sent at once', async () => {
    const bus = new FakeEventBus();
    const bucket = new FakeBucket([DOWN, { kind: 'taken' }]);

    const { endings: ended, report } = await delivered(entries(3, 0, 1), bus, bucket);

    expect(ended).toEqual(['sent', 'sent', 'sent']);
    expect(requestsTo(bus)).toEqual([[1, 2], [0]]);
    expect(bucket.uploads).toEqual(['0', '1', '0']);
    expect(report).toMatchObject({ requests: 2, bytes: 300 });
  });

  it('is not uploaded again when only its request is repeated', async () => {
    const bus = new FakeEventBus([THROTTLED, THROTTLED]);
    const bucket = new FakeBucket();

    const { endings: ended } = await delivered(entries(2, 0, 1), bus, bucket);

    expect(ended).toEqual(['sent', 'sent']);
    expect(bus.requests).toHaveLength(3);
    expect(bucket.uploads).toEqual(['0', '1']);
  });

  it('ends with the failure of its upload when its repetitions are used up, and was in no request', async () => {
    const bus = new FakeEventBus();
    const bucket = new FakeBucket([DOWN, DOWN, DOWN]);

    const { told } = await delivered(entries(1, 0), bus, bucket);

    expect(told.get(0)).toEqual({
      code: 'OFFLOAD_UNAVAILABLE',
      message: 'InternalError (HTTP 500)',
      attempts: 0,
    });
    expect(bus.requests).toEqual([]);
  });

  it('is refused for good, at once and alone, when its object is', async () => {
    const bus = new FakeEventBus();
    const bucket = new FakeBucket([TOO_LARGE]);

    const { endings: ended, waitsMs } = await delivered(entries(2, 0), bus, bucket);

    expect(ended).toEqual(['OFFLOAD_REFUSED', 'sent']);
    expect(waitsMs).toEqual([]);
  });

  it('is left for later at once when the bucket denies access', async () => {
    const bus = new FakeEventBus();
    const bucket = new FakeBucket([], () => serviceError('AccessDenied', 403));

    const { endings: ended, waitsMs } = await delivered(entries(3, 0, 1), bus, bucket);

    expect(ended).toEqual(['OFFLOAD_DENIED', 'OFFLOAD_DENIED', 'sent']);
    expect(bucket.uploads).toHaveLength(2);
    expect(waitsMs).toEqual([]);
  });

  it('is never sent when there is no bucket for it', async () => {
    const bus = new FakeEventBus();

    const { endings: ended, told } = await delivered(entries(2, 0), bus, new FakeBucket(), {
      uploads: undefined,
    });

    expect(ended).toEqual(['OFFLOAD_DENIED', 'sent']);
    expect(told.get(0)).toMatchObject({
      message: 'There is no bucket for what was taken out of the event.',
    });
    expect(requestsTo(bus)).toEqual([[1]]);
  });

  it('says that the time was over after a failed upload', async () => {
    let isOver = false;
    const deadline = { ...fixedDeadline(), remainingMs: () => (isOver ? 0 : Number.POSITIVE_INFINITY) };
    const bucket = new FakeBucket([], () => {
      isOver = true;
      return serviceError('InternalError', 500);
    });

    const { told } = await delivered(entries(1, 0), new FakeEventBus(), bucket, { deadline });

    expect(told.get(0)).toEqual({
      code: 'DEADLINE',
      message: 'No time for another attempt after OFFLOAD_UNAVAILABLE: InternalError (HTTP 500)',
      attempts: 0,
    });
  });

  it('is not uploaded any more when no request could follow', async () => {
    const bucket = new FakeBucket();

    const { endings: ended } = await delivered(entries(2, 0), new FakeEventBus(), bucket, {
      deadline: fixedDeadline(true),
    });

    expect(ended).toEqual(['DEADLINE', 'DEADLINE']);
    expect(bucket.uploads).toEqual([]);
  });

  it('is not uploaded for a bus that refuses everything', async () => {
    const pace = paceOf({});
    for (let refusal = 0; refusal < 3; refusal += 1) {
      pace.circuit.refused({ code: 'PUT_EVENTS_DENIED', message: 'not authorized' });
    }
    const bucket = new FakeBucket();

    const { endings: ended } = await delivered(entries(1, 0), new FakeEventBus(), bucket, { pace });

    expect(ended).toEqual(['PUT_EVENTS_DENIED']);
    expect(bucket.uploads).toEqual([]);
  });

  it('holds its neighbours up no longer than uploads may take', async () => {
    const { timeOut } = controlTimeouts();
    const bus = new FakeEventBus();
    const bucket = new FakeBucket([{ kind: 'hang', isTaken: false }], () => {
      queueMicrotask(timeOut);
      return undefined;
    });

    const { endings: ended } = await delivered(entries(2, 0), bus, bucket, {}, { maxRetries: 0 });

    expect(ended).toEqual(['OFFLOAD_UNAVAILABLE', 'sent']);
  });

  it('teaches nothing of the bus when its upload fails', async () => {
    const pace = paceOf({ maxConcurrency: 4 });
    const before = pace.concurrency.requests;
    const bucket = new FakeBucket([], () => serviceError('AccessDenied', 403));

    const { report } = await delivered(entries(10, ...Array(10).keys()), new FakeEventBus(), bucket, {
      pace,
    });

    expect([pace.concurrency.requests, pace.circuit.failure]).toEqual([before, undefined]);
    expect(report).toStrictEqual(newPublishReport());
  });

  it('may be rejected by the bus like any other, next to one whose upload failed', async () => {
    const rejection = serviceError('ValidationException', 400);
    const bus = new FakeEventBus([], ({ index }) => (index === 1 ? rejection : undefined));
    const bucket = new FakeBucket([TOO_LARGE]);

    const { endings: ended } = await delivered(entries(3, 0, 1), bus, bucket);

    expect(ended).toEqual(['OFFLOAD_REFUSED', 'EVENT_REFUSED', 'sent']);
    expect(requestsTo(bus)).toEqual([[1, 2], [1], [2]]);
  });
});
