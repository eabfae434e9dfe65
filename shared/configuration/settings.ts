import { ConfigurationError, type ConfigurationProblem } from './configuration-error.ts';
import { notNeededReason, type UnsupportedProperty, unsupportedProperty } from './connect-properties.ts';
import { shown } from './property-problems.ts';
import { settingText, valueText } from './setting-text.ts';

/** The members of the document that are properties of the bridge, or unknown. */
export type Settings = Readonly<Record<string, unknown>>;

/** Something in the document that is not wrong, but worth a line in the log. */
export interface ConfigurationNote {
  readonly property: string;
  readonly note: string;
}

export interface ReadSettings {
  readonly settings: Settings;
  readonly notes: readonly ConfigurationNote[];
  readonly problems: ConfigurationProblem[];
  /** What the member `topics` says of single topics. */
  readonly topics: ReadonlyMap<string, Settings>;
}

/**
 * Reads the document and takes out what Kafka Connect needs and this bridge does not, and what it does not support.
 *
 * @throws ConfigurationError when the text is no JSON object of properties.
 */
export function readSettings(text: string): ReadSettings {
  // What an editor completes the document by says nothing to the bridge.
  const { $schema: _editorsSchema, ...document } = parseDocument(text);
  const { topics, ...withoutTopics } = document;
  // In Kafka Connect the property is a list of the topics to read, which has no effect here.
  const overrides = isObject(topics) ? Object.entries(topics) : [];
  const all = sortProperties(isObject(topics) ? withoutTopics : document);
  const byTopic = overrides.map(([topic, own]) => {
    const place = `topics.${topic}`;
    if (isObject(own)) return { topic, ...sortProperties(own, `${place}.`) };
    const message = `${place} is ${shown(own)}. Give an object with the properties of the topic.`;
    return { topic, settings: {}, notes: [], problems: [{ property: place, message }] };
  });
  return {
    settings: all.settings,
    topics: new Map(byTopic.map(({ topic, settings }) => [topic, settings])),
    notes: [...all.notes, ...byTopic.flatMap(({ notes }) => notes)],
    problems: [...all.problems, ...byTopic.flatMap(({ problems }) => problems)],
  };
}

/** What is left to be read, what has no effect, and what cannot be carried out. */
function sortProperties(document: Settings, prefix = ''): Omit<ReadSettings, 'topics'> {
  const settings: [string, unknown][] = [];
  const notes: ConfigurationNote[] = [];
  const problems: ConfigurationProblem[] = [];
  for (const [name, value] of Object.entries(document)) {
    const property = prefix + name;
    const reason = notNeededReason(name);
    const unsupported = unsupportedProperty(name);
    if (reason !== undefined) notes.push({ property, note: `Not needed: ${reason}.` });
    else if (unsupported === undefined) settings.push([name, value]);
    else if (isWithoutEffect(value, unsupported)) {
      notes.push({ property, note: noteOf(value, unsupported) });
    } else {
      problems.push({ property, message: `${property}: ${unsupported.reason}` });
    }
  }
  const members = Object.fromEntries(settings);
  return { settings: members, notes: [...notes, ...otherMeanings(members, prefix)], problems };
}

function isWithoutEffect(value: unknown, { withoutEffect }: UnsupportedProperty): boolean {
  const text = valueText(value).toLowerCase();
  return withoutEffect.some((one) => one.toLowerCase() === text);
}

function noteOf(value: unknown, { note }: UnsupportedProperty): string {
  const isEmpty = valueText(value) === '';
  return note === undefined || isEmpty ? 'Not needed: its value is the default.' : note;
}

/** Where a pasted converter comes to something else than in Kafka Connect. */
function otherMeanings(settings: Settings, prefix: string): ConfigurationNote[] {
  return ['key.converter', 'value.converter'].flatMap((side) => {
    if (settingText(settings, side) !== 'org.apache.kafka.connect.json.JsonConverter') return [];
    const property = prefix + side;
    const decimals = settingText(settings, `${side}.decimal.format`).toUpperCase() || 'BASE64';
    return [
      ...(`${side}.schemas.enable` in settings
        ? []
        : [
            {
              property: `${property}.schemas.enable`,
              note: 'Not set: it is false here, where Kafka Connect takes true.',
            },
          ]),
      ...(decimals === 'BASE64'
        ? []
        : [
            {
              property: `${property}.decimal.format`,
              note: 'Has effect here: a sink of Kafka Connect passes over it and sends BASE64.',
            },
          ]),
    ];
  });
}

function parseDocument(text: string): Settings {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    // The parser's message quotes the text.
    throw documentError('is not JSON', cause);
  }
  if (!isObject(document)) throw documentError('is JSON, but not an object');
  if (isObject(document.config)) {
    throw documentError(
      'holds the properties inside its member "config"',
      undefined,
      'Give that object alone.',
    );
  }
  return document;
}

function isObject(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function documentError(
  what: string,
  cause?: unknown,
  remedy = 'Give one JSON object with the properties of the connector.',
): ConfigurationError {
  return new ConfigurationError([{ property: 'document', message: `The document ${what}. ${remedy}` }], {
    cause,
  });
}
