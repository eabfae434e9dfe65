import type { $ZodIssue } from 'zod/v4/core';
import { ConfigurationError, type ConfigurationProblem } from './configuration-error.ts';
import { notNeededReason, UNSUPPORTED } from './connect-properties.ts';
import type { ConverterName, HeaderConverterName } from './converter-names.ts';
import type { DetailTypeRule } from './detail-type-rule.ts';
import { type ConfigurationProperties, configurationDocument } from './properties.ts';

/** What the bridge is told to do. Read from the configuration document, checked as a whole. */
export interface Configuration {
  /** Events have the source `kafka-connect.<connectorId>`. */
  readonly connectorId: string;
  /** Region of the event bus and of the schema registry. */
  readonly region: string;
  readonly eventBusArn: string;
  /** Replaces the endpoint of the Region. */
  readonly endpointUri: string | undefined;
  /** ARNs put into every event. */
  readonly resources: readonly string[];
  readonly detailTypeRule: DetailTypeRule;
  /** Repetitions of a PutEvents request, or of its failed entries, within one invocation. */
  readonly maxRetries: number;
  /** Longest wait before the first repetition; it doubles from one to the next. */
  readonly retryDelayMs: number;
  /** Largest sum of entry sizes in one request. */
  readonly maxRequestBytes: number;
  /** PutEvents requests under way at once. */
  readonly maxConcurrency: number;
  readonly key: FormatConfiguration;
  readonly value: FormatConfiguration;
  readonly headerConverter: HeaderConverterName;
  /** Bad records are dead-lettered (`all`) or reported as failed (`none`). */
  readonly errorsTolerance: 'all' | 'none';
  /** Properties of the document that have no effect here, with the reason. */
  readonly notNeeded: readonly { readonly property: string; readonly reason: string }[];
}

/** Format of the key or of the value. */
export interface FormatConfiguration {
  readonly converter: ConverterName;
  /** Avro: full instead of simple names for the members of a union. */
  readonly hasFullNames: boolean;
}

/**
 * Reads a configuration document.
 *
 * @param text the document, a JSON object.
 * @throws ConfigurationError with every problem found.
 */
export function parseConfiguration(text: string): Configuration {
  const { settings, notNeeded, problems } = sortProperties(parseDocument(text));
  const result = configurationDocument.safeParse(settings);
  problems.push(
    ...(result.success ? [] : result.error.issues.flatMap((issue) => issueProblems(issue, settings))),
  );
  problems.push(...registryRegionProblems(settings));
  if (!result.success || problems.length > 0) throw new ConfigurationError(problems);
  return toConfiguration(result.data, notNeeded);
}

type Settings = Readonly<Record<string, unknown>>;

function parseDocument(text: string): Settings {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw documentError('is not JSON', cause);
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw documentError('is JSON, but not an object');
  }
  return { ...document };
}

function documentError(what: string, cause?: unknown): ConfigurationError {
  const message = `The document ${what}. Give one JSON object with the properties of the connector.`;
  return new ConfigurationError([{ property: 'document', message }], { cause });
}

/** Takes out what Kafka Connect needs and this bridge does not, and what it does not support. */
function sortProperties(document: Settings) {
  const settings: [string, unknown][] = [];
  const notNeeded: { property: string; reason: string }[] = [];
  const problems: ConfigurationProblem[] = [];
  for (const [name, value] of Object.entries(document)) {
    const reason = notNeededReason(name);
    const withoutEffect = Object.hasOwn(UNSUPPORTED, name) ? UNSUPPORTED[name] : undefined;
    if (reason !== undefined) notNeeded.push({ property: name, reason });
    else if (withoutEffect === undefined) settings.push([name, value]);
    else if (withoutEffect.includes(String(value).trim())) {
      notNeeded.push({ property: name, reason: 'its value is the default' });
    } else {
      problems.push({ property: name, message: `${name} is not supported by this version. Remove it.` });
    }
  }
  return { settings: Object.fromEntries(settings), notNeeded, problems };
}

function issueProblems(issue: $ZodIssue, settings: Settings): ConfigurationProblem[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map(unknownProperty);
  const name = String(issue.path[0]);
  const problem: unknown = issue.code === 'custom' ? issue.params?.problem : undefined;
  const what = name in settings ? `is ${shown(settings[name])}` : 'is missing';
  const why = typeof problem === 'string' ? `, which ${problem}` : '';
  return [{ property: name, message: `${name} ${what}${why}. ${issue.message}` }];
}

/** The value is left out: an unknown property may hold anything, a password of a pasted configuration too. */
function unknownProperty(name: string): ConfigurationProblem {
  return {
    property: name,
    message: `${name} is not a property of the bridge. Remove it or correct its name.`,
  };
}

function registryRegionProblems(settings: Settings): ConfigurationProblem[] {
  return ['key.converter.region', 'value.converter.region'].flatMap((property) => {
    const region = trimmed(settings[property]);
    if (region === undefined || region === '' || region === trimmed(settings['aws.eventbridge.region']))
      return [];
    const message = `${property} is ${shown(region)}, but aws.eventbridge.region is another. Leave it out: schemas are read in aws.eventbridge.region.`;
    return [{ property, message }];
  });
}

function trimmed(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() : value;
}

/** Longest piece of a value in a message. */
const MAX_SHOWN_CHARACTERS = 120;

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= MAX_SHOWN_CHARACTERS ? text : `${text.slice(0, MAX_SHOWN_CHARACTERS)}…`;
}

function toConfiguration(
  properties: ConfigurationProperties,
  notNeeded: Configuration['notNeeded'],
): Configuration {
  return {
    connectorId: properties['aws.eventbridge.connector.id'],
    region: properties['aws.eventbridge.region'],
    eventBusArn: properties['aws.eventbridge.eventbus.arn'],
    endpointUri: properties['aws.eventbridge.endpoint.uri'] || undefined,
    resources: properties['aws.eventbridge.eventbus.resources'],
    detailTypeRule: properties['aws.eventbridge.detail.types'],
    maxRetries: properties['aws.eventbridge.retries.max'],
    retryDelayMs: properties['aws.eventbridge.retries.delay'],
    maxRequestBytes: properties['aws.eventbridge.request.max.bytes'],
    maxConcurrency: properties['aws.eventbridge.request.max.concurrency'],
    key: {
      converter: properties['key.converter'],
      hasFullNames: properties['key.converter.enhanced.avro.schema.support'],
    },
    value: {
      converter: properties['value.converter'],
      hasFullNames: properties['value.converter.enhanced.avro.schema.support'],
    },
    headerConverter: properties['header.converter'],
    errorsTolerance: properties['errors.tolerance'],
    notNeeded,
  };
}
