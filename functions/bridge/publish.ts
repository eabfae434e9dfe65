import { type DeliveryPorts, type DeliverySettings, deliver, hindranceToSend } from './deliver.ts';
import { newPublishReport, type PublishReport } from './publish-report.ts';
import type { Requests } from './requests.ts';

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
  const { concurrency, circuit } = ports.pace;
  circuit.begin();
  await new Promise<void>((resolve, reject) => {
    let underWay = 0;
    const sendMore = (): void => {
      while (underWay < (circuit.isProbing ? 1 : concurrency.requests)) {
        report.stoppedBy = hindranceToSend(ports, report);
        const request = report.stoppedBy === undefined ? requests.take() : undefined;
        if (request === undefined) break;
        underWay++;
        deliver(request, settings, { ...ports, onPause: sendMore }, report)
          .then(() => {
            underWay--;
            sendMore();
          })
          .catch(reject);
      }
      if (underWay === 0) resolve();
    };
    sendMore();
  });
  return report;
}
