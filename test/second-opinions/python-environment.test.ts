import { expect, it } from 'vitest';
import { motoVersion, pythonProblem } from './python-environment.ts';

it.each(['Python 3.11.2\n', 'Python 3.13.0', 'Python 3.110.0'])('moto runs on %j', (version) => {
  expect(pythonProblem(version)).toBeUndefined();
});

it.each([
  ['Python 3.10.9\n', '"python3" is Python 3.10'],
  ['Python 2.7.18\n', '"python3" is Python 2.7'],
  ['', '"python3" does not run'],
])('moto does not run on %j, and it is said what to install', (version, what) => {
  expect(pythonProblem(version)).toBe(
    `moto runs on Python 3.11 or later, and ${what}. Install it, with its module venv.`,
  );
});

it('knows the version of moto', () => {
  expect(motoVersion()).toMatch(/^\d+\.\d+\.\d+$/);
});
