import type { Configuration } from '../../../shared/configuration/configuration.ts';
import type { ConverterName } from '../../../shared/configuration/converter-names.ts';
import type { FormatConfiguration } from '../../../shared/configuration/format.ts';

export interface SideFormat {
  readonly topic: string;
  readonly side: 'key' | 'value';
  readonly format: FormatConfiguration;
}

/** The formats of keys and values that a bridge reads, topic by topic. */
export function topicFormats(topics: readonly string[], configuration: Configuration): SideFormat[] {
  return topics.flatMap((topic) => {
    const own = Object.hasOwn(configuration.topics, topic) ? configuration.topics[topic] : undefined;
    const formats = own ?? configuration.formats;
    return (['key', 'value'] as const).map((side) => ({ topic, side, format: formats[side] }));
  });
}

/** Whether a converter may read schemas of the Glue Schema Registry. */
export function readsGlue(converter: ConverterName): boolean {
  return converter.startsWith('glue') || converter === 'auto';
}

/** Whether a converter may read schemas of a registry of Confluent. */
export function readsConfluent(converter: ConverterName): boolean {
  return needsConfluent(converter) || converter === 'auto';
}

/** Whether a converter can do nothing without the address of a registry. */
export function needsConfluent(converter: ConverterName): boolean {
  return converter.startsWith('confluent');
}

/** Secrets that are read for a format: user or token, and certificate of a private authority. */
export function registrySecretArns({ format: { converter, confluent } }: SideFormat): string[] {
  if (!readsConfluent(converter)) return [];
  return [confluent?.secretArn, confluent?.caSecretArn].filter((arn) => arn !== undefined);
}
