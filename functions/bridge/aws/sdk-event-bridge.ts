import { DescribeEventBusCommand, EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Configuration } from '../../../shared/configuration/configuration.ts';
import type { PutEvents } from '../put-events.ts';
import { directEventBridge } from './direct-event-bridge.ts';
import type { EventBridge } from './event-bridge.ts';
import { keepAliveHandler } from './http.ts';
import { entryResults } from './put-events/entry-results.ts';
import { requestSignal } from './request-signal.ts';
import { sdkRoute } from './sdk-route.ts';
import type { AwsCredentials } from './wire/aws-credentials.ts';
import { unlessAborted } from './wire/unless-aborted.ts';

/** What a client depends on. */
export interface EventBridgeClientOptions
  extends Pick<Configuration, 'region' | 'endpointUri' | 'maxConcurrency'> {
  /** @default - those that the SDK finds */
  readonly credentials?: (() => Promise<AwsCredentials>) | undefined;
}

/** EventBridge by all the settings that the SDK obeys. Only what has no direct way is sent by the SDK. */
export async function openBySdk(
  configuration: Configuration,
  credentials?: () => Promise<AwsCredentials>,
): Promise<EventBridge> {
  const client = eventBridgeClient({ ...configuration, credentials });
  const route = await sdkRoute(client);
  return 'why' in route
    ? sdkEventBridge(client, configuration.eventBusArn)
    : directEventBridge(route, configuration);
}

/** The client of the SDK for a configuration. One attempt a call: the publisher alone decides what is repeated. */
export function eventBridgeClient({
  region,
  endpointUri,
  maxConcurrency,
  credentials,
}: EventBridgeClientOptions): EventBridgeClient {
  return new EventBridgeClient({
    region,
    ...(endpointUri === undefined ? {} : { endpoint: endpointUri }),
    ...(credentials === undefined ? {} : { credentials }),
    maxAttempts: 1,
    requestHandler: keepAliveHandler(maxConcurrency),
  });
}

/**
 * EventBridge through the SDK, for what the direct way does not do. The client does not heed the signal while it waits for
 * the credentials of a role.
 *
 * @param globalEndpointId of the endpoint that takes the events; the bus itself is asked for in its Region.
 */
export function sdkEventBridge(
  client: EventBridgeClient,
  eventBusArn: string,
  globalEndpointId?: string,
): EventBridge {
  return {
    putEvents: async (entries, signal) => {
      const command = putEventsCommand(entries, eventBusArn, globalEndpointId);
      const limited = requestSignal(signal);
      return entryResults(await unlessAborted(client.send(command, { abortSignal: limited }), limited));
    },
    describeEventBus: async (signal) => {
      const command = new DescribeEventBusCommand({ Name: eventBusArn });
      await unlessAborted(client.send(command, { abortSignal: signal }), signal);
    },
  };
}

function putEventsCommand(
  entries: Parameters<PutEvents>[0],
  eventBusArn: string,
  globalEndpointId: string | undefined,
): PutEventsCommand {
  return new PutEventsCommand({
    ...(globalEndpointId === undefined ? {} : { EndpointId: globalEndpointId }),
    Entries: entries.map(({ source, detailType, resources, detail, timeMs }) => ({
      ...(timeMs === undefined ? {} : { Time: new Date(timeMs) }),
      EventBusName: eventBusArn,
      Source: source,
      DetailType: detailType,
      Resources: [...resources],
      Detail: detail,
    })),
  });
}
