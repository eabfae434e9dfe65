import { accessSync, constants, mkdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { FAULT_TEXT_HELP } from '../fault-text.ts';
import { wholeNumber } from '../whole-number.ts';
import type { SchemaFile } from './demo-stand-ins.ts';

export const HELP = `Kafka → EventBridge on this machine: builds the bridge, starts stand-ins of the AWS APIs on loopback, and
bridges records through the built artefact.

  npm start                               play the sample events and a stream of Avro notifications
  npm start -- events/json.json           bridge one event file and print the PutEvents entries
  npm start -- my.json --config my-config.json

Options
  --config FILE     configuration document for an event file; its event bus is made for the run
  --schema ID=FILE  Avro schema that the records of an event file name by this version id; can be repeated
  --records N       notifications in the stream (5000)
  --batch-size N    records in a batch of the stream (500)
  --faults TEXT     make the stand-ins fail:
${FAULT_TEXT_HELP.replaceAll(/^/gm, '                    ')}
  --logs DIRECTORY  where rules write their log files, anew in each run (.local/logs)
  --verbose         print what the functions log
  --json            print the result as JSON, for machines
  --no-build        use dist/ as it is
  --help            this text

The exit code is 1 when the function fails, or when a record is lost, invented, or still failing after all retries.
`;

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
  | (RunOptions & {
      readonly kind: 'bridge-file';
      readonly eventFile: string;
      readonly configurationFile: string | undefined;
      readonly schemas: readonly SchemaFile[];
    })
  | (RunOptions & { readonly kind: 'play'; readonly streamRecords: number; readonly batchSize: number });

const DEFAULT_RECORDS = 5_000;
const RECORDS_RANGE = { min: 1, max: 10_000_000 };
const DEFAULT_BATCH_SIZE = 500;
/** An event source mapping takes no larger batch. */
const BATCH_SIZE_RANGE = { min: 1, max: 10_000 };

const OPTIONS = {
  config: { type: 'string' },
  schema: { type: 'string', multiple: true },
  records: { type: 'string' },
  'batch-size': { type: 'string' },
  faults: { type: 'string' },
  logs: { type: 'string', default: '.local/logs' },
  verbose: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  'no-build': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/**
 * Reads the command line of `npm start`.
 *
 * @throws Error with a sentence for the person who typed it.
 */
export function parseCommand(args: readonly string[]): Command {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  if (values.help) return { kind: 'help' };
  const [eventFile, ...others] = positionals;
  if (others.length > 0) throw new Error(`One event file at a time; there is also ${others.join(', ')}.`);
  const useless =
    eventFile === undefined ? (['config', 'schema'] as const) : (['records', 'batch-size'] as const);
  for (const option of useless) {
    if (values[option] === undefined) continue;
    const why = eventFile === undefined ? 'needs an event file' : 'is for the stream, not for an event file';
    throw new Error(`--${option} ${why}.`);
  }
  const run: RunOptions = {
    faults: values.faults,
    logDirectory: writableDirectory(fromCaller(values.logs)),
    isVerbose: values.verbose,
    isJson: values.json,
    isBuilt: values['no-build'],
  };
  if (eventFile !== undefined) {
    return {
      ...run,
      kind: 'bridge-file',
      eventFile: fromCaller(eventFile),
      configurationFile: values.config === undefined ? undefined : fromCaller(values.config),
      schemas: (values.schema ?? []).map(schemaFile),
    };
  }
  return {
    ...run,
    kind: 'play',
    streamRecords: wholeNumber('--records', values.records, DEFAULT_RECORDS, RECORDS_RANGE),
    batchSize: wholeNumber('--batch-size', values['batch-size'], DEFAULT_BATCH_SIZE, BATCH_SIZE_RANGE),
  };
}

/** npm runs scripts in the project's folder and tells where it was called. */
function fromCaller(path: string): string {
  return resolve(process.env.INIT_CWD ?? '.', path);
}

function writableDirectory(path: string): string {
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK);
    return path;
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
  return { versionId, definition: readFileSync(fromCaller(file), 'utf8') };
}
