import { DescribeEventBusCommand, EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Configuration } from '../../../shared/configuration/configuration.ts';
import type { DescribeBus } from '../bus-check.ts';
import type { PutEvents } from '../put-events.ts';
import { keepAliveHandler, requestSignal } from './http.ts';

/** The event bus of a configuration, as the bridge uses it. */
export interface EventBus {
  readonly putEvents: PutEvents;
  readonly describeBus: DescribeBus;
}

/** What a check before the first event may take; the control plane is slower than PutEvents, and not as important. */
const DESCRIBE_TIMEOUT_MS = 2_000;

/** A classic event bus, over the SDK. One attempt a call: the publisher alone decides what is repeated. */
export function eventBus(configuration: Configuration): EventBus {
  const { region, endpointUri, eventBusArn, maxConcurrency } = configuration;
  const client = new EventBridgeClient({
    region,
    ...(endpointUri === undefined ? {} : { endpoint: endpointUri }),
    maxAttempts: 1,
    requestHandler: keepAliveHandler(maxConcurrency),
  });
  return {
    putEvents: (entries, signal) => putEvents(client, eventBusArn, entries, signal),
    describeBus: (signal) => describeBus(client, eventBusArn, signal),
  };
}

async function putEvents(
  client: EventBridgeClient,
  eventBusArn: string,
  entries: Parameters<PutEvents>[0],
  signal: AbortSignal,
): ReturnType<PutEvents> {
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
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeEventBus.html */
async function describeBus(
  client: EventBridgeClient,
  eventBusArn: string,
  signal: AbortSignal,
): ReturnType<DescribeBus> {
  const abortSignal = AbortSignal.any([signal, AbortSignal.timeout(DESCRIBE_TIMEOUT_MS)]);
  try {
    await client.send(new DescribeEventBusCommand({ Name: eventBusArn }), { abortSignal });
    return 'exists';
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'ResourceNotFoundException') return 'missing';
    return name === 'AccessDeniedException' ? 'denied' : 'unknown';
  }
}
