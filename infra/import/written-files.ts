import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseConfiguration } from '../../shared/configuration/configuration.ts';
import { toCaller } from '../command-line/caller-path.ts';
import { Refusal } from '../command-line/refusal.ts';
import { unreadable } from '../command-line/unreadable.ts';
import type { Import } from './import-connector.ts';

export interface WrittenFiles {
  /** What `cdk deploy` takes. */
  readonly bridge: string;
  /** The configuration document alone, in a folder where it is not taken for a bridge. */
  readonly document: string;
}

export function pathsOf(folder: string, bridgeName: string): WrittenFiles {
  return {
    bridge: join(folder, `${bridgeName}.json`),
    document: join(folder, 'configuration', `${bridgeName}.json`),
  };
}

/**
 * Writes what was imported.
 *
 * @throws ConfigurationError, before anything is written, when the bridge would not take the document, whatever the import says.
 * @throws Refusal, before anything is written, when there is another file of that name.
 */
export function writeFiles(result: Import, paths: WrittenFiles, isOverwriting: boolean): void {
  parseConfiguration(JSON.stringify(result.document));
  const contents = [
    { path: paths.bridge, text: pretty(result.bridge) },
    { path: paths.document, text: pretty(result.document) },
  ];
  for (const { path, text } of contents) if (!isOverwriting) refuseOther(path, text);
  for (const { path, text } of contents) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

function refuseOther(path: string, text: string): void {
  if (!existsSync(path) || readText(path) === text) return;
  throw new Refusal(
    `${toCaller(path)} is there already and says something else; nothing was written. Give --overwrite to replace it, or --bridge NAME or --out DIR for another.`,
  );
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function pretty(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
