import { nesting, type SchemaTokens } from './schema-tokens.ts';

/** The features that matter to a payload. */
export const FEATURE_NAMES: readonly string[] = [
  'field_presence',
  'enum_type',
  'message_encoding',
  'utf8_validation',
];

/**
 * Reads features that stand in one option, `features = { field_presence: IMPLICIT, … }`, from behind the name of the option
 * up to the closing brace: the way in which Confluent's registry prints those of a descriptor.
 *
 * @returns those that matter to a payload as options of their own, `features.field_presence = IMPLICIT`
 */
export function readFeatures(tokens: SchemaTokens): readonly string[] {
  const features = new Map<string, string>();
  let depth = 0;
  let name = '';
  for (let token = tokens.next(); token !== undefined; token = tokens.next()) {
    depth += nesting(token);
    if (depth <= 0 && token !== '=') break;
    // Features of single languages are messages inside, with names of their own.
    if (depth > 1 || token === ':') continue;
    if (FEATURE_NAMES.includes(name)) features.set(name, token);
    name = token;
  }
  return Array.from(features, ([feature, value]) => `features.${feature} = ${value}`);
}
