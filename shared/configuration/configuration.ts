import { type AssumedRole, sessionNameOf } from './assumed-role.ts';
import { ConfigurationError } from './configuration-error.ts';
import { contradictions } from './contradictions.ts';
import { type DetailTypeRule, detailTypeNotes } from './detail-type-rule.ts';
import type { DetailShapeName } from './event-properties.ts';
import { isFormatProperty, parseFormats, type TopicFormats } from './format-properties.ts';
import { withoutIdle } from './idle-properties.ts';
import { type OffloadingConfiguration, offloadingConfiguration } from './offloading-properties.ts';
import { type ConfigurationProperties, configurationDocument } from './properties.ts';
import { issueProblems } from './property-problems.ts';
import { settingText } from './setting-text.ts';
import { type ConfigurationNote, readSettings, type Settings } from './settings.ts';
import { parseSource } from './source-rule.ts';
import type { Template } from './template.ts';
import { type TimeRule, timeRule } from './time-rule.ts';
import { formatSettings, parseTopics } from './topic-overrides.ts';

export type { OffloadingConfiguration } from './offloading-properties.ts';

/** What the bridge is told to do. Read from the configuration document, checked as a whole. */
export interface Configuration {
  /** Name of the bridge. */
  readonly connectorId: string;
  /** Region of the event bus and of the schema registry. */
  readonly region: string;
  readonly eventBusArn: string;
  /** Replaces the endpoint of the Region. */
  readonly endpointUri: string | undefined;
  /** Requests are sent to this global endpoint, signed with Version 4A. */
  readonly globalEndpointId: string | undefined;
  /** Assumed to put events and to offload; undefined for the execution role. */
  readonly role: AssumedRole | undefined;
  /** Source of events; it may differ by topic, not by value. */
  readonly source: Template;
  readonly detailTypeRule: DetailTypeRule;
  readonly timeRule: TimeRule;
  /** Resources of every event; one whose text a value does not have is left out. */
  readonly resources: readonly Template[];
  /** Undefined when nothing is offloaded. */
  readonly offloading: OffloadingConfiguration | undefined;
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
  const { settings: all, topics: overrides, notes, problems } = readSettings(text);
  const { settings, notes: idleNotes } = withoutIdle(all);
  const general = withoutFormats(settings);
  const result = configurationDocument.safeParse(general);
  const region = settingText(settings, 'aws.eventbridge.region');
  const { formats, problems: formatProblems } = parseFormats(formatSettings(settings), region);
  const { topics, problems: topicProblems } = parseTopics(overrides, settings, region, formatProblems);
  problems.push(...(result.success ? [] : issueProblems(result.error.issues, general)));
  problems.push(...formatProblems, ...topicProblems, ...contradictions(settings));
  if (!result.success || formats === undefined || problems.length > 0) throw new ConfigurationError(problems);
  return { ...toConfiguration(result.data, [...notes, ...idleNotes]), formats, topics };
}

function withoutFormats(settings: Settings): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !isFormatProperty(name)));
}

function toConfiguration(
  properties: ConfigurationProperties,
  notes: readonly ConfigurationNote[],
): Omit<Configuration, 'formats' | 'topics'> {
  const connectorId = properties['aws.eventbridge.connector.id'];
  const detailTypeRule = detailTypes(properties);
  return {
    connectorId,
    region: properties['aws.eventbridge.region'],
    eventBusArn: properties['aws.eventbridge.eventbus.arn'],
    endpointUri: properties['aws.eventbridge.endpoint.uri'],
    globalEndpointId: properties['aws.eventbridge.eventbus.global.endpoint.id'],
    role: assumedRole(properties),
    source: source(properties['aws.eventbridge.source'], connectorId),
    detailTypeRule,
    timeRule: timeRule(
      properties['aws.eventbridge.time.mapper.class'],
      properties['aws.eventbridge.time.jsonpathmapper.fieldref'],
    ),
    resources: properties['aws.eventbridge.eventbus.resources'],
    offloading: offloadingConfiguration(properties),
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
    notes: [...notes, ...detailTypeNotes(detailTypeRule)],
  };
}

function assumedRole(properties: ConfigurationProperties): AssumedRole | undefined {
  const arn = properties['aws.eventbridge.iam.role.arn'];
  if (arn === undefined) return undefined;
  return {
    arn,
    sessionName: sessionNameOf(properties['aws.eventbridge.connector.id']),
    externalId: properties['aws.eventbridge.iam.external.id'],
  };
}

function detailTypes(properties: ConfigurationProperties): DetailTypeRule {
  const path = properties['aws.eventbridge.detail.types.jsonpathmapper.fieldref'];
  return path === undefined ? properties['aws.eventbridge.detail.types'] : { kind: 'json-path', path };
}

/** What is wrong with it in view of the connector id is a contradiction, told before. */
function source(text: string, connectorId: string): Template {
  const result = parseSource(text, connectorId);
  if ('problem' in result) throw new TypeError(`The source was accepted, and ${result.problem}.`);
  return result.template;
}
