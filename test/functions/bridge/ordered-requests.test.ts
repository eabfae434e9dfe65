import { describe, expect, it } from 'vitest';
import type { Lane } from '../../../functions/bridge/lanes.ts';
import { OrderedRequests, type WrappedRecord } from '../../../functions/bridge/ordered-requests.ts';
import { bridgeEntry } from '../../fixtures/bridge-entry.ts';
import { kafkaRecord } from '../../fixtures/kafka-event.ts';
import { fixedDeadline } from '../../fixtures/time.ts';

/** What becomes of a record in place of an entry of 100 bytes, by its index. */
type Wraps = Readonly<Record<number, WrappedRecord>>;

/** Requests of these lanes, given by the indexes of their records, and what they did so far. */
function orderedRequests(
  lanes: readonly (readonly number[])[],
  {
    wraps = {},
    maxEntries = 10,
    maxBytes = 1_000,
  }: { wraps?: Wraps; maxEntries?: number; maxBytes?: number } = {},
) {
  const wrapped: number[] = [];
  const held: number[] = [];
  const requests = new OrderedRequests({
    lanes: lanes.map((indexes): Lane => indexes.map((index) => ({ record: kafkaRecord(), index }))),
    limits: { maxEntries, maxBytes },
    deadline: fixedDeadline(),
    wrap: ({ index }) => {
      wrapped.push(index);
      return wraps[index] ?? bridgeEntry(index);
    },
    hold: ({ index }) => held.push(index),
  });
  return {
    wrapped,
    held,
    take: () => requests.take()?.map(({ index }) => index),
    sent: (...indexes: number[]) => {
      for (const index of indexes) requests.ended(bridgeEntry(index), false);
    },
    toRetry: (...indexes: number[]) => {
      for (const index of indexes) requests.ended(bridgeEntry(index), true);
    },
  };
}

