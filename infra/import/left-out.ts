import { effectiveProperty, PROPERTIES } from '../configuration/effective-property.ts';
import type { Connector, ConnectorProperty } from './connector.ts';
import { type Decision, decided } from './decision.ts';

/**
 * The connector without what somebody asked to leave out, and what that is.
 *
 * @param removed names of properties; all that begins with one of them and a dot belongs to it.
 */
export function withoutLeftOut(
  connector: Connector,
  removed: readonly string[],
): { readonly connector: Connector; readonly leftOut: readonly ConnectorProperty[] } {
  const isLeftOut = ({ name }: ConnectorProperty) =>
    removed.some((asked) => name === asked || name.startsWith(`${asked}.`));
  const properties = [...connector.properties].filter(([, property]) => !isLeftOut(property));
  return {
    connector: { ...connector, properties: new Map(properties) },
    leftOut: [...connector.properties.values()].filter(isLeftOut),
  };
}

/** What becomes of a property that is left out: the bridge may have a default for it, which need not be that of Kafka Connect. */
export function leftOutDecision(property: ConnectorProperty): Decision {
  const description = PROPERTIES.find(({ name, defaultText }) => name === property.name && defaultText);
  const bridges = description && effectiveProperty(description, {})?.value;
  return decided(property, 'left out', {
    why: bridges === undefined ? '--remove' : `--remove: the bridge then takes ${bridges}.`,
  });
}
