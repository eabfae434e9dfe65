import type { Configuration } from '../../../shared/configuration/configuration.ts';
import type { EventBridge } from './event-bridge.ts';
import { eventBridgeClient, sdkEventBridge } from './sdk-event-bridge.ts';
import './signature-v4a.ts';
import type { AwsCredentials } from './wire/aws-credentials.ts';

/**
 * The event bus behind a global endpoint, which passes events on to the Region that is healthy. Requests to it are signed for
 * all Regions, and the SDK knows its address.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-global-endpoints.html
 */
export function globalEventBridge(
  configuration: Configuration,
  globalEndpointId: string,
  credentials?: () => Promise<AwsCredentials>,
): EventBridge {
  const client = eventBridgeClient({ ...configuration, credentials });
  return sdkEventBridge(client, configuration.eventBusArn, globalEndpointId);
}
