import { describe, expect, test } from 'vitest';
import { runScript } from '../fixtures/run-script.ts';
import { parseCommand } from './command-line.ts';
import { SCENARIOS } from './scenarios.ts';

function run(...args: string[]) {
  return runScript('test/soak/run.ts', ...args);
}

describe('npm run soak', () => {
  test('plays all scenarios with a million records and a new seed, if nothing else is said', () => {
    const [first, second] = [parseCommand([]), parseCommand([])];

    expect(first).toMatchObject({ kind: 'soak', records: 1_000_000, scenarios: SCENARIOS });
    expect(first).not.toEqual(second);
  });

  test('tells figures, seed and verdict', () => {
    const { status, stdout, stderr } = run('--scenario', 'calm', '--records', '100', '--seed', '7');

    expect(status).toBe(0);
    expect(stderr).toContain('seed 7');
    expect(stdout).toMatch(/^calm +100 /m);
    expect(stdout).toMatch(/100 records in 1 scenario, .* seed 7: nothing lost, nothing invented/);
  });

  test('tells the same to machines', () => {
    const { status, stdout } = run('--scenario', 'calm', '--records', '100', '--seed', '7', '--json');

    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ seed: 7, scenarios: [{ name: 'calm', records: 100 }] });
  });

  test('lists its scenarios, each under a name of its own', () => {
    const { stdout } = run('--list');

    for (const { name } of SCENARIOS) expect(stdout).toContain(`${name} `);
    expect(new Set(SCENARIOS.map(({ name }) => name)).size).toBe(SCENARIOS.length);
  });

  test.each([
    [['--scenario', 'thunder'], 'There is no scenario "thunder". --list shows them all.'],
    [['--records', 'many'], '--records is "many". Give a whole number from 1 to 100,000,000.'],
    [['--seed', '-1'], "Option '--seed'"],
    [['--colour'], "Unknown option '--colour'"],
  ])('answers %j with a sentence instead of a stack', (args, message) => {
    const { status, stderr } = run(...args);

    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
  });

  test('explains itself', () => {
    expect(run('--help').stdout).toContain('npm run soak');
  });
});
