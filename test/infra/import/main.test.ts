import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLUSTER_ARN } from '../../fixtures/kafka-sources.ts';
import { runStandIns } from '../local/running-stand-ins.ts';
import { type CommandOutput, runCommandProcess } from './command-process.ts';
import { CONFIG } from './connector-fixture.ts';

/** The command as somebody runs it, over HTTP to the stand-ins. */

const PARAMETER = '/kafka-eventbridge/payments/configuration';
const { 'connector.class': _, topics: __, ...DOCUMENT } = CONFIG;
const running = runStandIns();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, content: object | string): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const connectorFile = (config: object = {}) =>
  file('connector.json', { name: 'payments', config: { ...CONFIG, ...config } });

async function run(...args: string[]): Promise<CommandOutput> {
  return await runCommandProcess(
    'infra/import/main.ts',
    [...args, '--out', join(folder, 'bridges')],
    running.standIns.environment,
  );
}

const written = (path: string) => JSON.parse(readFileSync(join(folder, 'bridges', path), 'utf8'));

describe('npm run import', () => {
  it('tells what becomes of each property, writes the bridge and its document, and what is next', async () => {
    const { code, stdout, stderr } = await run(connectorFile(), '--cluster-arn', CLUSTER_ARN);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Carried over (');
    expect(stdout).toContain('npx cdk deploy KafkaEventBridge-payments');
    expect(written('configuration/payments.json')).toEqual(DOCUMENT);
    expect(written('payments.json')).toMatchObject({
      name: 'payments',
      topics: ['payments'],
      configuration: DOCUMENT,
    });
    expect(running.standIns.ssm.parameter(PARAMETER)).toBeUndefined();
  });

  it('reads properties files, of UTF-8 and of ISO-8859-1', async () => {
    const properties = Object.entries({ ...CONFIG, 'aws.eventbridge.detail.types': 'Zahlung für ${topic}' })
      .map(([name, value]) => `${name} = ${value}`)
      .join('\n');
    const utf8 = await run(file('utf8.properties', properties), '--json', '--bridge', 'utf8');
    writeFileSync(join(folder, 'latin1.properties'), Buffer.from(properties, 'latin1'));
    const latin1 = await run(join(folder, 'latin1.properties'), '--json', '--bridge', 'latin1');

    for (const { stdout } of [utf8, latin1]) {
      expect(JSON.parse(stdout).document['aws.eventbridge.detail.types']).toBe('Zahlung für ${topic}');
    }
    expect(JSON.parse(utf8.stdout).remarks).toEqual([expect.stringContaining('ISO-8859-1')]);
    expect(JSON.parse(latin1.stdout).remarks).toEqual([]);
  });

  it('takes what the command line says over what the file says', async () => {
    const path = connectorFile({
      'value.converter': 'com.example.Own',
      transforms: 'a',
      'transforms.a.type': 'b.C',
    });
    const { code } = await run(
      ...[
        path,
        '--set',
        'value.converter=json',
        '--remove',
        'transforms',
        '--start-at',
        '2026-11-20T08:30:00Z',
      ],
    );

    expect(code).toBe(0);
    expect(written('payments.json').mapping).toEqual({
      startingPosition: { timestampSeconds: 1_795_163_400 },
    });
    expect(written('configuration/payments.json')['value.converter']).toBe('json');
  });

  it('writes and stores nothing when something is unsupported, and ends with 1', async () => {
    const { code, stdout } = await run(connectorFile({ transforms: 'mask' }), '--put');

    expect(code).toBe(1);
    expect(stdout).toContain('1 property keeps this from being imported, and nothing was written.');
    expect(existsSync(join(folder, 'bridges'))).toBe(false);
    expect(running.standIns.ssm.parameter(PARAMETER)).toBeUndefined();
  });

  it('shows no secret, whatever becomes of it', async () => {
    const path = connectorFile({
      'consumer.override.sasl.jaas.config': 'LoginModule required password="hunter2";',
      'value.converter.basic.auth.user.info': 'user:hunter2',
      'my.password': 'hunter2',
      'value.converter.schema.registry.url': 'https://user:hunter2@registry.example.com',
    });
    const outputs = await Promise.all([
      run(path),
      run(path, '--json'),
      run(file('broken.json', '{"a":"hunter2"')),
    ]);

    for (const { stdout, stderr } of outputs) expect(stdout + stderr).not.toContain('hunter2');
  });

  it('stores the document where the bridge reads it', async () => {
    const { code, stdout } = await run(connectorFile(), '--put');

    expect(code).toBe(0);
    expect(stdout).toContain('Stored as version 1');
    expect(stdout).toContain('There was no such parameter.');
    expect(JSON.parse(running.standIns.ssm.parameter(PARAMETER) ?? '')).toEqual(DOCUMENT);
  });

  it('stores a new version and shows what changes, and none when nothing does', async () => {
    const old = { ...DOCUMENT, 'value.converter': 'json' };
    running.standIns.ssm.putParameter({ name: PARAMETER, value: JSON.stringify(old) });
    const first = await run(connectorFile(), '--put');
    const second = await run(connectorFile(), '--put');

    expect(first.stdout).toContain('− json');
    expect(first.stdout).toContain('Stored: version 1 → 2');
    expect(second.stdout).toContain('Version 2 says the same already: nothing was stored');
  });

  it('writes nothing in a dry run', async () => {
    const { code, stdout } = await run(connectorFile(), '--dry-run');

    expect(code).toBe(0);
    expect(stdout).toContain('Dry run: nothing was written.');
    expect(readdirSync(folder)).toEqual(['connector.json']);
  });

  it('writes over no other file, unless it is told to', async () => {
    const path = connectorFile();
    await run(path);
    const again = await run(path);
    const other = await run(path, '--cluster-arn', CLUSTER_ARN);
    const overwriting = await run(path, '--cluster-arn', CLUSTER_ARN, '--overwrite');

    expect([again.code, other.code, overwriting.code]).toEqual([0, 2, 0]);
    expect(other.stderr).toContain('is there already and says something else; nothing was written.');
    expect(written('payments.json').source.clusterArn).toBe(CLUSTER_ARN);
  });

  it('prints its result as JSON', async () => {
    const { code, stdout } = await run(connectorFile(), '--json', '--put');

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      bridgeName: 'payments',
      isComplete: true,
      lines: expect.arrayContaining([expect.objectContaining({ property: 'topics', fate: 'changed' })]),
      document: DOCUMENT,
      stored: { parameter: PARAMETER, newVersion: 1 },
    });
  });

  it.each([
    { args: ['no-such.json'], message: 'no-such.json cannot be read: no such file or directory' },
    { args: ['--unknown'], message: "Unknown option '--unknown'" },
  ])('ends with 2 and a sentence: $message', async ({ args, message }) => {
    const { code, stdout, stderr } = await run(...args);

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
  });

  it('explains itself', async () => {
    const { code, stdout } = await run('--help');

    expect(code).toBe(0);
    expect(stdout).toContain('--cluster-arn ARN');
  });
});
