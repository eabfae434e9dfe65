import type { ConfigurationProblem } from './configuration-error.ts';
import { isFormatProperty, parseFormats, type TopicFormats } from './format-properties.ts';
import type { Settings } from './settings.ts';

const TOPIC = /^[\w.-]{1,249}$/;

export interface ParsedTopics {
  /** Formats of the topics that have their own. */
  readonly topics: Readonly<Record<string, TopicFormats>>;
  readonly problems: readonly ConfigurationProblem[];
}

/**
 * Reads the member `topics` of the document: for a topic, the properties in which it differs from the others.
 *
 * @param shared what the document says of all topics.
 * @param known what is wrong with that; it is not told once more for each topic.
 */
export function parseTopics(
  overrides: ReadonlyMap<string, Settings>,
  shared: Settings,
  region: string,
  known: readonly ConfigurationProblem[],
): ParsedTopics {
  const topics: [string, TopicFormats][] = [];
  const problems: ConfigurationProblem[] = [];
  const knownMessages = new Set(known.map(({ message }) => message));
  for (const [topic, own] of overrides) {
    const settings = mergedFormats(formatSettings(shared), formatSettings(own));
    const { formats, problems: found } = parseFormats(settings, region);
    if (formats !== undefined) topics.push([topic, formats]);
    const ofTopic = found.filter(({ message }) => !knownMessages.has(message));
    problems.push(
      ...topicProblems(topic),
      ...foreignProblems(topic, own),
      ...ofTopic.map((problem) => inTopic(topic, problem)),
    );
  }
  return { topics: Object.fromEntries(topics), problems };
}

/** What belongs to a property and goes with it: another registry never gets the credentials of this one. */
const BELONGINGS: readonly (readonly [property: string, belonging: RegExp])[] = [
  ['schema.registry.url', /^(schema\.registry\.(ca\.)?secret\.arn|bearer\.auth\..*)$/],
  ['assumeRoleArn', /^assumeRole(SessionName|ExternalId)$/],
];

function mergedFormats(shared: Settings, own: Settings): Settings {
  const kept = Object.entries(shared).filter(([name]) => {
    const [, side, member = ''] = /^(key|value)\.converter\.(.*)$/.exec(name) ?? [];
    return !BELONGINGS.some(
      ([property, belonging]) => `${side}.converter.${property}` in own && belonging.test(member),
    );
  });
  return { ...Object.fromEntries(kept), ...own };
}

export function formatSettings(settings: Settings): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => isFormatProperty(name)));
}

function topicProblems(topic: string): ConfigurationProblem[] {
  if (TOPIC.test(topic)) return [];
  const property = `topics.${topic.slice(0, 60)}`;
  return [{ property, message: `${property} is no name of a topic. Give letters, digits and ._- only.` }];
}

function foreignProblems(topic: string, own: Settings): ConfigurationProblem[] {
  return Object.keys(own)
    .filter((name) => !isFormatProperty(name))
    .map((name) => {
      const property = `topics.${topic}.${name}`;
      const message = `${property} is not a property of a topic. Give key.converter, value.converter and header.converter with what belongs to them; all else is the same for all topics.`;
      return { property, message };
    });
}

function inTopic(topic: string, { property, message }: ConfigurationProblem): ConfigurationProblem {
  return { property: `topics.${topic}.${property}`, message: `topics.${topic}.${message}` };
}
