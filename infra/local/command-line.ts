import { accessSync, constants, mkdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fromCaller } from '../command-line/caller-path.ts';
import { momentMs } from '../command-line/moment.ts';
import { unreadable } from '../command-line/unreadable.ts';
import { wholeNumber } from '../command-line/whole-number.ts';
import { KAFKA_OPTIONS, type KafkaOptions, readKafkaOptions } from '../kafka/kafka-options.ts';
import type { StartingPosition } from '../kafka/record-source.ts';
import type { SchemaFile } from './demo/demo-stand-ins.ts';
import { parseFaults } from './fault-text.ts';

/** What every run needs. */
export interface RunOptions {
  readonly faults: string | undefined;
  readonly logDirectory: string;
  readonly isVerbose: boolean;
  readonly isJson: boolean;
  readonly isBuilt: boolean;
}

export type Command =
  | { readonly kind: 'help' }
  | DemoCommand
  | TopicCommand
  | BridgeFileCommand
  | (RunOptions & { readonly kind: 'samples' });

export interface DemoCommand extends RunOptions {
  readonly kind: 'demo';
  readonly ratePerSecond: number;
  readonly durationMs: number;
  readonly batchSize: number;
}

export interface TopicCommand extends RunOptions {
  readonly kind: 'topic';
  readonly kafka: KafkaOptions;
  readonly topic: string;
  readonly consumerGroupId: string;
  readonly startingPosition: StartingPosition;
  readonly durationMs: number | undefined;
  readonly batchSize: number;
  readonly configurationFile: string | undefined;
  readonly schemas: readonly SchemaFile[];
}

export interface BridgeFileCommand extends RunOptions {
  readonly kind: 'bridge-file';
  readonly eventFile: string;
  readonly configurationFile: string | undefined;
  readonly schemas: readonly SchemaFile[];
}

const DEFAULT_RATE = 1_000;
const RATE_RANGE = { min: 1, max: 100_000 };
const DEFAULT_DURATION_SECONDS = 15;
const DURATION_RANGE = { min: 1, max: 86_400 };
const DEFAULT_BATCH_SIZE = 500;
/** An event source mapping takes no larger batch. */
const BATCH_SIZE_RANGE = { min: 1, max: 10_000 };
const DEFAULT_GROUP = 'kafka-eventbridge-local';
const SECOND_MS = 1_000;
const SAMPLES_HINT = '; `npm start -- samples` plays the sample events.';

const OPTIONS = {
  ...KAFKA_OPTIONS,
  rate: { type: 'string' },
  duration: { type: 'string' },
  'batch-size': { type: 'string' },
  topic: { type: 'string' },
  from: { type: 'string' },
  group: { type: 'string' },
  config: { type: 'string' },
  schema: { type: 'string', multiple: true },
  faults: { type: 'string' },
  logs: { type: 'string', default: '.local/logs' },
  verbose: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  'no-build': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type OptionName = keyof typeof OPTIONS;
type Kind = Exclude<Command['kind'], 'help'>;

const KAFKA_OPTION_NAMES = Object.keys(KAFKA_OPTIONS) as (keyof typeof KAFKA_OPTIONS)[];

/** The options that some kinds of runs have and others do not. */
const OPTIONS_OF: Readonly<Record<Kind, readonly OptionName[]>> = {
  demo: ['rate', 'duration', 'batch-size'],
  topic: ['duration', 'batch-size', 'topic', 'from', 'group', 'config', 'schema', ...KAFKA_OPTION_NAMES],
  samples: [],
  'bridge-file': ['config', 'schema'],
};

const SPECIAL_OPTIONS: ReadonlySet<OptionName> = new Set(Object.values(OPTIONS_OF).flat());

/** What a person who gave an option that has no place would have to give. */
const KIND_NAMES: Readonly<Record<Kind, string>> = {
  demo: 'the demo',
  topic: 'a topic (--bootstrap-servers)',
  samples: 'the sample events',
  'bridge-file': 'an event file',
};

/**
 * Reads the command line of `npm start`.
 *
 * @throws Error with a sentence for the person who typed it.
 */
export function parseCommand(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  if (values.help) return { kind: 'help' };
  const [what, ...others] = positionals;
  if (others.length > 0) throw new Error(`One event file at a time; there is also ${others.join(', ')}.`);
  const kind = kindOf(what, values['bootstrap-servers']);
  refuseUseless(kind, Object.keys(values) as OptionName[]);
  const run: RunOptions = {
    faults: checkedFaults(values.faults),
    logDirectory: fromCaller(values.logs),
    isVerbose: values.verbose,
    isJson: values.json,
    isBuilt: values['no-build'],
  };
  const command = commandOf(kind, what, run, values);
  // Nothing is made for a command line that has a mistake.
  makeWritable(run.logDirectory);
  return command;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    if (!isUnknownOption(error)) throw error;
    // The other sentences of Node are about files whose names begin with a hyphen.
    const [sentence = error.message] = error.message.split('. ');
    throw new Error(`${sentence}. --help lists the options.`, { cause: error });
  }
}

