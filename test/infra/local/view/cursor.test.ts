import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const DRAWING_PROCESS = fileURLToPath(new URL('drawing-process.ts', import.meta.url));

const HIDDEN = '\u001b[?25l';
const SHOWN = '\u001b[?25h';

/** Ends a process in the middle of its drawing. */
async function interrupt(ending: string, signal?: NodeJS.Signals) {
  const drawing = spawn(process.execPath, [DRAWING_PROCESS, ending], { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  drawing.stdout.setEncoding('utf8').on('data', (text: string) => {
    const wasDrawn = output.includes('No failures');
    output += text;
    if (!wasDrawn && output.includes('No failures') && signal !== undefined) drawing.kill(signal);
  });
  const [code, endedBy]: unknown[] = await once(drawing, 'close');
  return { code, endedBy, output };
}

it.each([
  ['SIGINT', 'waiting', { code: null, endedBy: 'SIGINT' }],
  ['SIGTERM', 'waiting', { code: null, endedBy: 'SIGTERM' }],
  ['SIGHUP', 'waiting', { code: null, endedBy: 'SIGHUP' }],
  ['SIGINT', 'own handler', { code: 3, endedBy: null }],
  [undefined, 'exit', { code: 4, endedBy: null }],
  [undefined, 'error', { code: 1, endedBy: null }],
] as const)(
  'comes back after %s (%s), and the process ends as it would without a panel',
  async (signal, ending, expected) => {
    const { output, ...end } = await interrupt(ending, signal);

    expect(end).toEqual(expected);
    expect(output.startsWith(HIDDEN)).toBe(true);
    expect(output.endsWith(SHOWN)).toBe(true);
    // Not shown in between, when somebody else took care of the signal and went on.
    expect(output.split(SHOWN)).toHaveLength(2);
  },
);
