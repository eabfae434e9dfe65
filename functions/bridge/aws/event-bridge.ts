import type { Configuration } from '../../../shared/configuration/configuration.ts';
import type { DescribeBus } from '../bus-check.ts';
import { lazily } from '../lazy.ts';
import type { PutEvents } from '../put-events.ts';
import { RoleError } from '../role-error.ts';
import { processCredentials } from './credentials.ts';
import { directEventBridge } from './direct-event-bridge.ts';
import { plainEndpoint } from './plain-endpoint.ts';
import type { AwsCredentials } from './wire/aws-credentials.ts';
import { unlessAborted } from './wire/unless-aborted.ts';

/** The event bus of a configuration, as the bridge uses it. */
export interface EventBus {
  readonly putEvents: PutEvents;
  readonly describeBus: DescribeBus;
}

/** EventBridge for one classic event bus. One attempt a call: the publisher alone decides what is repeated. */
export interface EventBridge {
  readonly putEvents: PutEvents;
  /**
   * @throws an error named by AWS's code when the bus cannot be described.
   * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeEventBus.html
   */
  readonly describeEventBus: (signal: AbortSignal) => Promise<void>;
}

/** What a check before the first event may take; the control plane is slower than PutEvents, and not as important. */
const DESCRIBE_TIMEOUT_MS = 2_000;

const SERVICE = { host: 'events', variable: 'EVENTBRIDGE' } as const;

/**
 * The event bus of a configuration. The way to it is found at the first call, and looked for again while it is not.
 *
 * @param credentials of the role of the configuration; undefined for those of the process.
 */
export function eventBus(
  configuration: Configuration,
  credentials?: () => Promise<AwsCredentials>,
): EventBus {
  const opened = lazily(() => openEventBridge(configuration, credentials));
  let bridge: EventBridge | undefined;
  const open = async (signal: AbortSignal) => {
    // The SDK asks for credentials on its way, and does not heed the signal.
    bridge ??= await unlessAborted(opened(), signal);
    return bridge;
  };
  return {
    putEvents: async (entries, signal) => await (await open(signal)).putEvents(entries, signal),
    describeBus: (signal) => describeBus(open, signal),
  };
}

/** In the ordinary environment the SDK, which takes long to load and to ask, is not needed. */
async function openEventBridge(
  configuration: Configuration,
  credentials: (() => Promise<AwsCredentials>) | undefined,
): Promise<EventBridge> {
  const { region, globalEndpointId } = configuration;
  if (globalEndpointId !== undefined) {
    return (await import('./global-event-bridge.ts')).globalEventBridge(
      configuration,
      globalEndpointId,
      credentials,
    );
  }
  const endpoint = plainEndpoint(SERVICE, { ...configuration, environment: process.env });
  if (endpoint === undefined) {
    return await (await import('./sdk-event-bridge.ts')).openBySdk(configuration, credentials);
  }
  const route = { endpoint, region, credentials: credentials ?? processCredentials(process.env) };
  return directEventBridge(route, configuration);
}

async function describeBus(
  open: (signal: AbortSignal) => Promise<EventBridge>,
  signal: AbortSignal,
): ReturnType<DescribeBus> {
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(DESCRIBE_TIMEOUT_MS)]);
    await (await open(limited)).describeEventBus(limited);
    return 'exists';
  } catch (error) {
    // It says nothing of the bus, and may pass.
    if (error instanceof RoleError) return 'unknown';
    const name = error instanceof Error ? error.name : '';
    if (name === 'ResourceNotFoundException') return 'missing';
    return name === 'AccessDeniedException' ? 'denied' : 'unknown';
  }
}
