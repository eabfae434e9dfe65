import { CONTAINER_HOST } from '../container-endpoint.ts';
import { CONFIGURATIONS, sampleConfiguration } from '../demo/configurations.ts';
import { startDemoStandIns } from '../demo/demo-stand-ins.ts';
import { BUS_NAME, DEAD_LETTER_BUCKET } from '../demo/resource-names.ts';
import { SAMPLE_RULES } from '../demo/rules.ts';
import type { RequestRecord } from '../request-log.ts';
import type { Activity } from './activity.ts';
import type { ServeOptions } from './command-line.ts';
import { DeadLetterWatch, mayBringDeadLetters } from './dead-letter-watch.ts';
import { matchingRules } from './matching-rules.ts';

export interface ServedStandIns {
  readonly close: () => Promise<void>;
}

/**
 * Starts the stand-ins with all that the sample events need.
 *
 * @param tell takes what there is, and from then on everything that arrives.
 */
export async function startServedStandIns(
  { host, port, faults }: ServeOptions,
  tell: (activity: Activity) => void,
): Promise<ServedStandIns> {
  let watch: DeadLetterWatch | undefined;
  const { standIns, deadLetterQueueUrl, putConfiguration, close } = await startDemoStandIns({
    host,
    port,
    faults,
    // Whatever arrives is told at once: nothing has to stay in memory.
    keepEventCharacters: 0,
    keepRequests: 0,
    onEvent: (event) => tell({ kind: 'event', event, rules: matchingRules(event) }),
    onRequest: (request) => {
      const kind = kindOf(request);
      if (kind !== undefined) tell({ kind, request });
      if (!mayBringDeadLetters(request)) return;
      for (const letter of watch?.arrived() ?? []) tell({ kind: 'dead-letter', ...letter });
    },
  });
  watch = new DeadLetterWatch(standIns, deadLetterQueueUrl);
  tell({
    kind: 'listening',
    url: standIns.url,
    containerUrl: `http://${CONTAINER_HOST}:${new URL(standIns.url).port}`,
    schemaRegistryUrl: standIns.schemaRegistryUrl,
    eventBus: BUS_NAME,
    rules: SAMPLE_RULES.map(({ name }) => name),
    configurationParameters: CONFIGURATIONS.map((name) => putConfiguration(name, sampleConfiguration(name))),
    deadLetterQueueUrl,
    deadLetterBucket: DEAD_LETTER_BUCKET,
  });
  return {
    close: async () => {
      await close();
      tell({
        kind: 'stopped',
        putEventsRequests: standIns.requests.count('eventbridge.PutEvents'),
        ...standIns.eventBridge.counts(),
      });
    },
  };
}

const FIRST_ERROR_STATUS = 400;

function kindOf({ service, operation, status }: RequestRecord): 'put-events' | 'failed-request' | undefined {
  if (`${service}.${operation}` === 'eventbridge.PutEvents') return 'put-events';
  return status === 0 || status >= FIRST_ERROR_STATUS ? 'failed-request' : undefined;
}
