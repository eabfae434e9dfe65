import { ConfigurationError } from './configuration-error.ts';
import { contradictions } from './contradictions.ts';
import type { DetailTypeRule } from './detail-type-rule.ts';
import { isFormatProperty, parseFormats, type TopicFormats } from './format-properties.ts';
import { type ConfigurationProperties, configurationDocument, type DetailShapeName } from './properties.ts';
import { issueProblems } from './property-problems.ts';
import { type ConfigurationNote, readSettings, type Settings } from './settings.ts';
import { formatSettings, parseTopics } from './topic-overrides.ts';

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
  /** PutEvents requests under way at once, at most; fewer when EventBridge throttles. */
  readonly maxConcurrency: number;
  /** PutEvents requests a second of one execution environment; 0 for no cap. */
  readonly maxRequestsPerSecond: number;
  /** What keeps its order up to PutEvents. */
  readonly ordering: 'none' | 'partition' | 'key';
  /** What the detail of an event looks like. */
  readonly detailShape: DetailShapeName;
  /** Member of the detail that holds what is not the value, in the shape `value`. */
  readonly metadataMember: string;
  /** A record without a value says so by a member of its own. */
  readonly hasTombstoneMarker: boolean;
  /** Formats of all topics but those with formats of their own. */
  readonly formats: TopicFormats;
  readonly topics: Readonly<Record<string, TopicFormats>>;
  /** Bad records are dead-lettered (`all`) or reported as failed (`none`). */
  readonly errorsTolerance: 'all' | 'none';
  /** What a user of Kafka Connect should know of the document: properties that have no effect here, other defaults. */
  readonly notes: readonly ConfigurationNote[];
}

/**
 * Reads a configuration document.
 *
 * @param text the document, a JSON object.
 * @throws ConfigurationError with every problem found.
 */
export function parseConfiguration(text: string): Configuration {
  const { settings, topics: overrides, notes, problems } = readSettings(text);
  const general = withoutFormats(settings);
  const result = configurationDocument.safeParse(general);
  const region = String(settings['aws.eventbridge.region'] ?? '').trim();
  const { formats, problems: formatProblems } = parseFormats(formatSettings(settings), region);
  const { topics, problems: topicProblems } = parseTopics(overrides, settings, region, formatProblems);
  problems.push(...(result.success ? [] : issueProblems(result.error.issues, general)));
  problems.push(...formatProblems, ...topicProblems, ...contradictions(settings));
  if (!result.success || formats === undefined || problems.length > 0) throw new ConfigurationError(problems);
  return { ...toConfiguration(result.data, notes), formats, topics };
}

function withoutFormats(settings: Settings): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !isFormatProperty(name)));
}

function toConfiguration(
  properties: ConfigurationProperties,
  notes: readonly ConfigurationNote[],
): Omit<Configuration, 'formats' | 'topics'> {
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
    maxRequestsPerSecond: properties['aws.eventbridge.request.max.rate'],
    ordering: properties['aws.eventbridge.ordering'],
    detailShape: properties['aws.eventbridge.detail.shape'],
    metadataMember: properties['aws.eventbridge.detail.metadata.member'],
    hasTombstoneMarker: properties['aws.eventbridge.tombstone.marker'],
    errorsTolerance: properties['errors.tolerance'],
    notes,
  };
}
