import { readFileSync, writeFileSync } from 'node:fs';

export const BENCHMARKS_FILE = new URL('./BENCHMARKS.md', import.meta.url);

const START = '<!-- figures: npm run bench -- --write -->\n';
const END = '\n<!-- end of figures -->';

/** Puts figures in the place of those before. */
export function writeFigures(file: URL, figures: string): void {
  writeFileSync(file, withFigures(readFileSync(file, 'utf8'), figures));
}

/** @throws Error when the markers between which figures belong are not there. */
export function withFigures(document: string, figures: string): string {
  const start = document.indexOf(START);
  const end = document.indexOf(END, start);
  if (start < 0 || end < 0) throw new Error('BENCHMARKS.md has lost the markers of its figures.');
  return document.slice(0, start + START.length) + figures + document.slice(end);
}
