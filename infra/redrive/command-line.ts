import { parseArgs } from 'node:util';
import { configurationParameterName } from '../../shared/configuration-parameter.ts';
import { fromCaller } from '../command-line/caller-path.ts';
import { momentMs } from '../command-line/moment.ts';
import { Refusal } from '../command-line/refusal.ts';
import { wholeNumber } from '../command-line/whole-number.ts';
import { KAFKA_OPTIONS, type KafkaOptions, readKafkaOptions } from '../kafka/kafka-options.ts';
import type { ConfigurationPlace } from './configuration.ts';
import { DEFAULT_RATE, LIMIT_RANGE, OPTIONS, RATE_RANGE } from './options.ts';
import type { RedriveOptions } from './redrive.ts';

export interface RedriveCommand extends RedriveOptions {
  readonly kind: 'redrive';
  readonly sources: readonly SourceChoice[];
  readonly configuration: ConfigurationPlace;
  /** Undefined when no brokers are given. */
  readonly kafka: KafkaOptions | undefined;
  readonly isDryRun: boolean;
  /** Undefined for the one of the bridge. */
  readonly journalPath: string | undefined;
  readonly isJson: boolean;
}

export type SourceChoice =
  | { readonly kind: 'queue'; readonly url: string }
  | { readonly kind: 'bucket'; readonly name: string; readonly prefix: string }
  | { readonly kind: 'topic'; readonly name: string };

type Values = ReturnType<typeof parse>;

/**
 * Reads the command line of `npm run redrive`.
 *
 * @throws Error with a sentence for the person who typed it.
 */
export function parseCommand(args: readonly string[]): RedriveCommand | { readonly kind: 'help' } {
  const values = parse(args);
  if (values.help) return { kind: 'help' };
  const sources = readSources(values);
  return {
    kind: 'redrive',
    sources,
    configuration: readConfigurationPlace(values),
    kafka: readKafka(values),
    selection: {
      topics: values['only-topic'] ?? [],
      codes: values.code ?? [],
      ...readTimes(values),
    },
    limit: values.limit === undefined ? undefined : wholeNumber('--limit', values.limit, 1, LIMIT_RANGE),
    recordsPerSecond: wholeNumber('--rate', values.rate, DEFAULT_RATE, RATE_RANGE),
    clusterArn: values['cluster-arn'],
    isDryRun: values['dry-run'],
    journalPath: values.journal === undefined ? undefined : fromCaller(values.journal),
    isJson: values.json,
  };
}

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options: { ...OPTIONS, ...KAFKA_OPTIONS } }).values;
}

function readSources({ queue = [], bucket, prefix, topic }: Values): SourceChoice[] {
  if (prefix !== undefined && bucket === undefined) throw new Refusal('--prefix needs --bucket.');
  const sources: SourceChoice[] = [
    ...queue.map((url) => ({ kind: 'queue' as const, url: queueUrl(url) })),
    ...(bucket === undefined ? [] : [{ kind: 'bucket' as const, name: bucket, prefix: prefix ?? '' }]),
    ...(topic === undefined ? [] : [{ kind: 'topic' as const, name: topic }]),
  ];
  if (sources.length === 0) {
    throw new Refusal(
      'There is nothing to redrive from. Give --queue URL, --bucket NAME or --topic NAME; see --help.',
    );
  }
  return sources;
}

function queueUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new Refusal(
    `--queue is "${text}". Give the URL of the queue; aws sqs get-queue-url --queue-name NAME tells it.`,
  );
}

function readConfigurationPlace(values: Values): ConfigurationPlace {
  const { bridge, config, 'config-parameter': parameter } = values;
  const given = [bridge, config, parameter].filter((value) => value !== undefined);
  if (given.length !== 1) {
    throw new Refusal(
      `The bridge is named ${given.length === 0 ? 'nowhere' : 'more than once'}. Give one of --bridge NAME, --config-parameter NAME and --config FILE.`,
    );
  }
  if (config !== undefined) return { kind: 'file', path: fromCaller(config) };
  return { kind: 'parameter', name: parameter ?? configurationParameterName(String(bridge)) };
}

function readKafka(values: Values): KafkaOptions | undefined {
  const isGiven = Object.keys(KAFKA_OPTIONS).some((name) => Object.hasOwn(values, name));
  if (isGiven) return readKafkaOptions(values);
  if (values.topic !== undefined) throw new Refusal('--topic needs --bootstrap-servers.');
  if (values['cluster-arn'] !== undefined) throw new Refusal('--cluster-arn needs --bootstrap-servers.');
  return undefined;
}

function readTimes({ since, until }: Values): { sinceMs: number | undefined; untilMs: number | undefined } {
  const sinceMs = time('--since', since);
  const untilMs = time('--until', until);
  if (sinceMs !== undefined && untilMs !== undefined && untilMs <= sinceMs) {
    throw new Refusal('--until is not after --since, so that no record would be left.');
  }
  return { sinceMs, untilMs };
}

function time(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = momentMs(text);
  if (ms !== undefined) return ms;
  throw new Refusal(
    `${option} is "${text}". Give a date, or a time with its zone: 2026-11-20, 2026-11-20T08:30:00Z.`,
  );
}
