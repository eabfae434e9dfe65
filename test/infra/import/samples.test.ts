import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readDeploymentSettings } from '../../../infra/config/deployment-settings.ts';
import { configurationDocument } from '../../../infra/constructs/bridge/configuration-document.ts';
import { bridgeNameOf } from '../../../infra/import/bridge-name.ts';
import { describeImport } from '../../../infra/import/describe-import.ts';
import { type Import, importConnector } from '../../../infra/import/import-connector.ts';
import { readConnector } from '../../../infra/import/read-connector.ts';
import { workerOf } from '../../../infra/import/worker.ts';
import { pathsOf, writeFiles } from '../../../infra/import/written-files.ts';
import { parseConfiguration } from '../../../shared/configuration/configuration.ts';
import { synthesise } from '../../synth/synthesise.ts';

/** Connectors as people run them, imported whole. */

const SAMPLES = [
  {
    file: 'avro-test-connector.json',
    topics: ['notifications'],
    source: 'kafka-connect.avro-test-connector',
  },
  {
    file: 'orders.properties',
    topics: ['orders', 'refunds', 'shipments.eu'],
    source: 'kafka-connect.orders',
  },
  { file: 'cross-account-audit.json', topics: ['audit'], source: 'kafka-connect.audit' },
];

function sample(file: string): Import {
  const path = fileURLToPath(new URL(`../../../infra/import/samples/${file}`, import.meta.url));
  const connector = readConnector(path, { connector: undefined, given: new Map() });
  return importConnector(connector, {
    worker: workerOf(connector, undefined),
    bridgeName: bridgeNameOf(connector, undefined),
    removed: [],
    startingPosition: undefined,
    clusterArn: undefined,
  });
}

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-'));
  vi.stubEnv('NO_COLOR', '1');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
});

describe.each(SAMPLES)('the connector of $file', ({ file, topics, source }) => {
  it('becomes the bridge that it became before, told in the same words', async () => {
    const result = sample(file);

    expect(result.isComplete).toBe(true);
    await expect(`${JSON.stringify(result.bridge, undefined, 2)}\n`).toMatchFileSnapshot(
      `../../golden/imports/${file}.bridge.json`,
    );
    await expect(`${describeImport(result, 100)}\n`).toMatchFileSnapshot(`../../golden/imports/${file}.txt`);
  });

  it('is told in lines that fit', () => {
    const isLink = (line: string) => !line.trim().includes(' ');
    const lines = describeImport(sample(file), 100).split('\n');

    expect(lines.filter((line) => line.length > 100 && !isLink(line))).toEqual([]);
  });

  it('has a document that the function takes, and in which nothing is left to note', () => {
    const configuration = parseConfiguration(JSON.stringify(sample(file).document));

    expect(`kafka-connect.${configuration.connectorId}`).toBe(source);
    expect(configuration.notes).toEqual([]);
  });

  it('is deployed with exactly that document', () => {
    const result = sample(file);
    const bridges = join(folder, 'bridges');
    mkdirSync(bridges);
    writeFiles(result, pathsOf(bridges, result.bridgeName), false);
    const [bridge] = readDeploymentSettings({ bridges }).bridges;
    if (bridge === undefined) throw new Error('There is no bridge.');

    expect(bridge.topics).toEqual(topics);
    expect(configurationDocument(bridge).members).toEqual(result.document);
    const { stacks } = synthesise({ name: 'import', context: { bridges } }, join(folder, 'cdk.out'));
    expect(stacks.map(({ stackName }) => stackName)).toEqual([`KafkaEventBridge-${result.bridgeName}`]);
  });
});
