import { describe, expect, it } from 'vitest';
import { count, milliseconds, requiredVariable } from '../../../shared/demo/environment.ts';

describe('an environment variable', () => {
  it('that is required has to be there', () => {
    expect(requiredVariable({ NAME: 'value' }, 'NAME')).toBe('value');
    for (const environment of [{}, { NAME: '' }]) {
      expect(() => requiredVariable(environment, 'NAME')).toThrow('Set the environment variable NAME.');
    }
  });

  it('of milliseconds has a default', () => {
    expect(milliseconds({ MS: '250' }, 'MS', 800)).toBe(250);
    expect(milliseconds({}, 'MS', 800)).toBe(800);
  });

  it.each(['0', '-1', '1.5', '1e3', '50s', ' 5'])('of milliseconds is not "%s"', (text) => {
    expect(() => milliseconds({ MS: text }, 'MS', 800)).toThrow(
      `Set the environment variable MS to a whole number of milliseconds, not "${text}".`,
    );
  });

  it('of a number has a default, and is above zero', () => {
    expect(count({ N: '25' }, 'N', 1)).toBe(25);
    expect(count({}, 'N', 1)).toBe(1);
    expect(() => count({ N: '0' }, 'N', 1)).toThrow(
      'Set the environment variable N to a whole number above zero, not "0".',
    );
  });
});
