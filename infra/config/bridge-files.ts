import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { BridgeOptions } from '../constructs/bridge/bridge-options.ts';
import { bridgeSchema } from './bridge-schema.ts';
import { parseClosed, SettingsError } from './parse-closed.ts';

/**
 * The bridges of a folder, one JSON file each, in the order of their names; none when there is no such folder.
 *
 * @throws SettingsError that names the file.
 */
export function readBridgeFiles(folder: string): BridgeOptions[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => readBridgeFile(join(folder, file)));
}

function readBridgeFile(path: string): BridgeOptions {
  const options: BridgeOptions = parseClosed(path, bridgeSchema, parseJson(path));
  // A bridge is found by its name, in the console and in the folder alike.
  if (options.name !== basename(path, '.json')) {
    throw new SettingsError(path, [`name is "${options.name}". Name the file ${options.name}.json.`]);
  }
  return options;
}

function parseJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new SettingsError(path, [
      `It is not JSON: ${error instanceof Error ? error.message : error}. Look for a comma or quote before that place.`,
    ]);
  }
}
