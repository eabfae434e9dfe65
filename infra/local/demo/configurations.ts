import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { unreadable } from '../../command-line/unreadable.ts';

/** Documents of `events/configuration/`, by name. */
export const CONFIGURATIONS = [
  'auto',
  'avro',
  'cloudevents',
  'confluent',
  'connect-json',
  'flat',
  'glue',
  'json',
  'json-key',
  'topics',
] as const;

export type SampleConfiguration = (typeof CONFIGURATIONS)[number];

/** One of the configuration documents that come with the sample events. */
export function sampleConfiguration(name: SampleConfiguration): string {
  return readFileSync(new URL(`../../../events/configuration/${name}.json`, import.meta.url), 'utf8');
}

/**
 * A person's configuration document, or the sample that fits.
 *
 * @throws Error when the file cannot be read.
 */
export async function configurationText(
  file: string | undefined,
  otherwise: SampleConfiguration,
): Promise<string> {
  if (file === undefined) return sampleConfiguration(otherwise);
  return await readFile(file, 'utf8').catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
}
