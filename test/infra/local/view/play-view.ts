import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { startView } from '../../../../infra/local/view/start-view.ts';
import { syntheticSnapshot } from './synthetic-run.ts';

/**
 * Shows a run that is made up, for a look at the view: `node test/infra/local/view/play-view.ts [panel|lines|json] [seconds]`.
 */

const SNAPSHOT_INTERVAL_MS = 100;

/** What is under way when the producer has ended. */
const FINISHING_MS = 3_000;

const [kind, seconds = '30'] = process.argv.slice(2);
const durationMs = Number(seconds) * 1_000;
const view = startView({
  output: process.stdout,
  ...(kind === 'panel' || kind === 'lines' || kind === 'json' ? { kind } : {}),
});
const trouble = { fromMs: durationMs * 0.4, toMs: durationMs * 0.6 };
const startMs = performance.now();
let elapsedMs = 0;
let hasSpoken = false;
do {
  elapsedMs = performance.now() - startMs;
  view.show(syntheticSnapshot(elapsedMs, { durationMs, trouble }));
  if (!hasSpoken && elapsedMs > trouble.fromMs) {
    hasSpoken = true;
    view.say('EventBridge answers ThrottlingException from now on.');
  }
  await sleep(SNAPSHOT_INTERVAL_MS);
} while (elapsedMs < durationMs + FINISHING_MS);
view.end();
