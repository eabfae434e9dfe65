import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { VERSION } from '../../shared/version.ts';

it('is the version of package.json', async () => {
  const { version } = JSON.parse(await readFile('package.json', 'utf8'));

  expect(VERSION).toBe(version);
});
