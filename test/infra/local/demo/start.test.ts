import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

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
      produced: 225,
      sent: 220,
      deadLettered: 5,
      exhausted: 0,
      lost: [],
      invented: [],
    });
    expect(samples).toHaveLength(10);
    expect(rules).toContainEqual(
      expect.objectContaining({ name: 'suspicious-activity', matched: 25, targets: expect.any(Array) }),
    );
  });

  test('tells a person what happened', () => {
    const { stdout } = start('--records', '100');

    expect(stdout).toContain(
      '125 records in = 120 sent + 5 dead-lettered + 0 not delivered: every record is accounted for',
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

  test.each([
    [['--records', 'many'], '--records is "many". Give a whole number from 1 to 10000000.'],
    [['no-such-file.json'], 'no-such-file.json'],
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
