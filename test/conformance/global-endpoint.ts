import { eventBus } from '../../functions/bridge/aws/event-bridge.ts';
import type { PutEvents } from '../../functions/bridge/put-events.ts';
import type { BridgeEntry } from '../../functions/bridge/wrap.ts';
import type { Configuration } from '../../shared/configuration/configuration.ts';
import { PUT_EVENTS_ANSWER, startAwsEndpoint } from '../fixtures/aws-endpoint.ts';
import type { FakeEventBus } from '../fixtures/event-bus.ts';

/** An event bus of which the requests come over the wire, to tell for which global endpoint they are. */
export interface ListeningBus {
  readonly putEvents: PutEvents;
  /** What the request with these entries said; undefined when it named none. */
  readonly endpointIdOf: (entries: readonly BridgeEntry[]) => string | undefined;
  close(): Promise<void>;
}

/** Sends requests as they are sent to AWS, and answers as the script of the bus says. */
export async function listen(configuration: Configuration, bus: FakeEventBus): Promise<ListeningBus> {
  const endpointIds = new Map<string, string>();
  const endpoint = await startAwsEndpoint(({ body }) => {
    const { EndpointId, Entries } = JSON.parse(body.toString());
    endpointIds.set(Entries[0].Detail, EndpointId);
    return { body: PUT_EVENTS_ANSWER };
  });
  const credentials = async () => ({ accessKeyId: 'AKID', secretAccessKey: 'secret' });
  const wire = eventBus({ ...configuration, endpointUri: endpoint.url }, credentials);
  return {
    putEvents: async (entries, signal) => {
      const [results] = await Promise.all([bus.putEvents(entries, signal), wire.putEvents(entries, signal)]);
      return results;
    },
    endpointIdOf: ([first]) => first && endpointIds.get(first.detail),
    close: () => endpoint.close(),
  };
}
