import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import type { Mutant, MutantStatus } from './mutant.ts';

type StrykerMutant = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

/** Longest text of code before or after a change. */
const MAX_CODE_CHARACTERS = 80;

const CONFIGURATION = 'test/mutation/stryker.config.json';

/**
 * Changes the files in every way that Stryker knows, one change at a time, and runs the tests that cover it.
 *
 * @throws ConfigError of Stryker when a test fails without any change.
 */
export async function mutate(files: readonly string[]): Promise<Mutant[]> {
  const stryker = new Stryker({
    configFile: CONFIGURATION,
    mutate: [...files],
    reporters: [process.stdout.isTTY ? 'progress' : 'progress-append-only'],
  });
  const sources = new Map(files.map((file) => [file, readFileSync(file, 'utf8').split('\n')]));
  const results = await stryker.runMutationTest();
  return results
    .map((result) => {
      const file = relative(process.cwd(), result.fileName);
      return mutantOf(result, file, sources.get(file) ?? []);
    })
    .sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}

/** @param source the lines of the file. */
function mutantOf({ location, replacement, status }: StrykerMutant, file: string, source: string[]): Mutant {
  return {
    file,
    line: location.start.line,
    code: source[location.start.line - 1]?.trim() ?? '',
    change: `${shortened(codeAt(source, location))} → ${shortened(replacement ?? '')}`,
    status: STATUSES[status],
  };
}

const STATUSES: Readonly<Record<StrykerMutant['status'], MutantStatus>> = {
  Killed: 'killed',
  Timeout: 'timeout',
  Survived: 'survived',
  NoCoverage: 'no-coverage',
  CompileError: 'invalid',
  RuntimeError: 'invalid',
  Ignored: 'invalid',
  Pending: 'invalid',
};

/** Lines and columns are counted from 1; the end is exclusive. */
function codeAt(source: readonly string[], { start, end }: StrykerMutant['location']): string {
  const lines = source.slice(start.line - 1, end.line);
  const last = lines.pop();
  if (last === undefined) return '';
  return [...lines, last.slice(0, end.column - 1)].join('\n').slice(start.column - 1);
}

function shortened(code: string): string {
  const line = code.replaceAll(/\s+/g, ' ');
  return line.length <= MAX_CODE_CHARACTERS ? line : `${line.slice(0, MAX_CODE_CHARACTERS)}…`;
}
