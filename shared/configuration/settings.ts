import { ConfigurationError, type ConfigurationProblem } from './configuration-error.ts';
import { notNeededReason, UNSUPPORTED, unsupportedReason } from './connect-properties.ts';

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
}

/**
 * Reads the document and takes out what Kafka Connect needs and this bridge does not, and what it does not support.
 *
 * @throws ConfigurationError when the text is no JSON object of properties.
 */
export function readSettings(text: string): ReadSettings {
  const settings: [string, unknown][] = [];
  const notes: ConfigurationNote[] = [];
  const problems: ConfigurationProblem[] = [];
  for (const [property, value] of Object.entries(parseDocument(text))) {
    const reason = notNeededReason(property);
    const withoutEffect = Object.hasOwn(UNSUPPORTED, property) ? UNSUPPORTED[property] : undefined;
    const unsupported = unsupportedReason(property);
    if (reason !== undefined) notes.push({ property, note: `Not needed: ${reason}.` });
    else if (unsupported !== undefined) problems.push({ property, message: `${property}: ${unsupported}` });
    else if (withoutEffect === undefined) settings.push([property, value]);
    else if (withoutEffect.includes(String(value).trim())) {
      notes.push({ property, note: 'Not needed: its value is the default.' });
    } else {
      problems.push({ property, message: `${property} is not supported by this version. Remove it.` });
    }
  }
  const members = Object.fromEntries(settings);
  return { settings: members, notes: [...notes, ...otherDefaults(members)], problems };
}

/** Where leaving a property out means something else than in Kafka Connect. */
function otherDefaults(settings: Settings): ConfigurationNote[] {
  return ['key.converter', 'value.converter'].flatMap((side) => {
    const property = `${side}.schemas.enable`;
    const isConnectJson = String(settings[side]).trim() === 'org.apache.kafka.connect.json.JsonConverter';
    if (!isConnectJson || property in settings) return [];
    return [{ property, note: 'Not set: it is false here, where Kafka Connect takes true.' }];
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
