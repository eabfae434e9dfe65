import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { mskEvent } from '../../../infra/local/demo/event-builder.ts';
import { glueFrame } from '../../../infra/local/demo/frame-encoder.ts';
import { runScript } from '../../fixtures/run-script.ts';

/** `npm start` as a person runs it, in a process of its own. The artefact is built into the same folder each time. */

const logs = mkdtempSync(join(tmpdir(), 'start-'));
afterAll(() => rmSync(logs, { recursive: true }));

function start(...args: string[]) {
  return runScript('infra/local/start.ts', '--no-build', '--logs', logs, ...args);
}

describe('npm start', () => {
  test('runs the whole demo and accounts for every transaction', () => {
    const { status, stdout } = start('--rate', '5000', '--duration', '2', '--json');

    const lines = stdout.trim().split('\n');
    const { summary } = JSON.parse(lines.at(-1) ?? '');
    const { analyzer, bridge } = summary.audit;
    expect(status).toBe(0);
    expect(analyzer).toMatchObject({ lost: [], invented: [], exhausted: 0 });
    expect(analyzer.transactions).toBeGreaterThan(0);
    expect(analyzer.suspicious).toBeGreaterThan(0);
    expect(analyzer.notified).toBe(analyzer.suspicious);
    expect(bridge).toMatchObject({ lost: [], invented: [], exhausted: 0, deadLettered: 0 });
    expect(bridge.sent).toBe(analyzer.notified + analyzer.duplicates);
    expect(summary.last.rules).toMatchObject([
      { name: 'suspicious-activity', matched: bridge.sent + bridge.duplicates },
      { name: 'all-notifications', matched: bridge.sent + bridge.duplicates },
    ]);
    expect(summary.pendingRecords).toBe(0);
    expect(summary.last.mappings).toMatchObject([{ lag: 0 }, { lag: 0 }]);
  });

  test('loses nothing of the demo while the services fail', () => {
    const { status, stdout } = start(
      ...['--rate', '5000', '--duration', '2', '--json'],
      ...['--faults', 'throttle=0.1,internal=0.05,partial=0.1:InternalFailure,reset=0.05,seed=7'],
    );

    const { summary } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    expect(status).toBe(0);
    expect(summary.last.failures.injectedFaults).toBeGreaterThan(0);
    expect(summary.audit.analyzer.lost).toEqual([]);
    expect(summary.audit.bridge.lost).toEqual([]);
  });

  test('is audited after one Ctrl-C, which comes twice where npm passes it on', async () => {
    const child = spawn(
      process.execPath,
      ['infra/local/start.ts', '--no-build', '--logs', logs, '--rate', '200', '--duration', '60', '--json'],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const closed = once(child, 'close');
    const lines: string[] = [];
    for await (const line of createInterface(child.stdout)) {
      if (lines.push(line) > 1) continue;
      child.kill('SIGINT');
      setTimeout(() => child.kill('SIGINT'), 20);
    }

    expect(await closed).toEqual([0, null]);
    const { summary } = JSON.parse(lines.at(-1) ?? '');
    expect(summary.isInterrupted).toBe(true);
    expect(summary.audit.bridge.lost).toEqual([]);
  });

  test('plays the sample events and accounts for every record', () => {
    const { status, stdout } = start('samples', '--json');

    const { audit, samples, rules } = JSON.parse(stdout);
    expect(status).toBe(0);
    expect(audit).toMatchObject({
      produced: 49,
      sent: 44,
      deadLettered: 5,
      exhausted: 0,
      lost: [],
      invented: [],
    });
    expect(samples).toHaveLength(18);
    expect(rules).toContainEqual(
      expect.objectContaining({ name: 'suspicious-activity', matched: 5, targets: expect.any(Array) }),
    );
  });

  test('tells a person what happened', () => {
    const { stdout } = start('samples');

    expect(stdout).toContain(
      '49 records in = 44 sent + 5 dead-lettered + 0 out of retries: every record is accounted for',
    );
    expect(stdout).toContain('FRAME_INVALID  notifications partition 0 offset 506');
  });

  test('bridges one file and prints the PutEvents entries', () => {
    const { status, stdout } = start('events/tombstone.json', '--json');

    const { entries, response } = JSON.parse(stdout);
    expect(status).toBe(0);
    expect(entries).toHaveLength(2);
    expect(entries[0]).toMatchObject({ Source: 'kafka-connect.demo', DetailType: 'kafka-connect-orders' });
    expect(JSON.parse(entries[0].Detail)).toMatchObject({ key: 'ord-48215', value: null });
    expect(response).toEqual({ batchItemFailures: [] });
  });

  test("makes the bus and schema that a person's own configuration and records name", () => {
    const configuration = join(logs, 'configuration.json');
    const schema = join(logs, 'name.avsc');
    const event = join(logs, 'event.json');
    const arn = 'arn:aws:events:us-east-1:999999999999:event-bus/payments';
    const versionId = '11111111-2222-4333-8444-555555555555';
    writeFileSync(
      configuration,
      JSON.stringify({
        'aws.eventbridge.connector.id': 'own',
        'aws.eventbridge.region': 'us-east-1',
        'aws.eventbridge.eventbus.arn': arn,
        'value.converter': 'glue-avro',
      }),
    );
    writeFileSync(schema, '"string"');
    const value = glueFrame(versionId, Buffer.from([4, 0x68, 0x69]));
    writeFileSync(
      event,
      JSON.stringify(mskEvent([{ topic: 't', offset: 1, timestamp: 1, key: null, value }])),
    );

    const { stdout } = start(
      event,
      '--config',
      configuration,
      '--schema',
      `${versionId}=${schema}`,
      '--json',
    );

    const { entries, dropped } = JSON.parse(stdout);
    expect(entries).toMatchObject([{ EventBusName: arn, Source: 'kafka-connect.own' }]);
    expect(JSON.parse(entries[0].Detail).value).toBe('hi');
    expect(dropped).toBe(0);
  });

  test('bridges to the default bus, which every account has', () => {
    const configuration = join(logs, 'default-bus.json');
    const document = JSON.parse(readFileSync('events/configuration/json.json', 'utf8'));
    const arn = 'arn:aws:events:eu-west-1:123456789012:event-bus/default';
    writeFileSync(configuration, JSON.stringify({ ...document, 'aws.eventbridge.eventbus.arn': arn }));

    const { stdout } = start('events/json.json', '--config', configuration, '--json');

    expect(JSON.parse(stdout).entries).toMatchObject([{ EventBusName: arn }, { EventBusName: arn }]);
  });

  test('prints a failure of the function as text, and ends with 1', () => {
    const configuration = join(logs, 'bad.json');
    writeFileSync(configuration, '{}');

    const { status, stdout } = start('events/json.json', '--config', configuration);

    expect(status).toBe(1);
    expect(stdout).toContain(
      'The function failed with ConfigurationError\nThe configuration has 3 errors:\n- aws',
    );
  });

  test.each([
    [['--rate', 'many'], '--rate is "many". Give a whole number from 1 to 100,000.'],
    [['--duration', '0'], '--duration is "0". Give a whole number from 1 to 86,400.'],
    [
      ['no-such-file.json'],
      'no-such-file.json cannot be read: no such file or directory; `npm start -- samples` plays',
    ],
    [['infra'], 'infra cannot be read: illegal operation on a directory'],
    [['README.md'], 'README.md is not JSON.'],
    [
      ['--config', 'x.json'],
      '--config is for a topic (--bootstrap-servers) or an event file, not for the demo.',
    ],
    [['events/json.json', '--rate', '5'], '--rate is for the demo, not for an event file.'],
    [
      ['samples', '--duration', '5'],
      '--duration is for the demo or a topic (--bootstrap-servers), not for the sample',
    ],
    [['--bootstrap-servers', 'localhost:9092'], '--topic is missing. Give the topic to bridge.'],
    [
      ['--bootstrap-servers', 'localhost:1', '--topic', 'orders'],
      '--kafka-auth is missing, and the ports do not tell it.',
    ],
    [
      ['--bootstrap-servers', 'localhost:9092', '--topic', 'orders', '--from', 'yesterday'],
      '--from is "yesterday". Give TRIM_HORIZON, LATEST, or a time such as 2026-11-21T09:00:00Z.',
    ],
    [['events/json.json', '--bootstrap-servers', 'localhost:9092'], 'and there is also events/json.json'],
    [
      ['events/json.json', '--schema', 'x'],
      '--schema is "x". Give a schema version id and a file: UUID=FILE.',
    ],
    [
      ['events/json.json', '--config', 'no-such-file.json'],
      'no-such-file.json cannot be read: no such file or directory',
    ],
    [
      ['events/json.json', '--schema', '11111111-2222-4333-8444-555555555555=/no/such/file'],
      '/no/such/file cannot be read: no such file or directory',
    ],
    [
      ['--bootstrap-servers', 'localhost:9092', '--topic', 'orders', '--from', '5'],
      '--from is "5". Give TRIM_HORIZON, LATEST, or a time such as 2026-11-21T09:00:00Z.',
    ],
    [['--logs', 'package.json'], 'package.json is no directory that can be written to.'],
    [['--faults', 'thunder=1'], 'thunder'],
    [['--colour'], "Unknown option '--colour'. --help lists the options.\n"],
  ])('answers %j with a sentence instead of a stack', (args, sentence) => {
    const { status, stderr } = start(...args);

    expect(status).toBe(1);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
  });

  test.each([
    [['--rate', 'many']],
    [['--faults', 'thunder=1']],
    [['no-such-file.json']],
    [['--bootstrap-servers', 'localhost:9092', '--kafka-auth', 'none', '--topic', 'orders', '--from', '5']],
  ])('makes no directory for logs when it refuses %j', (args) => {
    const directory = join(logs, 'of-a-mistake');

    start('--logs', directory, ...args);

    expect(existsSync(directory)).toBe(false);
  });

  test.each(['--help', '-h'])('explains itself with %s, in lines that fit', (option) => {
    const { stdout } = start(option);

    expect(stdout).toContain('npm start -- events/json.json');
    expect(stdout.split('\n').filter((line) => line.length > 110)).toEqual([]);
  });
});
