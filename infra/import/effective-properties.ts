import { type Connector, type ConnectorProperty, type PropertyOrigin, propertyText } from './connector.ts';
import type { Worker } from './worker.ts';

/** Properties of the worker's consumers that a connector may override and that change which records arrive. */
const CONSUMER_PROPERTIES = [
  'auto.offset.reset',
  'group.id',
  'interceptor.classes',
  'isolation.level',
  'key.deserializer',
  'max.poll.records',
  'value.deserializer',
];

const JSON_CONVERTER = 'org.apache.kafka.connect.json.JsonConverter';

/**
 * The connector with everything that Kafka Connect would take for it: what its worker says where it is silent, and the
 * defaults of Kafka Connect that are not the bridge's.
 *
 * @param worker undefined when nothing is known of it.
 */
export function withDefaults(connector: Connector, worker: Worker | undefined): Connector {
  const properties = new Map(connector.properties);
  const ignored = [...connector.ignored];
  const add = (name: string, value: string, origin: PropertyOrigin) => {
    if (!properties.has(name)) properties.set(name, { name, value, origin });
  };
  for (const converter of ['key.converter', 'value.converter', 'header.converter']) {
    // Kafka Connect takes a converter with all that belongs to it, from the connector or else from the worker.
    if (!properties.has(converter)) ignored.push(...takeOut(properties, `${converter}.`));
    if (isOf(properties.get(converter), 'connector')) continue;
    for (const [name, value] of worker?.properties ?? []) {
      if (name === converter || name.startsWith(`${converter}.`)) add(name, value.trim(), 'worker');
    }
  }
  for (const name of CONSUMER_PROPERTIES) {
    const value = worker?.properties.get(`consumer.${name}`);
    if (value !== undefined) add(`consumer.override.${name}`, value.trim(), 'worker');
  }
  for (const converter of ['key.converter', 'value.converter']) {
    if (propertyText({ properties }, converter) === JSON_CONVERTER) {
      add(`${converter}.schemas.enable`, 'true', 'Kafka Connect');
    }
  }
  add('header.converter', 'simple', 'Kafka Connect');
  add('errors.tolerance', 'none', 'Kafka Connect');
  return { ...connector, properties, ignored };
}

/** Takes out what begins so, but for what was given for the bridge. */
function takeOut(properties: Map<string, ConnectorProperty>, prefix: string): ConnectorProperty[] {
  const found = [...properties.values()].filter(
    ({ name, origin }) => name.startsWith(prefix) && origin === 'connector',
  );
  for (const { name } of found) properties.delete(name);
  return found;
}

function isOf(property: ConnectorProperty | undefined, ...origins: PropertyOrigin[]): boolean {
  return property !== undefined && origins.includes(property.origin);
}