function isUnknownOption(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION';
}

type Values = ReturnType<typeof parse>['values'];

function commandOf(kind: Kind, what: string | undefined, run: RunOptions, values: Values): Command {
  const batchSize = wholeNumber('--batch-size', values['batch-size'], DEFAULT_BATCH_SIZE, BATCH_SIZE_RANGE);
  const durationSeconds = wholeNumber(
    '--duration',
    values.duration,
    DEFAULT_DURATION_SECONDS,
    DURATION_RANGE,
  );
  const files = {
    configurationFile: values.config === undefined ? undefined : readableFile(values.config),
    schemas: (values.schema ?? []).map(schemaFile),
  };
  switch (kind) {
    case 'demo':
      return {
        ...run,
        kind,
        ratePerSecond: wholeNumber('--rate', values.rate, DEFAULT_RATE, RATE_RANGE),
        durationMs: durationSeconds * SECOND_MS,
        batchSize,
      };
    case 'topic':
      return {
        ...run,
        ...files,
        kind,
        kafka: readKafkaOptions(values),
        topic: requiredTopic(values.topic),
        consumerGroupId: values.group ?? DEFAULT_GROUP,
        startingPosition: startingPosition(values.from),
        durationMs: values.duration === undefined ? undefined : durationSeconds * SECOND_MS,
        batchSize,
      };
    case 'samples':
      return { ...run, kind };
    case 'bridge-file':
      return { ...run, ...files, kind, eventFile: readableFile(what ?? '', SAMPLES_HINT) };
  }
}

function kindOf(what: string | undefined, bootstrapServers: string | undefined): Kind {
  if (bootstrapServers !== undefined) {
    if (what === undefined) return 'topic';
    throw new Error(`--bootstrap-servers is for a topic, and there is also ${what}. Give one of the two.`);
  }
  if (what === undefined) return 'demo';
  return what === 'samples' ? 'samples' : 'bridge-file';
}

function refuseUseless(kind: Kind, given: readonly OptionName[]): void {
  const useless = given.find((name) => SPECIAL_OPTIONS.has(name) && !OPTIONS_OF[kind].includes(name));
  if (useless === undefined) return;
  const kinds = (Object.keys(OPTIONS_OF) as Kind[]).filter((other) => OPTIONS_OF[other].includes(useless));
  const fitting = kinds.map((other) => KIND_NAMES[other]).join(' or ');
  throw new Error(`--${useless} is for ${fitting}, not for ${KIND_NAMES[kind]}.`);
}

function requiredTopic(topic: string | undefined): string {
  if (topic === undefined || topic === '') throw new Error('--topic is missing. Give the topic to bridge.');
  return topic;
}

function startingPosition(text = 'TRIM_HORIZON'): StartingPosition {
  if (text === 'TRIM_HORIZON' || text === 'LATEST') return text;
  const timestampMs = momentMs(text);
  if (timestampMs !== undefined) return { timestampMs };
  throw new Error(`--from is "${text}". Give TRIM_HORIZON, LATEST, or a time such as 2026-11-21T09:00:00Z.`);
}

function checkedFaults(text: string | undefined): string | undefined {
  if (text !== undefined) parseFaults(text);
  return text;
}

/** @param hint at the end of the sentence, for a person who meant something else. */
function readableFile(path: string, hint = ''): string {
  const file = fromCaller(path);
  try {
    accessSync(file, constants.R_OK);
    return file;
  } catch (cause) {
    throw new Error(`${unreadable(file, cause).message}${hint}`, { cause });
  }
}

function makeWritable(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK);
  } catch (cause) {
    throw new Error(`--logs ${path} is no directory that can be written to.`, { cause });
  }
}

const SCHEMA_OPTION = /^(?<versionId>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})=(?<file>.+)$/i;

function schemaFile(text: string): SchemaFile {
  const { versionId, file } = SCHEMA_OPTION.exec(text)?.groups ?? {};
  if (versionId === undefined || file === undefined) {
    throw new Error(`--schema is "${text}". Give a schema version id and a file: UUID=FILE.`);
  }
  return { versionId, definition: definition(fromCaller(file)) };
}

function definition(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw unreadable(file, cause);
  }
}
