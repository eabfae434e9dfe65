import type { ConnectorProperty } from '../connector.ts';
import type { Decision } from '../decision.ts';
import type { ImportContext } from '../import-context.ts';

/** Decides on the properties that it knows; undefined for all others. */
export type PropertyRule = (property: ConnectorProperty, context: ImportContext) => Decision | undefined;

/** A rule by name of the property. */
export function byName(rules: Readonly<Record<string, PropertyRule>>): PropertyRule {
  return (property, context) =>
    Object.hasOwn(rules, property.name) ? rules[property.name]?.(property, context) : undefined;
}
