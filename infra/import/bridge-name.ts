import { Refusal } from '../command-line/refusal.ts';
import { bridgeName as bridgeNameSchema } from '../config/bridge-schema.ts';
import { type Connector, propertyText } from './connector.ts';

const MAX_CHARACTERS = 40;

/**
 * The name of the bridge: the one that was given, or that of the connector with hyphens where there were capitals and other
 * characters.
 *
 * @throws Refusal when nothing makes a name.
 */
export function bridgeNameOf(connector: Connector, given: string | undefined): string {
  if (given !== undefined) {
    if (bridgeNameSchema.safeParse(given).success) return given;
    throw new Refusal(
      `--bridge is "${given}". Give a name that starts with a lower-case letter and holds up to ${MAX_CHARACTERS} lower-case letters, digits and hyphens.`,
    );
  }
  const name = hyphenated(connector.name ?? propertyText(connector, 'aws.eventbridge.connector.id') ?? '');
  if (name !== '') return name;
  throw new Refusal('The connector has no name that a bridge could have. Give one with --bridge NAME.');
}

function hyphenated(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, MAX_CHARACTERS)
    .replace(/-+$/, '');
}
