import { expect, it } from 'vitest';
import { Progress } from '../../../infra/redrive/progress.ts';

function output(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  const stream = { isTTY, columns, write: (text: string) => written.push(text) };
  return { stream: stream as unknown as NodeJS.WriteStream, written };
}

it('draws one line over and over on a terminal, no wider than it', () => {
  let nowMs = 0;
  const { stream, written } = output(true, 10);
  const progress = new Progress(stream, () => nowMs);

  nowMs += 200;
  progress.show('a line that is too long');
  nowMs += 10;
  progress.show('too soon');
  nowMs += 200;
  progress.show('two');
  progress.say('stays');
  progress.clear();

  expect(written).toEqual(['\r\u001b[2Ka line th', '\r\u001b[2Ktwo', '\r\u001b[2K', 'stays\n']);
});

it('writes a line now and then elsewhere', () => {
  let nowMs = 0;
  const { stream, written } = output(false);
  const progress = new Progress(stream, () => nowMs);

  for (; nowMs < 11_000; nowMs += 100) progress.show(`at ${nowMs}`);
  progress.clear();

  expect(written).toEqual(['at 5000\n', 'at 10000\n']);
});
