import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Refusal } from '../command-line/refusal.ts';

/** Keeps two redrives from using one journal: each would send what the other has sent. */
export class JournalLock {
  readonly #path: string;

  /** @throws Refusal while another process holds it; one that was killed holds nothing. */
  constructor(journalPath: string) {
    this.#path = `${journalPath}.lock`;
    mkdirSync(dirname(journalPath), { recursive: true });
    if (!this.#take()) {
      const holder = this.#holder();
      if (holder !== undefined && isRunning(holder)) {
        throw new Refusal(
          `Process ${holder} redrives with the journal ${journalPath}. Wait until it ends, or give another with --journal. If that process is something else, delete ${this.#path}.`,
        );
      }
      rmSync(this.#path, { force: true });
      if (!this.#take()) throw new Refusal(`Another redrive has just begun with the journal ${journalPath}.`);
    }
  }

  release(): void {
    rmSync(this.#path, { force: true });
  }

  #take(): boolean {
    try {
      writeFileSync(this.#path, String(process.pid), { flag: 'wx' });
      return true;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
      throw error;
    }
  }

  #holder(): number | undefined {
    try {
      return Number.parseInt(readFileSync(this.#path, 'utf8'), 10) || undefined;
    } catch {
      return undefined;
    }
  }
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return !isZombie(processId);
  } catch (error) {
    // A process of somebody else runs as well, but may not be asked.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** In a container without an init, a process that was killed stays in the list of processes for ever. */
function isZombie(processId: number): boolean {
  try {
    return readFileSync(`/proc/${processId}/cmdline`).length === 0;
  } catch {
    // Only Linux tells.
    return false;
  }
}
