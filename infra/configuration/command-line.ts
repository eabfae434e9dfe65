import { parseArgs } from 'node:util';
import { configurationParameterName } from '../../shared/configuration-parameter.ts';
import { fromCaller } from '../command-line/caller-path.ts';
import { Refusal } from '../command-line/refusal.ts';
import type { DocumentPlace, ParameterPlace } from './document-place.ts';
import { OPTIONS } from './options.ts';

export type ConfigCommand =
  | { readonly kind: 'help' }
  | { readonly kind: 'check'; readonly place: DocumentPlace; readonly isJson: boolean }
  | {
      readonly kind: 'show';
      readonly place: DocumentPlace;
      /** Undefined for all that have no properties of their own. */
      readonly topic: string | undefined;
      readonly isJson: boolean;
    }
  | {
      readonly kind: 'put';
      readonly source: DocumentPlace;
      readonly target: ParameterPlace;
      readonly isDryRun: boolean;
      readonly isJson: boolean;
    }
  | { readonly kind: 'schema' | 'table'; readonly isWriting: boolean };

type Values = ReturnType<typeof parse>['values'];

/**
 * Reads the command line of `npm run config`.
 *
 * @throws Error with a sentence for the person who typed it.
 */
export function parseCommand(args: readonly string[]): ConfigCommand {
  const { values, positionals } = parse(args);
  if (values.help) return { kind: 'help' };
  const [what, file, ...others] = positionals;
  if (others.length > 0)
    throw new Refusal(`There are several files: ${positionals.slice(1).join(', ')}. Give one.`);
  refuseMisplaced(what, values);
  const isJson = values.json;
  switch (what) {
    case 'check':
      return { kind: 'check', place: place(file, values), isJson };
    case 'show':
      return { kind: 'show', place: place(file, values), topic: values.topic, isJson };
    case 'put':
      return {
        kind: 'put',
        source: filePlace(file),
        target: target(values),
        isDryRun: values['dry-run'],
        isJson,
      };
    case 'schema':
    case 'table':
      return { kind: what, isWriting: values.write };
    default:
      throw new Refusal(
        `${what === undefined ? 'Say what to do' : `"${what}" is not known`}: check, show, put, schema or table; see --help.`,
      );
  }
}

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
}

/** What would have no effect is refused: somebody expects one. */
function refuseMisplaced(what: string | undefined, values: Values): void {
  const misplaced = [
    values.topic !== undefined && what !== 'show' ? '--topic belongs to show' : undefined,
    values['dry-run'] && what !== 'put' ? '--dry-run belongs to put' : undefined,
    values.write && what !== 'schema' && what !== 'table' ? '--write belongs to schema and table' : undefined,
  ].filter((sentence) => sentence !== undefined);
  if (misplaced.length > 0) throw new Refusal(`${misplaced.join(', ')}.`);
}

function place(file: string | undefined, values: Values): DocumentPlace {
  const parameter = parameterPlace(values);
  if (file !== undefined && parameter !== undefined) {
    throw new Refusal('There are two documents, a file and a parameter. Give one of them.');
  }
  return parameter ?? filePlace(file);
}

function filePlace(file: string | undefined): DocumentPlace {
  if (file === undefined) {
    throw new Refusal('Which document? Give a FILE, --bridge NAME or --config-parameter NAME; see --help.');
  }
  return file === '-' ? { kind: 'standard input' } : { kind: 'file', path: fromCaller(file) };
}

function target(values: Values): ParameterPlace {
  const parameter = parameterPlace(values);
  if (parameter !== undefined) return parameter;
  throw new Refusal('Where to? Give --bridge NAME or --config-parameter NAME.');
}

function parameterPlace({ bridge, 'config-parameter': parameter }: Values): ParameterPlace | undefined {
  if (bridge !== undefined && parameter !== undefined) {
    throw new Refusal('--bridge and --config-parameter both name a parameter. Give one of them.');
  }
  const name = parameter ?? (bridge === undefined ? undefined : configurationParameterName(bridge));
  return name === undefined ? undefined : { kind: 'parameter', name };
}
