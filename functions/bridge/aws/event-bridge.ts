import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Configuration } from '../../../shared/configuration/configuration.ts';
import type { PutEvents } from '../put-events.ts';
import { keepAliveHandler, requestSignal } from './http.ts';

/** PutEvents on a classic event bus, over the SDK. One attempt a call: the publisher alone decides what is repeated. */
export function eventBridgePutEvents(configuration: Configuration): PutEvents {
  const { region, endpointUri, eventBusArn, maxConcurrency } = configuration;
  const client = new EventBridgeClient({
    region,
    ...(endpointUri === undefined ? {} : { endpoint: endpointUri }),
    maxAttempts: 1,
    requestHandler: keepAliveHandler(maxConcurrency),
  });
  return async (entries, signal) => {
    const command = new PutEventsCommand({
      Entries: entries.map(({ source, detailType, resources, detail }) => ({
        EventBusName: eventBusArn,
        Source: source,
        DetailType: detailType,
        Resources: [...resources],
        Detail: detail,
      })),
    });
    const { Entries = [] } = await client.send(command, { abortSignal: requestSignal(signal) });
    return Entries.map(({ EventId, ErrorCode, ErrorMessage }) => ({
      eventId: EventId,
      errorCode: ErrorCode,
      errorMessage: ErrorMessage,
    }));
  };
}
