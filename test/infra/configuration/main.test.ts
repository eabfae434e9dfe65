import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BUS_ARN } from '../../fixtures/kafka-sources.ts';
import { type CommandOutput, runCommandProcess } from '../import/command-process.ts';
import { runStandIns } from '../local/running-stand-ins.ts';

/** The command as an operator runs it, over HTTP to the stand-ins. */

const PARAMETER = '/kafka-eventbridge/payments/configuration';
const GOOD = {
  'aws.eventbridge.connector.id': 'payments',
  'aws.eventbridge.region': 'eu-west-1',
  'aws.eventbridge.eventbus.arn': BUS_ARN,
};
const BAD = {
  ...GOOD,
  'value.converter': 'xml',
  'aws.eventbridge.retries.max': 11,
  'my.password': 'hunter2',
};
const running = runStandIns();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(document: object): string {
  const path = join(folder, 'document.json');
  writeFileSync(path, JSON.stringify(document, undefined, 2));
  return path;
}

async function run(...args: string[]): Promise<CommandOutput> {
  return await runCommandProcess('infra/configuration/main.ts', args, running.standIns.environment);
}

const store = (document: object) =>
  running.standIns.ssm.putParameter({ name: PARAMETER, value: JSON.stringify(document) });
const stored = () => JSON.parse(running.standIns.ssm.parameter(PARAMETER) ?? 'null');

describe('npm run config -- check', () => {
  it('takes a good document, and ends with 0', async () => {
    const { code, stdout } = await run('check', file({ ...GOOD, 'tasks.max': '3' }));

    expect(code).toBe(0);
    expect(stdout).toContain('document.json can be used.');
    expect(stdout).toContain('tasks.max');
  });

  it('lists every problem of a bad one, shows nothing of what it does not know, and ends with 1', async () => {
    const { code, stdout } = await run('check', file(BAD));

    expect(code).toBe(1);
    expect(stdout).toContain('document.json has 3 problems:');
    expect(stdout).toContain('value.converter is "xml"');
    expect(stdout).not.toContain('hunter2');
  });

  it('does not take a document that no parameter takes', async () => {
    const topics = Array.from({ length: 300 }, (_, index) => [
      `topic-${index}`,
      { 'value.converter': 'glue' },
    ]);
    const { code, stdout } = await run('check', file({ ...GOOD, topics: Object.fromEntries(topics) }));

    expect(code).toBe(1);
    expect(stdout).toMatch(/document\.json has 1 problem:\n- The configuration has \d+ bytes/);
  });

  it('reads the document of a bridge, and says which version it is', async () => {
    store(GOOD);
    store(BAD);
    const { code, stdout } = await run('check', '--bridge', 'payments', '--json');

    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ isUsable: false, problems: [{}, {}, {}] });
  });

  it('reads standard input', async () => {
    const { code, stdout } = await runCommandProcess(
      'infra/configuration/main.ts',
      ['check', '-'],
      {},
      JSON.stringify(GOOD),
    );

    expect(code).toBe(0);
    expect(stdout).toContain('The document can be used.');
  });
});

