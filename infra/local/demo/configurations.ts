import { readFileSync } from 'node:fs';

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
