import { Refusal } from '../command-line/refusal.ts';
import type { FoundConnector } from './found-connector.ts';

/** @see https://github.com/aws/eventbridge-kafka-connector */
const CONNECTOR_CLASS = 'software.amazon.event.kafkaconnector.EventBridgeSinkConnector';

/**
 * Kafka Connect also takes the simple name of a class, and that without `Connector`.
 *
 * @see https://kafka.apache.org/documentation/#connect_configuring
 */
const CLASS_NAMES: readonly unknown[] = [CONNECTOR_CLASS, 'EventBridgeSinkConnector', 'EventBridgeSink'];

/**
 * The one connector to import.
 *
 * @param name which one, where there are several.
 * @param givenClass takes the place of the class in the file.
 * @throws Refusal when there is none, or another connector, or more than one.
 */
export function chooseConnector(
  found: readonly FoundConnector[],
  where: string,
  name: string | undefined,
  givenClass?: string,
): FoundConnector {
  if (found.length === 0) {
    throw new Refusal(
      `${where} has no configuration of a connector. Give what GET /connectors/<name> of Kafka Connect or aws kafkaconnect describe-connector answers, the config object alone, or the properties file.`,
    );
  }
  const named = name === undefined ? found : found.filter((connector) => connector.name === name);
  if (named.length === 0) throw new Refusal(`${where} has no connector ${name}, only ${namesOf(found)}.`);
  const sinks = named.filter(({ config }) => isSinkClass(givenClass ?? config['connector.class']));
  const [chosen, ...others] = sinks;
  if (chosen === undefined) {
    throw new Refusal(
      `${namesOf(named)} in ${where} is no EventBridge sink: connector.class is not ${CONNECTOR_CLASS}. Only that connector has a bridge that does the same.`,
    );
  }
  if (others.length === 0) return chosen;
  throw new Refusal(`${where} has several connectors. Choose one with --connector NAME: ${namesOf(sinks)}.`);
}

/** One that is not written can only be meant. */
function isSinkClass(name: unknown): boolean {
  return CLASS_NAMES.includes(typeof name === 'string' ? name.trim() : (name ?? CONNECTOR_CLASS));
}

function namesOf(connectors: readonly FoundConnector[]): string {
  return connectors.map(({ name = 'a connector without a name' }) => name).join(', ');
}
