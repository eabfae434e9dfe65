import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const INTERRUPTED_PROCESS = fileURLToPath(new URL('interrupted-process.ts', import.meta.url));

/** So late that it is another key press. */
const LATER_MS = 1_100;

/** A process that has taken its first signal. */
async function interrupted(signal: NodeJS.Signals) {
  const child = spawn(process.execPath, [INTERRUPTED_PROCESS], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  expect(await lines.next()).toMatchObject({ value: 'ready' });
  child.kill(signal);
  expect(await lines.next()).toMatchObject({ value: 'interrupted' });
  return { child, exit, lines };
}

it.each([
  ['SIGINT', 'SIGINT'],
  ['SIGINT', 'SIGTERM'],
  ['SIGTERM', 'SIGINT'],
] as const)('%s is told once, and %s right after it ends nothing', async (first, second) => {
  const { child, exit, lines } = await interrupted(first);

  child.kill(second);
  child.stdin.end();

  expect(await exit).toEqual([0, null]);
  expect(await lines.next()).toMatchObject({ done: true });
});

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  '%s ends the process at once when it comes later, as a shell would tell it: %d',
  async (second, code) => {
    const { child, exit } = await interrupted('SIGINT');

    await sleep(LATER_MS);
    child.kill(second);

    expect(await exit).toEqual([code, null]);
  },
);
