import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { describeSamples } from '../../../../infra/local/demo/describe-samples.ts';
import { areDelivered, playSamples } from '../../../../infra/local/demo/play-samples.ts';
import { SAMPLE_EVENTS } from '../../../../infra/local/demo/sample-events.ts';

const logDirectory = mkdtempSync(join(tmpdir(), 'samples-'));
afterAll(() => rmSync(logDirectory, { recursive: true }));

test('Samples that run out of retries are not delivered, and a person is told where they would be', async () => {
  const summary = await playSamples({
    samples: SAMPLE_EVENTS.filter(({ name }) => name === 'json'),
    faults: 'unavailable=1',
    logDirectory,
    onLog: () => undefined,
    onStage: () => undefined,
  });

  expect(summary.audit).toMatchObject({ produced: 2, sent: 0, exhausted: 2, lost: [] });
  expect(areDelivered(summary)).toBe(false);
  expect(describeSamples(summary)).toContain(
    'An event source mapping gives records that are out of retries to its on-failure',
  );
});
