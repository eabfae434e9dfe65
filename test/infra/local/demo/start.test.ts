import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { mskEvent } from '../../../../infra/local/demo/event-builder.ts';
import { glueFrame } from '../../../../infra/local/demo/frame-encoder.ts';

/** `npm start` as a person runs it, in a process of its own. The artefact is built into the same folder each time. */

const logs = mkdtempSync(join(tmpdir(), 'start-'));
afterAll(() => rmSync(logs, { recursive: true }));

function start(...args: string[]) {
  return spawnSync(process.execPath, ['infra/local/start.ts', '--no-build', '--logs', logs, ...args], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
}

describe('npm start', () => {
  test('plays samples and stream and accounts for every record', () => {
    const { status, stdout } = start('--records', '200', '--json');

    const { audit, samples, rules } = JSON.parse(stdout);
    expect(status).toBe(0);
    expect(audit).toMatchObject({
      produced: 249,
      sent: 244,
      deadLettered: 5,
      exhausted: 0,
      lost: [],
      invented: [],
    });
    expect(samples).toHaveLength(18);
    expect(rules).toContainEqual(
      expect.objectContaining({ name: 'suspicious-activity', matched: 25, targets: expect.any(Array) }),
    );
  });

  test('tells a person what happened', () => {
    const { stdout } = start('--records', '100');

    expect(stdout).toContain(
      '149 records in = 144 sent + 5 dead-lettered + 0 out of retries: every record is accounted for',
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

  test('ends with 1 when records run out of retries', () => {
    const { status, stdout } = start('--records', '1', '--faults', 'unavailable=1');

    expect(status).toBe(1);
    expect(stdout).toContain(
      'An event source mapping gives records that are out of retries to its on-failure',
    );
  }, 120_000);

  test.each([
    [['--records', 'many'], '--records is "many". Give a whole number from 1 to 10000000.'],
    [['no-such-file.json'], 'no-such-file.json cannot be read'],
    [['README.md'], 'README.md is not JSON.'],
    [['--config', 'x.json'], '--config needs an event file.'],
    [['events/json.json', '--records', '5'], '--records is for the stream, not for an event file.'],
    [
      ['events/json.json', '--schema', 'x'],
      '--schema is "x". Give a schema version id and a file: UUID=FILE.',
    ],
    [['--logs', 'package.json'], 'package.json is no directory that can be written to.'],
    [['--faults', 'thunder=1'], 'thunder'],
    [['--colour'], "Unknown option '--colour'"],
  ])('answers %j with a sentence instead of a stack', (args, sentence) => {
    const { status, stderr } = start(...args);

    expect(status).toBe(1);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
  });

  test('explains itself', () => {
    expect(start('--help').stdout).toContain('npm start -- events/json.json');
  });
});
