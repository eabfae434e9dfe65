import { setTimeout as sleep } from 'node:timers/promises';
import type { Configuration } from '../../shared/configuration/configuration.ts';
import { type DeadLetterTargets, deadLetterStore } from './aws/dead-letter-store.ts';
import { eventBus } from './aws/event-bridge.ts';
import { offloadStore } from './aws/offload-store.ts';
import { roleCredentials } from './aws/role-credentials.ts';
import { Bridge } from './bridge.ts';
import type { SchemaSources } from './schemas/schema-stores.ts';

/** A bridge that talks to AWS. Its clients live as long as the configuration, its schemas longer. */
export function createBridge(
  configuration: Configuration,
  schemas: SchemaSources,
  deadLetters: DeadLetterTargets | undefined,
): Bridge {
  const { region, offloading, role } = configuration;
  const credentials = role && roleCredentials(role, region);
  return new Bridge(configuration, {
    schemas,
    ...eventBus(configuration, credentials),
    putObject: offloading && offloadStore({ region, offloading, credentials }),
    writeDeadLetters: deadLetters === undefined ? undefined : deadLetterStore(deadLetters),
    now: Date.now,
    random: Math.random,
    sleep: interruptibleSleep,
  });
}

async function interruptibleSleep(ms: number, signal: AbortSignal): Promise<void> {
  // An aborted wait is over as well; whoever waits looks at the deadline next.
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
