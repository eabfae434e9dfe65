import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

export interface RunOnce {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Runs Node.js once.
 *
 * @returns what it wrote to descriptor 3, and the milliseconds from its start until that was there.
 * @throws Error when it wrote nothing.
 */
export async function runOnce({ args, environment }: RunOnce): Promise<{ told: string; wallMs: number }> {
  const startMs = performance.now();
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  const ended = once(child, 'exit');
  const pipe = child.stdio[3];
  if (!(pipe instanceof Readable)) throw new Error('The process has no descriptor 3.');
  let wallMs = 0;
  pipe.once('data', () => {
    wallMs = performance.now() - startMs;
  });
  const told = await text(pipe);
  const [code] = await ended;
  if (told === '') throw new Error(`The process ended with code ${code}, without an answer.`);
  return { told, wallMs };
}