describe('OrderedRequests', () => {
  it('has no request without lanes', () => {
    expect(orderedRequests([]).take()).toBeUndefined();
  });

  it('puts one entry of each lane into a request', () => {
    const { take } = orderedRequests([[0, 1, 2], [3, 4], [5]]);

    expect(take()).toEqual([0, 3, 5]);
  });

  it('has no further request as long as all lanes are under way', () => {
    const { take } = orderedRequests([
      [0, 1],
      [2, 3],
    ]);
    take();

    expect([take(), take()]).toEqual([undefined, undefined]);
  });

  it('gives the next record of a lane when the one before it was sent, whatever becomes of other lanes', () => {
    const { take, sent } = orderedRequests([
      [0, 1],
      [2, 3],
    ]);
    take();

    sent(2);
    const next = take();
    sent(0);

    expect([next, take()]).toEqual([[3], [1]]);
  });

  it('ends when every lane was sent to its end', () => {
    const { take, sent, held } = orderedRequests([[0, 1], [2]]);

    const taken: unknown[] = [take()];
    sent(0, 2);
    taken.push(take());
    sent(1);
    taken.push(take());

    expect(taken).toEqual([[0, 2], [1], undefined]);
    expect(held).toEqual([]);
  });

  it('fills a request up to the limit of entries, and the next one with the lanes that are left', () => {
    const { take } = orderedRequests([[0], [1], [2], [3], [4]], { maxEntries: 2 });

    expect([take(), take(), take(), take()]).toEqual([[0, 1], [2, 3], [4], undefined]);
  });

  it('keeps little of what is offloaded in one request', () => {
    const offloaded = { key: 'k', contentType: 'application/json', body: new Uint8Array(3 * 1024 * 1024) };
    const wraps = { 0: { ...bridgeEntry(0), offloaded }, 1: { ...bridgeEntry(1), offloaded } };
    const { take } = orderedRequests([[0], [1], [2]], { wraps });

    expect([take(), take(), take()]).toEqual([[0], [1, 2], undefined]);
  });

  it('decodes a record only when a request has room for it', () => {
    const { take, wrapped } = orderedRequests([[0, 9], [1], [2]], { maxEntries: 2 });

    take();

    expect(wrapped).toEqual([0, 1]);
  });

  it('takes lanes in the order in which they came free', () => {
    const { take, sent } = orderedRequests([[0, 10], [1, 11], [2, 12], [3, 13], [4]], { maxEntries: 2 });
    take();
    take();

    sent(3, 0);
    sent(2, 1);

    // The lane that was never served is first, then those that came free, the earliest first.
    expect([take(), take(), take()]).toEqual([[4, 13], [10, 12], [11]]);
  });

  it('serves all lanes in turn, so that a long one holds no other up', () => {
    const { take, sent } = orderedRequests([[0, 1, 2, 3], [10], [20], [30]], { maxEntries: 1 });
    const served: number[] = [];

    for (let request = take(); request !== undefined; request = take()) {
      served.push(...request);
      sent(...request);
    }

    expect(served).toEqual([0, 10, 20, 30, 1, 2, 3]);
  });

  describe('the limit of bytes', () => {
    it.each([
      { sizeBytes: 500, first: [0, 1] },
      { sizeBytes: 501, first: [0] },
    ])('is inclusive: a second entry of $sizeBytes bytes beside 500', ({ sizeBytes, first }) => {
      const { take } = orderedRequests([[0], [1]], {
        wraps: { 0: bridgeEntry(0, 500), 1: bridgeEntry(1, sizeBytes) },
      });

      expect(take()).toEqual(first);
    });

    it('counts all entries of a request, not only two', () => {
      const { take } = orderedRequests([[0], [1], [2], [3]], {
        wraps: Object.fromEntries([0, 1, 2, 3].map((index) => [index, bridgeEntry(index, 400)])),
      });

      expect([take(), take()]).toEqual([
        [0, 1],
        [2, 3],
      ]);
    });

    it('lets an entry go first in the next request that did not fit, without decoding it again', () => {
      const { take, sent, wrapped } = orderedRequests([[0, 3], [1], [2]], {
        wraps: { 1: bridgeEntry(1, 950) },
      });

      const first = take();
      sent(0);

      expect([first, take(), take()]).toEqual([[0], [1], [2, 3]]);
      expect(wrapped).toEqual([0, 1, 2, 3]);
    });

    it('gives an entry over the limit a request of its own', () => {
      const { take } = orderedRequests([[0], [1]], { wraps: { 0: bridgeEntry(0, 5_000) } });

      expect([take(), take(), take()]).toEqual([[0], [1], undefined]);
    });

    it('sends an entry that waited once only', () => {
      const { take, sent } = orderedRequests([[0], [1, 2]], { wraps: { 1: bridgeEntry(1, 950) } });
      take();

      const second = take();
      sent(0, 1);

      expect([second, take(), take()]).toEqual([[1], [2], undefined]);
    });
  });

  describe('a record that is to be retried', () => {
    it('holds all later records of its lane back, and none of another', () => {
      const { take, toRetry, sent, held } = orderedRequests([
        [0, 1, 2],
        [3, 4],
      ]);
      take();

      toRetry(0);
      sent(3);

      expect(held).toEqual([1, 2]);
      expect([take(), take()]).toEqual([[4], undefined]);
    });

    it('holds nothing back that went before it', () => {
      const { take, sent, toRetry, held } = orderedRequests([[0, 1, 2, 3]]);
      take();
      sent(0);
      take();

      toRetry(1);

      expect(held).toEqual([2, 3]);
    });

    it('holds nothing back at the end of its lane', () => {
      const { take, toRetry, held } = orderedRequests([[0]]);
      take();

      toRetry(0);

      expect(held).toEqual([]);
      expect(take()).toBeUndefined();
    });

    it('is told of once only, and so are those that it holds back', () => {
      const { take, toRetry, sent, held } = orderedRequests([[0, 1, 2]]);
      take();

      toRetry(0, 0);
      sent(0);

      expect(held).toEqual([1, 2]);
      expect(take()).toBeUndefined();
    });

    it('holds those behind it back also when it never became an event', () => {
      const { take, held, wrapped } = orderedRequests([[0, 1, 2], [3]], { wraps: { 0: 'to-retry' } });

      expect(take()).toEqual([3]);
      expect(held).toEqual([1, 2]);
      expect(wrapped).toEqual([0, 3]);
    });

    it('stops its lane when it comes after others of it', () => {
      const { take, sent, held } = orderedRequests([[0, 1, 2]], { wraps: { 1: 'to-retry' } });
      take();
      sent(0);

      expect(take()).toBeUndefined();
      expect(held).toEqual([2]);
    });
  });

  describe('a bad record that is set aside', () => {
    it('leaves the order: the next one of its lane goes in its place', () => {
      const { take, held } = orderedRequests([[0, 1, 2]], { wraps: { 0: 'set-aside', 1: 'set-aside' } });

      expect(take()).toEqual([2]);
      expect(held).toEqual([]);
    });

    it('ends its lane when it is the last', () => {
      const { take, sent } = orderedRequests([[0, 1], [2]], { wraps: { 1: 'set-aside' } });
      take();

      sent(0, 2);

      expect([take(), take()]).toEqual([undefined, undefined]);
    });

    it('makes room for other lanes when a lane has nothing else', () => {
      const { take } = orderedRequests([[0], [1], [2]], {
        wraps: { 0: 'set-aside', 1: 'set-aside' },
        maxEntries: 1,
      });

      expect(take()).toEqual([2]);
    });

    it('does not let the next one go when one to retry follows it', () => {
      const { take, held } = orderedRequests([[0, 1, 2]], { wraps: { 0: 'set-aside', 1: 'to-retry' } });

      expect(take()).toBeUndefined();
      expect(held).toEqual([2]);
    });
  });

  it('lets no other record go when it is told once more of one that was sent before', () => {
    const { take, sent } = orderedRequests([[0, 1, 2]]);
    take();
    sent(0);
    take();

    sent(0);

    expect(take()).toBeUndefined();
  });

  it('ignores the end of an entry that is not under way', () => {
    const { take, sent, held } = orderedRequests([[0, 1]]);
    take();

    sent(1, 7);

    expect(take()).toBeUndefined();
    expect(held).toEqual([]);
  });
});
