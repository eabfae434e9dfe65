import { type DeliveryPorts, type DeliverySettings, deliver, hindranceToSend } from './deliver.ts';
import { onceATurn } from './once-a-turn.ts';
import { newPublishReport, type PublishReport } from './publish-report.ts';
import type { Requests } from './requests.ts';
import type { BridgeEntry } from './wrap.ts';

/**
 * The most of its time that publishing gives up so that no request is cut off by the deadline: a few slow answers make the
 * next ones look slow for long, and must not keep a bus idle that is fast again.
 */
const MAX_MARGIN_SHARE = 0.5;

/**
 * Requests that are made in one go: the code that makes one then stays in the caches of the processor, which takes a quarter
 * less time than to make one after each answer. They go out after the last of them, so more would come too late to a bus
 * that answers slowly.
 */
const MAX_IN_ONE_GO = 8;

/**
 * Bytes for a bucket that requests under way hold in memory, from which on no other is made: a few kilobytes of a record may
 * inflate to 16 MiB, so that the number of requests alone bounds nothing. Ordinary values keep the bucket busy with less.
 */
const MAX_OFFLOADED_BYTES_UNDER_WAY = 32 * 1024 * 1024;

/**
 * Sends requests, as many at once as the pace allows, until there are none, the deadline has come or the bus refuses
 * everything.
 *
 * Requests are taken one by one, so entries are made while others are under way. Entries that were taken end in exactly
 * one call of `onSent` or `onFailed`; what was not taken is the caller's to settle.
 */
export async function publish(
  requests: Requests,
  settings: DeliverySettings,
  ports: DeliveryPorts,
): Promise<PublishReport> {
  const report = newPublishReport();
  const { concurrency, circuit, rate } = ports.pace;
  const maxMarginMs = ports.deadline.remainingMs() * MAX_MARGIN_SHARE;
  circuit.begin();
  await new Promise<void>((resolve, reject) => {
    let underWay = 0;
    let offloadedUnderWay = 0;
    const hasRoom = () =>
      underWay < (circuit.isProbing ? 1 : concurrency.requests) &&
      offloadedUnderWay < MAX_OFFLOADED_BYTES_UNDER_WAY;
    const sendMore = (): void => {
      for (let made = 0; hasRoom(); made++) {
        if (made === MAX_IN_ONE_GO) {
          sendSoon();
          return;
        }
        report.stoppedBy = hindranceToSend(delivery, rate.waitMs(ports.now()));
        const request = report.stoppedBy === undefined ? requests.take() : undefined;
        if (request === undefined) break;
        const offloaded = offloadedBytes(request);
        underWay++;
        offloadedUnderWay += offloaded;
        deliver(request, settings, delivery, report)
          .then(() => {
            underWay--;
            offloadedUnderWay -= offloaded;
            sendSoon();
          })
          .catch(reject);
      }
      if (underWay === 0) resolve();
    };
    // When all answers are read that have come.
    const sendSoon = onceATurn(() => {
      try {
        sendMore();
      } catch (error) {
        reject(error);
      }
    });
    const delivery: DeliveryPorts = { ...ports, maxMarginMs, onPause: sendSoon };
    sendMore();
  });
  return report;
}

function offloadedBytes(request: readonly BridgeEntry[]): number {
  return request.reduce((sum, { offloaded }) => sum + (offloaded?.body.length ?? 0), 0);
}
