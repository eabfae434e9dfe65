import {
  converterName,
  DEFAULT_CONVERTERS,
  headerConverterName,
} from '../../shared/configuration/converter-names.ts';
import { detailTypeMapper, timeMapper } from '../../shared/configuration/mapper-names.ts';
import type { PropertyDescription } from '../../shared/configuration/property-description.ts';
import { PROPERTY_DESCRIPTIONS } from '../../shared/configuration/property-descriptions.ts';
import { settingText } from '../../shared/configuration/setting-text.ts';
import type { Settings } from '../../shared/configuration/settings.ts';

/** A property with the value that holds. */
export interface EffectiveProperty {
  readonly property: string;
  readonly value: string;
  readonly origin: 'document' | 'topic' | 'default';
  /** As it stands in the document, where it is another spelling of the value: the name of a Java class, for example. */
  readonly writtenAs?: string;
}

const FIRST_OF_SIDE = PROPERTY_DESCRIPTIONS.findIndex(({ name }) => isOfSide(name));

/** Every property; those of keys and values once for each side. */
export const PROPERTIES: readonly PropertyDescription[] = [
  ...PROPERTY_DESCRIPTIONS.slice(0, FIRST_OF_SIDE),
  ...ofSide('key'),
  ...ofSide('value'),
  ...PROPERTY_DESCRIPTIONS.slice(FIRST_OF_SIDE).filter(({ name }) => !isOfSide(name)),
];

function ofSide(side: 'key' | 'value'): PropertyDescription[] {
  return PROPERTY_DESCRIPTIONS.filter(({ name }) => isOfSide(name)).map((description) => ({
    ...description,
    name: description.name.replace('<side>', side),
    ...(description.name === '<side>.converter' ? { defaultText: DEFAULT_CONVERTERS[side] } : {}),
  }));
}

function isOfSide(name: string): boolean {
  return name.startsWith('<side>');
}

const FLAGS = ['true', 'false'];

/** The value of a property that a document gives, or what leaving it out comes to; undefined when it has neither. */
export function effectiveProperty(
  { name, kind, defaultText, defaultMeaning, values = kind === 'flag' ? FLAGS : [] }: PropertyDescription,
  settings: Settings,
): EffectiveProperty | undefined {
  const text = settingText(settings, name);
  if (text === '') {
    const value = defaultText || defaultMeaning;
    return value === undefined ? undefined : { property: name, value, origin: 'default' };
  }
  const value =
    canonical(name, text) ?? values.find((word) => word.toLowerCase() === text.toLowerCase()) ?? text;
  return { property: name, value, origin: 'document', ...(value === text ? {} : { writtenAs: text }) };
}

/** What another spelling stands for. */
function canonical(name: string, text: string): string | undefined {
  switch (name) {
    case 'key.converter':
    case 'value.converter':
      return converterName(text);
    case 'header.converter':
      return headerConverterName(text);
    case 'aws.eventbridge.detail.types.mapper.class':
      return detailTypeMapper(text);
    case 'aws.eventbridge.time.mapper.class':
      return timeMapper(text);
    default:
      return undefined;
  }
}
