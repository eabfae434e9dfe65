import { readFileSync } from 'node:fs';
import { toCaller } from '../command-line/caller-path.ts';
import { messageOf } from '../command-line/error-text.ts';
import { Refusal } from '../command-line/refusal.ts';
import { unreadable } from '../command-line/unreadable.ts';
import { chooseConnector } from './choose-connector.ts';
import type { Connector, ConnectorProperty, PropertyValue } from './connector.ts';
import { connectorText } from './connector-text.ts';
import { findConnectors } from './find-connectors.ts';
import type { FoundConnector } from './found-connector.ts';
import { parseJavaProperties } from './java-properties.ts';
import { isMembers, type Members } from './json-members.ts';
import { isYaml } from './yaml.ts';

export interface ReadOptions {
  /** Name of the connector, where the file has several. */
  readonly connector: string | undefined;
  /** Properties that take the place of those in the file. */
  readonly given: ReadonlyMap<string, string>;
}

const CLASS = 'connector.class';

/**
 * Reads a configuration of Kafka Connect from a file, JSON or properties; which of them tells the content.
 *
 * @throws Refusal when it cannot be read, or has no such connector.
 */
export function readConnector(path: string, options: ReadOptions): Connector {
  const where = toCaller(path);
  const { text, remarks } = connectorText(read(path), (content) => !isJson(content));
  const parsed = isJson(text) ? fromJson(text, where, options) : fromProperties(text, where, options);
  return {
    form: parsed.found.form,
    name: options.given.get('name') ?? parsed.found.name,
    properties: withGiven(propertiesOf(parsed.found.config), options.given),
    ignored: [],
    surroundings: parsed.found.surroundings,
    remarks: [...remarks, ...parsed.remarks],
  };
}

interface ParsedFile {
  readonly found: FoundConnector;
  readonly remarks: readonly string[];
}

function read(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function isJson(text: string): boolean {
  return /^\s*[{[]/.test(text);
}

function fromJson(text: string, where: string, { connector, given }: ReadOptions): ParsedFile {
  const found = findConnectors(parseObject(text, where));
  return { found: chooseConnector(found, where, connector, given.get(CLASS)), remarks: [] };
}

function parseObject(text: string, where: string): Members {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    // The parser's message quotes the text, which may hold a password.
    throw new Refusal(`${where} begins like JSON and is none. Look for a comma or quote that is missing.`, {
      cause,
    });
  }
  if (isMembers(document)) return document;
  throw new Refusal(`${where} is a list of JSON. Give the object of one connector.`);
}

function fromProperties(text: string, where: string, { given }: ReadOptions): ParsedFile {
  if (isYaml(text)) {
    throw new Refusal(
      `${where} is YAML, which is not read. Give the same as JSON: kubectl get kafkaconnector NAME -o json answers a connector of Strimzi; for one of CloudFormation, give what aws kafkaconnect describe-connector answers, or the template as JSON (cfn-flip).`,
    );
  }
  let parsed: ReturnType<typeof parseJavaProperties>;
  try {
    parsed = parseJavaProperties(text);
  } catch (cause) {
    throw new Refusal(`${where} is no properties file: ${messageOf(cause)}`, { cause });
  }
  const connectors = findConnectors(Object.fromEntries(parsed.properties));
  const found = chooseConnector(connectors, where, undefined, given.get(CLASS));
  const remarks = parsed.repeated.map(
    (name) => `${name} is there more than once; the last one counts, as in Java.`,
  );
  return { found, remarks };
}

function propertiesOf(config: Members): Map<string, ConnectorProperty> {
  return new Map(
    Object.entries(config)
      // Kafka Connect takes null for a property that is not there.
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, { name, value: propertyValue(value), origin: 'connector' }]),
  );
}

/** Kafka Connect trims. What is neither text nor number is a function of CloudFormation. */
function propertyValue(value: unknown): PropertyValue {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value).trim() : undefined;
}

function withGiven(
  properties: ReadonlyMap<string, ConnectorProperty>,
  given: ReadonlyMap<string, string>,
): ReadonlyMap<string, ConnectorProperty> {
  const all = new Map(properties);
  for (const [name, value] of given) all.set(name, { name, value, origin: 'command line' });
  return all;
}
