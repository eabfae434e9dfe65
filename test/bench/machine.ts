import { execFileSync } from 'node:child_process';
import { arch, availableParallelism, cpus, release, totalmem, type } from 'node:os';

/** Where and of what figures are. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  /** ISO 8601. */
  readonly date: string;
  /** Undefined outside a repository; with a plus when files differ from it. */
  readonly commit: string | undefined;
}

const GIGABYTE = 1e9;

export function describeMachine(now: Date): Machine {
  return {
    processor: cpus()[0]?.model.trim() || 'unknown processor',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / GIGABYTE),
    system: `${type()} ${release()} ${arch()}`,
    node: process.version,
    date: now.toISOString(),
    commit: commit(),
  };
}

function commit(): string | undefined {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    const isChanged = git('status', '--porcelain', '--untracked-files=no') !== '';
    return `${git('rev-parse', '--short', 'HEAD')}${isChanged ? '+' : ''}`;
  } catch {
    return undefined;
  }
}
