import { type DeliveryPorts, type DeliverySettings, deliver, hindranceToSend } from './deliver.ts';
import { onceATurn } from './once-a-turn.ts';
import { newPublishReport, type PublishReport } from './publish-report.ts';
import type { Requests } from './requests.ts';

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
    const sendMore = (): void => {
      for (let made = 0; underWay < (circuit.isProbing ? 1 : concurrency.requests); made++) {
        if (made === MAX_IN_ONE_GO) {
          sendSoon();
          return;
        }
        report.stoppedBy = hindranceToSend(delivery, rate.waitMs(ports.now()));
        const request = report.stoppedBy === undefined ? requests.take() : undefined;
        if (request === undefined) break;
        underWay++;
        deliver(request, settings, delivery, report)
          .then(() => {
            underWay--;
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
