import { expect, it } from 'vitest';
import { runScript } from '../fixtures/run-script.ts';
import { HELP, readCommandLine } from './command-line.ts';

it('may leave moto out, if nothing else is said', () => {
  expect(readCommandLine([])).toEqual({
    isHelp: false,
    isJson: false,
    isListing: false,
    isSkippingAllowed: true,
    eventPatterns: undefined,
  });
  expect(readCommandLine(['--require-all']).isSkippingAllowed).toBe(false);
});

it('explains itself', () => {
  const { status, stdout } = runScript('test/second-opinions/run.ts', '--help');

  expect(status).toBe(0);
  expect(stdout).toBe(HELP);
});

it('answers an option that it does not have with a sentence instead of a stack', () => {
  const { status, stderr } = runScript('test/second-opinions/run.ts', '--colour');

  expect(status).toBe(1);
  expect(stderr).toContain("Unknown option '--colour'");
  expect(stderr).not.toContain('    at ');
});
