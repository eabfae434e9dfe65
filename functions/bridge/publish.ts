import { type DeliveryPorts, type DeliverySettings, deliver, type PublishReport } from './deliver.ts';
import type { BridgeEntry } from './wrap.ts';

export interface PublishSettings extends DeliverySettings {
  /** Requests under way at once. */
  readonly maxConcurrency: number;
}

/**
 * Sends requests with bounded concurrency until there are none or the deadline has come.
 *
 * Requests are pulled one by one, so entries are made while others are under way. Entries that were pulled end in
 * exactly one call of `onSent` or `onFailed`; requests left unpulled at the deadline are the caller's to settle.
 */
export async function publish(
  requests: Iterable<BridgeEntry[]>,
  settings: PublishSettings,
  ports: DeliveryPorts,
): Promise<PublishReport> {
  const report: PublishReport = { requests: 0, bytes: 0, throttled: 0, latenciesMs: [] };
  const iterator = requests[Symbol.iterator]();
  const sender = async (): Promise<void> => {
    while (!ports.deadline.hasCome()) {
      const next = iterator.next();
      if (next.done) return;
      await deliver(next.value, settings, ports, report);
    }
  };
  await Promise.all(Array.from({ length: settings.maxConcurrency }, sender));
  return report;
}
