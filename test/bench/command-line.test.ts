import { describe, expect, test } from 'vitest';
import { runScript } from '../fixtures/run-script.ts';
import { HELP, parseCommand } from './command-line.ts';
import { GROUPS } from './groups.ts';

function run(...args: string[]) {
  return runScript('test/bench/run.ts', ...args);
}

describe('npm run bench', () => {
  test('measures everything with fifteen samples, if nothing else is said', () => {
    expect(parseCommand([])).toEqual({
      kind: 'bench',
      samples: 15,
      groups: GROUPS,
      isSmoke: false,
      profileFolder: undefined,
      isJson: false,
      isWriting: false,
    });
  });

  test('measures the groups that are named', () => {
    const command = parseCommand(['--only', 'size', '--only', 'stages', '--samples', '3', '--json']);

    expect(command).toMatchObject({
      samples: 3,
      groups: [{ name: 'size' }, { name: 'stages' }],
      isJson: true,
    });
  });

  test('explains itself and its groups', () => {
    const { status, stdout } = run('--help');

    expect(status).toBe(0);
    expect(stdout).toBe(HELP);
    for (const { name, about } of GROUPS) expect(HELP).toMatch(new RegExp(`^  ${name} +${about}$`, 'm'));
  });

  test.each([
    [['--only', 'thunder'], 'There is no group "thunder". There are handlers, requests'],
    [['--samples', '0'], '--samples is "0". Give a whole number from 1 to 1,000.'],
    [['--write', '--smoke'], 'leave --smoke and --only out'],
    [['--colour'], "Unknown option '--colour'"],
  ])('answers %j with a sentence instead of a stack', (args, message) => {
    const { status, stderr } = run(...args);

    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
  });
});
