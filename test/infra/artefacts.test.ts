import { cpSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { artefactFolder, FUNCTIONS } from '../../infra/functions.ts';
import { LocalFunction } from '../../infra/local/lambda/function-host.ts';

/** Lambda has the artefact alone: no node_modules beside it, no source maps, no checkout around it. */
describe('a built artefact, alone in a folder', () => {
  const opened: LocalFunction[] = [];
  afterAll(async () => {
    await Promise.all(opened.map((fn) => fn.close()));
  });

  it.each(FUNCTIONS)(
    'of %s loads, and answers an event of another service with an error of its own',
    async (name) => {
      const folder = mkdtempSync(join(tmpdir(), `${name}-`));
      cpSync(artefactFolder(name), folder, { recursive: true, filter: (path) => !path.endsWith('.map') });
      expect(readdirSync(folder)).toContain('index.mjs');

      const fn = new LocalFunction({
        artefact: join(folder, 'index.mjs'),
        name,
        environment: { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' },
        timeoutMs: 20_000,
      });
      opened.push(fn);

      await expect(fn.invoke({ from: 'somewhere else' })).rejects.toThrow(ERRORS[name]);
    },
  );
});

/** What each function says before it has done anything, in an environment where nothing is set. */
const ERRORS: Readonly<Record<(typeof FUNCTIONS)[number], RegExp>> = {
  bridge: /BRIDGE_CONFIG_PARAMETER is not set/,
  redrive: /BRIDGE_CONFIG_PARAMETER is not set/,
  'demo-producer': /DEMO_/,
  'demo-analyzer': /DEMO_/,
};
