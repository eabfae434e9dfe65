import { isMembers } from '../import/json-members.ts';
import { shownValue } from '../import/secrets.ts';

/** A property in which two documents differ; one of a topic as `topics.<topic>.<property>`. */
export interface Change {
  readonly property: string;
  /** Undefined when it is new. */
  readonly from: string | undefined;
  /** Undefined when it is gone. */
  readonly to: string | undefined;
}

/**
 * What a new document changes. Values are as they may be shown.
 *
 * @param old what was there; undefined for nothing. What is no JSON object has no properties.
 */
export function changesBetween(old: string | undefined, text: string): Change[] {
  const before = propertiesOf(old ?? '{}');
  const after = propertiesOf(text);
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((property) => before.get(property) !== after.get(property))
    .map((property) => ({
      property,
      from: shown(property, before.get(property)),
      to: shown(property, after.get(property)),
    }));
}

function shown(property: string, value: string | undefined): string | undefined {
  return value === undefined ? undefined : shownValue(property, value);
}

function propertiesOf(text: string): ReadonlyMap<string, string> {
  const document = parsed(text);
  const { topics, ...general } = isMembers(document) ? document : {};
  const ofTopics = isMembers(topics) ? Object.entries(topics) : [];
  return new Map([
    ...texts(general),
    ...ofTopics.flatMap(([topic, own]) => (isMembers(own) ? texts(own, `topics.${topic}.`) : [])),
  ]);
}

function texts(members: Readonly<Record<string, unknown>>, prefix = ''): [string, string][] {
  return Object.entries(members).map(([name, value]) => [
    prefix + name,
    typeof value === 'string' ? value.trim() : JSON.stringify(value),
  ]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
