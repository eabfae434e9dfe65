import { readFileSync } from 'node:fs';
import { toCaller } from '../command-line/caller-path.ts';
import { messageOf } from '../command-line/error-text.ts';
import { Refusal } from '../command-line/refusal.ts';
import { unreadable } from '../command-line/unreadable.ts';
import type { Connector } from './connector.ts';
import { connectorText } from './connector-text.ts';
import { parseJavaProperties } from './java-properties.ts';
import { isMembers, membersIn, textIn } from './json-members.ts';
import { isYaml } from './yaml.ts';

/** What a worker says for connectors that do not say it themselves. */
export interface Worker {
  /** Where it says so, for a sentence: `the worker`. */
  readonly who: string;
  readonly properties: ReadonlyMap<string, string>;
}

/** @see https://docs.aws.amazon.com/msk/latest/developerguide/msk-connect-workers.html */
const MSK_CONNECT_WORKER: Worker = {
  who: 'the default worker configuration of MSK Connect',
  properties: new Map(
    ['key.converter', 'value.converter'].map((name) => [
      name,
      'org.apache.kafka.connect.storage.StringConverter',
    ]),
  ),
};

/**
 * The worker of a connector, as far as it can be known.
 *
 * @param path its properties file, or what `aws kafkaconnect describe-worker-configuration` tells.
 * @throws Refusal when the file cannot be read.
 */
export function workerOf(connector: Connector, path: string | undefined): Worker | undefined {
  if (path !== undefined) return { who: `the worker (${toCaller(path)})`, properties: readWorker(path) };
  const isDefault =
    connector.form === 'msk-connect' && connector.surroundings?.hasOwnWorkerConfiguration !== true;
  return isDefault ? MSK_CONNECT_WORKER : undefined;
}

function readWorker(path: string): ReadonlyMap<string, string> {
  try {
    const { text } = connectorText(readFileSync(path), () => false);
    if (isYaml(text)) {
      throw new Refusal(
        `${toCaller(path)} is YAML, which is not read. Give the properties file of the worker, or write its spec.config as lines NAME=VALUE.`,
      );
    }
    const properties = /^\s*\{/.test(text) ? describedFile(text, path) : text;
    return parseJavaProperties(properties).properties;
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    if (cause instanceof Error && 'errno' in cause) throw unreadable(path, cause);
    throw new Refusal(`${toCaller(path)} is no properties file: ${messageOf(cause)}`, { cause });
  }
}

/** @see https://docs.aws.amazon.com/MSKC/latest/mskc/API_DescribeWorkerConfiguration.html */
function describedFile(text: string, path: string): string {
  const document = parsed(text);
  const revision = isMembers(document) ? membersIn(document, 'latestRevision') : undefined;
  const content = textIn(revision, 'propertiesFileContent');
  if (content !== undefined) return Buffer.from(content, 'base64').toString('utf8');
  throw new Refusal(
    `${toCaller(path)} has no latestRevision.propertiesFileContent. Give the properties file of the worker, or what aws kafkaconnect describe-worker-configuration answers.`,
  );
}

/** Undefined for what is no JSON: the parser's message quotes the text, which may hold a password. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
