import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ACCEPTED_SURVIVORS } from './survivors.ts';
import { TARGET_TESTS, TARGETS } from './targets.ts';

describe('TARGETS', () => {
  it.each(TARGETS)('has %s, which is there', (file) => {
    expect(existsSync(file)).toBe(true);
  });

  it('has tests', () => {
    expect(TARGET_TESTS).toContain('test/functions/bridge/pack.test.ts');
  });
});

describe('ACCEPTED_SURVIVORS', () => {
  it.each(ACCEPTED_SURVIVORS)(
    'has a reason for code that is still there: $file, $change',
    ({ file, code }) => {
      expect(TARGETS).toContain(file);
      const lines = readFileSync(file, 'utf8').split('\n');

      expect(lines.map((line) => line.trim())).toContain(code);
    },
  );
});
