import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const REQUIREMENTS = fileURLToPath(new URL('requirements.txt', import.meta.url));

/** Not under version control. */
const CACHE = fileURLToPath(new URL('../../.local/second-opinions', import.meta.url));

/** Some of the packages that moto needs have no earlier Python. */
const MIN_PYTHON = [3, 11] as const;

/**
 * The Python of a virtual environment with what requirements.txt names: fetched with pip, from the index that it is configured
 * for, once and again when the file changes.
 *
 * @param onStage told what is going on, because the first time takes its time.
 * @throws Error with what to install, or with what pip says.
 */
export function pythonWithMoto(onStage: (text: string) => void): string {
  const digest = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);
  const folder = `${CACHE}/python-${digest}`;
  if (!existsSync(folder)) {
    requirePython();
    onStage('fetching moto with pip, once: some 30 MB, which take 140 MB of disk');
    makeEnvironment(folder);
  }
  return `${folder}/bin/python`;
}

/** As requirements.txt has it. */
export function motoVersion(): string {
  const [, version] = /^moto==(.+)$/m.exec(readFileSync(REQUIREMENTS, 'utf8')) ?? [];
  if (version === undefined) throw new Error(`${REQUIREMENTS} names no version of moto.`);
  return version;
}

function requirePython(): void {
  const { stdout } = spawnSync('python3', ['--version'], { encoding: 'utf8' });
  const problem = pythonProblem(stdout ?? '');
  if (problem !== undefined) throw new Error(problem);
}

/** Why this Python cannot run moto, if it cannot. @param version what `python3 --version` prints; nothing when it does not run. */
export function pythonProblem(version: string): string | undefined {
  const [minMajor, minMinor] = MIN_PYTHON;
  const [name, major, minor] = /^Python (\d+)\.(\d+)/.exec(version) ?? [];
  if (Number(major) === minMajor && Number(minor) >= minMinor) return undefined;
  const what = name === undefined ? '"python3" does not run' : `"python3" is ${name}`;
  return `moto runs on Python ${minMajor}.${minMinor} or later, and ${what}. Install it, with its module venv.`;
}

function makeEnvironment(folder: string): void {
  mkdirSync(dirname(folder), { recursive: true });
  const unfinished = `${folder}.${process.pid}`;
  const install = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--requirement',
    REQUIREMENTS,
  ];
  try {
    run('python3', ['-m', 'venv', unfinished]);
    run(`${unfinished}/bin/python`, install);
    // Whole or not at all: what an interrupted run left is not taken for an environment. Another run may have been faster.
    if (!existsSync(folder)) renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function run(command: string, parameters: readonly string[]): void {
  const { status, stdout, stderr, error } = spawnSync(command, parameters, { encoding: 'utf8' });
  if (status === 0) return;
  throw new Error(
    `${command} ${parameters.join(' ')} failed: ${error?.message ?? `${stdout}${stderr}`.trim()}`,
  );
}
