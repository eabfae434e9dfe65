import { KEY_NUMBER, VALUE_NUMBER } from './map-entry.ts';
import { isScalarType, type MessageType } from './schema.ts';

/**
 * Whether Confluent's converter takes a repeated field of this type for a map, though the schema spells the entry out: it goes
 * by names. Here the numbers of the fields and a scalar key have to fit as well, or there would be no telling key from value.
 */
export function isLikeMapEntry({ name, fields }: MessageType): boolean {
  const [key, value] = fields;
  return (
    name.endsWith('Entry') &&
    fields.length === 2 &&
    key?.name === 'key' &&
    value?.name === 'value' &&
    key.number === KEY_NUMBER &&
    value.number === VALUE_NUMBER &&
    isScalarType(key.typeName) &&
    !key.isRepeated &&
    !value.isRepeated
  );
}
