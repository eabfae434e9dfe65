import { parseArgs } from 'node:util';
import { fromCaller } from '../command-line/caller-path.ts';
import { momentMs } from '../command-line/moment.ts';
import { Refusal } from '../command-line/refusal.ts';
import type { BridgeParts } from './decision.ts';
import { OPTIONS } from './options.ts';

export interface ImportCommand {
  readonly kind: 'import';
  readonly file: string;
  /** Undefined for that of the connector. */
  readonly bridge: string | undefined;
  readonly connector: string | undefined;
  readonly workerFile: string | undefined;
  readonly given: ReadonlyMap<string, string>;
  readonly removed: readonly string[];
  readonly clusterArn: string | undefined;
  readonly startingPosition: BridgeParts['startingPosition'] | undefined;
  readonly folder: string;
  readonly isOverwriting: boolean;
  readonly isDryRun: boolean;
  readonly isPut: boolean;
  readonly isJson: boolean;
}

/** Where `cdk deploy` looks for bridges. */
const DEFAULT_FOLDER = 'bridges';

/**
 * Reads the command line of `npm run import`.
 *
 * @throws Error with a sentence for the person who typed it.
 */
export function parseCommand(args: readonly string[]): ImportCommand | { readonly kind: 'help' } {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  if (values.help) return { kind: 'help' };
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) {
    throw new Refusal(
      file === undefined
        ? 'Give the file with the configuration of the connector; see --help.'
        : `There are several files: ${positionals.join(', ')}. Import one after another.`,
    );
  }
  if (values.put && values['dry-run']) {
    throw new Refusal('--dry-run stores nothing, and --put does. Leave one of them out.');
  }
  return {
    kind: 'import',
    file: fromCaller(file),
    bridge: values.bridge,
    connector: values.connector,
    workerFile: values.worker === undefined ? undefined : fromCaller(values.worker),
    given: new Map((values.set ?? []).map(nameAndValue)),
    removed: values.remove ?? [],
    clusterArn: clusterArn(values['cluster-arn']),
    startingPosition: startingPosition(values['start-at']),
    // npm runs this in the folder of the project, where bridges/ belongs.
    folder: values.out === undefined ? DEFAULT_FOLDER : fromCaller(values.out),
    isOverwriting: values.overwrite,
    isDryRun: values['dry-run'],
    isPut: values.put,
    isJson: values.json,
  };
}

function nameAndValue(text: string): [name: string, value: string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  throw new Refusal(`--set is "${text.slice(0, 40)}". Give NAME=VALUE.`);
}

/** A stack may know it at deployment only. */
function clusterArn(text: string | undefined): string | undefined {
  if (text === undefined || /^(arn:[\w-]+:kafka:[\w-]+:\d{12}:cluster\/.+|ssm:.+)$/.test(text)) return text;
  throw new Refusal(
    `--cluster-arn is "${text}". Give the ARN of an MSK cluster, as arn:aws:kafka:eu-west-1:123456789012:cluster/prod/751d2973-a626-431c-9d4e-d7975eb44dd7-2, or ssm: with the name of a parameter that has it.`,
  );
}

function startingPosition(text: string | undefined): BridgeParts['startingPosition'] | undefined {
  if (text === undefined) return undefined;
  if (text === 'earliest') return 'TRIM_HORIZON';
  if (text === 'latest') return 'LATEST';
  const ms = momentMs(text);
  if (ms !== undefined) return { timestampSeconds: Math.floor(ms / 1_000) };
  throw new Refusal(
    `--start-at is "${text}". Give earliest, latest, or a time with its zone: 2026-11-20T08:30:00Z.`,
  );
}
