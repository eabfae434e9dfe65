import { describe, expect, it } from 'vitest';
import { unorderedRequests } from '../../../functions/bridge/requests.ts';
import { bridgeEntries, bridgeEntry } from '../../fixtures/bridge-entry.ts';

const LIMITS = { maxEntries: 3, maxBytes: 1_000 };

describe('unorderedRequests', () => {
  it('gives full requests until there are no entries, and then none', () => {
    const requests = unorderedRequests(bridgeEntries(4), LIMITS);

    expect([requests.take(), requests.take(), requests.take(), requests.take()]).toEqual([
      bridgeEntries(3),
      [bridgeEntry(3)],
      undefined,
      undefined,
    ]);
  });

  it('keeps to the limit of bytes', () => {
    const requests = unorderedRequests(bridgeEntries(3, 500), LIMITS);

    expect(requests.take()).toHaveLength(2);
  });

  it('makes no request before it is asked for, and waits for none', () => {
    let made = 0;
    function* entries() {
      for (const entry of bridgeEntries(9)) {
        made++;
        yield entry;
      }
    }
    const requests = unorderedRequests(entries(), LIMITS);
    const madeUnasked = made;

    const first = requests.take();

    // One more entry shows that the request is full.
    expect([madeUnasked, made]).toEqual([0, 4]);
    expect(first).toHaveLength(3);
    expect(requests.take()).toHaveLength(3);
  });

  it('does not care how entries end', () => {
    const requests = unorderedRequests(bridgeEntries(6), LIMITS);
    requests.take();

    requests.ended(bridgeEntry(0), true);

    expect(requests.take()).toEqual(bridgeEntries(6).slice(3));
  });
});
