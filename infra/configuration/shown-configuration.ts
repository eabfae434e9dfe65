import { shownValue } from '../import/secrets.ts';
import type { EffectiveConfiguration } from './effective-configuration.ts';
import type { EffectiveProperty } from './effective-property.ts';

/** What holds, without what must not be shown. */
export function shownConfiguration({
  properties,
  topics,
  notes,
}: EffectiveConfiguration): EffectiveConfiguration {
  return {
    properties: properties.map(shownEntry),
    topics: Object.fromEntries(Object.entries(topics).map(([topic, own]) => [topic, own.map(shownEntry)])),
    notes,
  };
}

/** A default is no secret. */
export function shownEntry(entry: EffectiveProperty): EffectiveProperty {
  return entry.origin === 'default' ? entry : { ...entry, value: shownValue(entry.property, entry.value) };
}
