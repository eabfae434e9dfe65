import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { frame } from '../../../../infra/local/view/frame.ts';
import { History } from '../../../../infra/local/view/history.ts';
import { plainText } from '../../../../infra/local/view/line.ts';
import { syntheticSnapshot } from './synthetic-run.ts';

const SCRIPT = fileURLToPath(new URL('../../../../infra/local/view/write-screenshot.ts', import.meta.url));
const DIRECTORY = mkdtempSync(join(tmpdir(), 'screenshot-'));
afterAll(() => rmSync(DIRECTORY, { recursive: true }));

/** A README should stay light. */
const MAX_BYTES = 40_000;

function write(args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...args], {
    encoding: 'utf8',
    input,
  });
  return { status, stdout, stderr };
}

function largeFrame(): string {
  const history = new History();
  for (let ms = 0; ms <= 31_000; ms += 100) {
    history.add(syntheticSnapshot(ms, { trouble: { fromMs: 9_000, toMs: 14_000 } }));
  }
  return frame(history, { columns: 120, rows: 50 }).map(plainText).join('\n');
}

it('turns a file into a light image', () => {
  const [input, output] = [join(DIRECTORY, 'frame.ansi'), join(DIRECTORY, 'frame.svg')];
  writeFileSync(input, largeFrame());

  expect(write(['--input', input, '--output', output])).toEqual({ status: 0, stdout: '', stderr: '' });

  const image = readFileSync(output, 'utf8');
  expect(image.startsWith('<svg ') && image.endsWith('</svg>\n')).toBe(true);
  expect(image).toContain('>suspicious-activity</text>');
  expect(Buffer.byteLength(image)).toBeLessThan(MAX_BYTES);
});

it('takes a text from standard input, with a title and a description', () => {
  const { stdout } = write(
    ['--title', 'npm run soak', '--description', 'A soak.'],
    '\u001b[32mfine\u001b[39m\n',
  );

  expect(stdout).toContain('<title>npm run soak</title>\n<desc>A soak.</desc>');
  expect(stdout).toContain(' class="green">fine</text>');
});

it('says in a sentence what is wrong', () => {
  expect(write([], '\u001b[5A')).toEqual({
    status: 1,
    stdout: '',
    stderr:
      'Line 1 has a control character that is not a colour. Give one picture, such as a terminal prints of its screen.\n',
  });
  expect(write(['--help']).stdout).toContain('--input FILE');
});
