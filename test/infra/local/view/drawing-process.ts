import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Panel } from '../../../../infra/local/view/panel.ts';
import { syntheticSnapshot } from './synthetic-run.ts';

/** Draws one frame, and ends in the way that is asked for; a signal comes from outside. */
const [ending] = process.argv.slice(2);
const panel = new Panel(process.stdout);
if (ending === 'own handler') {
  process.once('SIGINT', () => {
    // What is under way is finished, and seen.
    panel.show(syntheticSnapshot(2_000));
    setImmediate(() => process.exit(3));
  });
}
panel.show(syntheticSnapshot(1_000));
if (ending === 'exit') process.exit(4);
if (ending === 'error') throw new Error('an error that nobody expects');
await sleep(60_000);
