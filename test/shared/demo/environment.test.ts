import { describe, expect, it } from 'vitest';
import { milliseconds, requiredVariable } from '../../../shared/demo/environment.ts';

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
});
