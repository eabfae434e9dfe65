import type { Configuration } from '../../../shared/configuration/configuration.ts';
import type { EventBridge } from './event-bridge.ts';
import { entryResults } from './put-events/entry-results.ts';
import { RequestBodies } from './put-events/request-bodies.ts';
import type { AwsCredentials } from './wire/aws-credentials.ts';
import { JsonService } from './wire/json-call.ts';

/** Where requests go, and what they are signed with. */
export interface DirectRoute {
  readonly endpoint: URL;
  /** Of the signature. */
  readonly region: string;
  readonly credentials: () => Promise<AwsCredentials>;
}

/**
 * EventBridge without the SDK's client, which spends four times as much on a PutEvents request as signing and sending it
 * takes. What goes over the wire is the same.
 */
export function directEventBridge(
  { endpoint, region, credentials }: DirectRoute,
  { eventBusArn, maxConcurrency }: Pick<Configuration, 'eventBusArn' | 'maxConcurrency'>,
): EventBridge {
  const service = new JsonService({
    service: 'events',
    region,
    endpoint: () => endpoint,
    credentials,
    maxSockets: maxConcurrency,
  });
  const bodies = new RequestBodies(eventBusArn);
  const description = Buffer.from(JSON.stringify({ Name: eventBusArn }));
  return {
    putEvents: async (entries, signal) => {
      const body = bodies.write(entries);
      const onSent = () => bodies.giveBack(body);
      return entryResults(await service.call('AWSEvents.PutEvents', body.bytes(), signal, onSent));
    },
    describeEventBus: async (signal) => {
      await service.call('AWSEvents.DescribeEventBus', description, signal);
    },
  };
}
