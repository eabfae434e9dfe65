import type { Admin } from '@platformatic/kafka';
import { KafkaError } from './kafka-error.ts';

/** One version of one of the protocol's requests. */
interface RequestVersion {
  readonly key: number;
  readonly version: number;
}

/**
 * The newest version of a request that both sides know.
 *
 * @param versions of one request, the newest first.
 * @throws KafkaError if the brokers know none of them.
 */
export async function newestVersion<Version extends RequestVersion>(
  client: Pick<Admin, 'listApis'>,
  versions: readonly Version[],
  name: string,
): Promise<Version> {
  const apis = await client.listApis();
  const usable = versions.find(({ key, version }) =>
    apis.some(
      ({ apiKey, minVersion, maxVersion }) =>
        apiKey === key && minVersion <= version && version <= maxVersion,
    ),
  );
  if (usable === undefined) throw new KafkaError('FORMAT_UNSUPPORTED', `The brokers have no usable ${name}.`);
  return usable;
}
