import type { Configuration } from '../../shared/configuration/configuration.ts';
import {
  isRegistryConverter,
  REGISTRY_CONVERTERS,
  type RegistryConverterName,
} from './decoders/registry-converter.ts';
import { loadFormat } from './schemas/compile-schema.ts';
import { loadRegistry } from './schemas/schema-stores.ts';

/** Loads the code that a first batch is sure to need, as far as the configuration tells. */
export async function loadAhead({ formats, topics }: Configuration): Promise<void> {
  const converters = [formats, ...Object.values(topics)].flatMap(({ key, value }) => [
    key.converter,
    value.converter,
  ]);
  await Promise.all(converters.filter(isRegistryConverter).map(loadNeeded));
}

/** What a converter needs for its first record, whatever that is. */
async function loadNeeded(converter: RegistryConverterName): Promise<void> {
  const { registry, dataFormat } = REGISTRY_CONVERTERS[converter];
  await Promise.all([loadRegistry(registry), dataFormat && loadFormat(dataFormat)]);
}
