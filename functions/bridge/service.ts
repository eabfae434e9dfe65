import { setTimeout as sleep } from 'node:timers/promises';
import type { Configuration } from '../../shared/configuration/configuration.ts';
import { type DeadLetterTargets, deadLetterStore } from './aws/dead-letter-store.ts';
import { eventBus } from './aws/event-bridge.ts';
import { Bridge } from './bridge.ts';
import { SchemaStore } from './glue/schema-store.ts';
import type { FetchSchemaVersion } from './glue/schema-version.ts';
import { lazily } from './lazy.ts';
import type { SchemaStores } from './resolve.ts';

/** A bridge that talks to AWS. Clients and caches live as long as the configuration. */
export function createBridge(
  configuration: Configuration,
  deadLetters: DeadLetterTargets | undefined,
): Bridge {
  return new Bridge(configuration, {
    schemas: schemaStores(configuration),
    ...eventBus(configuration),
    writeDeadLetters: deadLetters === undefined ? undefined : deadLetterStore(deadLetters),
    now: Date.now,
    random: Math.random,
    sleep: interruptibleSleep,
  });
}

function schemaStores({ key, value, region }: Configuration): SchemaStores {
  const fetch = lazyGlue(region);
  const store = ({ converter, hasFullNames }: Configuration['key']) =>
    converter === 'glue-avro' ? new SchemaStore(fetch, { hasFullNames, now: Date.now }) : undefined;
  const keyStore = store(key);
  const isSame = key.converter === value.converter && key.hasFullNames === value.hasFullNames;
  return { key: keyStore, value: isSame ? keyStore : store(value) };
}

/** The Glue client is large: it is loaded when the first schema is asked for. */
function lazyGlue(region: string): FetchSchemaVersion {
  const fetch = lazily(async () =>
    (await import('./aws/glue-schema-registry.ts')).glueSchemaRegistry(region),
  );
  return async (schemaVersionId, signal) => await (await fetch())(schemaVersionId, signal);
}

async function interruptibleSleep(ms: number, signal: AbortSignal): Promise<void> {
  // An aborted wait is over as well; whoever waits looks at the deadline next.
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
