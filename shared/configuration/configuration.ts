import { ConfigurationError } from './configuration-error.ts';
import { contradictions } from './contradictions.ts';
import type { ConverterName, HeaderConverterName } from './converter-names.ts';
import type { DetailTypeRule } from './detail-type-rule.ts';
import { type ConfigurationProperties, configurationDocument } from './properties.ts';
import { issueProblems } from './property-problems.ts';
import { type ConfigurationNote, readSettings } from './settings.ts';

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
  readonly key: FormatConfiguration;
  readonly value: FormatConfiguration;
  readonly headerConverter: HeaderConverterName;
  /** Bad records are dead-lettered (`all`) or reported as failed (`none`). */
  readonly errorsTolerance: 'all' | 'none';
  /** What a user of Kafka Connect should know of the document: properties that have no effect here, other defaults. */
  readonly notes: readonly ConfigurationNote[];
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
  const { settings, notes, problems } = readSettings(text);
  const result = configurationDocument.safeParse(settings);
  problems.push(...(result.success ? [] : issueProblems(result.error.issues, settings)));
  problems.push(...contradictions(settings));
  if (!result.success || problems.length > 0) throw new ConfigurationError(problems);
  return toConfiguration(result.data, notes);
}

function toConfiguration(
  properties: ConfigurationProperties,
  notes: readonly ConfigurationNote[],
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
    maxRequestsPerSecond: properties['aws.eventbridge.request.max.rate'],
    ordering: properties['aws.eventbridge.ordering'],
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
    notes,
  };
}