describe('npm run config -- show', () => {
  it('shows what holds and where it is from', async () => {
    store({
      ...GOOD,
      'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
      topics: { audit: { 'value.converter': 'bytes' } },
    });
    const { code, stdout } = await run('show', '--bridge', 'payments');

    expect(code).toBe(0);
    expect(stdout).toContain(`Version 1 of ${PARAMETER}`);
    expect(stdout).toMatch(/In the document \(4\)[\s\S]*value\.converter +json\n +written as org\.apache/);
    expect(stdout).toMatch(/Of the topic audit \(1\)\n +value\.converter +bytes/);
    expect(stdout).toMatch(/Defaults \(\d+\)[\s\S]*aws\.eventbridge\.retries\.max +2/);
    expect(stdout.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });

  it('shows what holds for a topic, as JSON', async () => {
    store({ ...GOOD, topics: { audit: { 'value.converter': 'bytes' } } });
    const { stdout } = await run('show', '--bridge', 'payments', '--topic', 'audit', '--json');

    expect(JSON.parse(stdout).properties).toContainEqual({
      property: 'value.converter',
      value: 'bytes',
      origin: 'topic',
    });
  });

  it('shows no external id', async () => {
    const members = {
      'aws.eventbridge.iam.role.arn': 'arn:aws:iam::123456789012:role/a',
      'aws.eventbridge.iam.external.id': 'hunter2',
    };
    const outputs = await Promise.all(
      [[], ['--json']].map(async (options) => await run('show', file({ ...GOOD, ...members }), ...options)),
    );

    for (const { code, stdout } of outputs) {
      expect(code).toBe(0);
      expect(stdout).not.toContain('hunter2');
    }
  });

  it('shows the problems of a bad document, and ends with 1', async () => {
    const { code, stdout } = await run('show', file(BAD));

    expect(code).toBe(1);
    expect(stdout).toContain('has 3 problems:');
  });
});

describe('npm run config -- put', () => {
  it('stores a new version and shows what it changes', async () => {
    store({ ...GOOD, 'errors.tolerance': 'all' });
    const { code, stdout } = await run(
      'put',
      file({ ...GOOD, 'aws.eventbridge.retries.max': 5 }),
      '--bridge',
      'payments',
    );

    expect(code).toBe(0);
    expect(stdout).toMatch(/errors\.tolerance\n +− all/);
    expect(stdout).toMatch(/aws\.eventbridge\.retries\.max\n +\+ 5/);
    expect(stdout).toContain('Stored: version 1 → 2');
    expect(stdout).toContain('Make the same change in bridges/, and deploy.');
    expect(stored()).toEqual({ ...GOOD, 'aws.eventbridge.retries.max': 5 });
  });

  it('makes a parameter where there is none, and warns of the deployment', async () => {
    const { code, stdout } = await run('put', file(GOOD), '--config-parameter', '/own/name');

    expect(code).toBe(0);
    expect(stdout).toContain('Stored as version 1');
    expect(stdout).toContain('A deployment with cdk makes it itself');
    expect(running.standIns.ssm.parameter('/own/name')).toBe(JSON.stringify(GOOD));
  });

  it('stores nothing that says the same', async () => {
    store(GOOD);
    const { code, stdout } = await run('put', file(GOOD), '--bridge', 'payments', '--json');

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ oldVersion: 1, changes: [] });
    expect(JSON.parse(stdout)).not.toHaveProperty('newVersion');
  });

  it('replaces a document that the function refuses, whatever the two have in common', async () => {
    store({ ...GOOD, topics: { orders: 'json' } });

    const dryRun = await run('put', file(GOOD), '--bridge', 'payments', '--dry-run');
    expect(dryRun.stdout).toContain('Dry run: nothing was stored');
    const { code, stdout } = await run('put', file(GOOD), '--bridge', 'payments');

    expect(code).toBe(0);
    expect(stdout).toContain('Stored: version 1 → 2');
    expect(stored()).toEqual(GOOD);
  });

  it('stores nothing in a dry run, and shows what it would change', async () => {
    store(GOOD);
    const { code, stdout } = await run(
      'put',
      file({ ...GOOD, 'value.converter': 'string' }),
      '--bridge',
      'payments',
      '--dry-run',
    );

    expect(code).toBe(0);
    expect(stdout).toContain('+ string');
    expect(stdout).toContain('Dry run: nothing was stored');
    expect(stored()).toEqual(GOOD);
  });

  it('never stores a bad document, and ends with 1', async () => {
    store(GOOD);
    const { code, stdout } = await run('put', file(BAD), '--bridge', 'payments');

    expect(code).toBe(1);
    expect(stdout).toContain('has 3 problems:');
    expect(stored()).toEqual(GOOD);
  });

  it('stores a document that needs the advanced tier, and none that no parameter takes', async () => {
    const topics = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`topic-${index}`, { 'value.converter': 'glue-avro' }]),
      );
    const large = await run('put', file({ ...GOOD, topics: topics(100) }), '--bridge', 'payments');
    const tooLarge = await run('put', file({ ...GOOD, topics: topics(200) }), '--bridge', 'payments');

    expect(large.code).toBe(0);
    expect(tooLarge.code).toBe(2);
    expect(tooLarge.stderr).toContain('a parameter takes 8192');
  });
});

describe('npm run config', () => {
  it('tells a bridge that does not exist, and ends with 2', async () => {
    const { code, stderr } = await run('show', '--bridge', 'payments');

    expect(code).toBe(2);
    expect(stderr).toContain(`There is no SSM parameter ${PARAMETER}.`);
  });

  it('prints what editors and the README need', async () => {
    const [schema, table] = await Promise.all([run('schema'), run('table')]);

    expect(JSON.parse(schema.stdout).title).toBe('Configuration document of a bridge');
    expect(table.stdout).toContain('| property | default | meaning |');
  });
});
