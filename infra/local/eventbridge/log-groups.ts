import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Lines kept in memory for each log group; the file has them all. */
const MAX_LINES_IN_MEMORY = 10_000;

export interface LogGroupReport {
  readonly name: string;
  /** The file the lines go to, or `undefined` when no directory was given. */
  readonly file: string | undefined;
  readonly lineCount: number;
  /** Why lines could not be written to the file, if they could not. */
  readonly writeError: Error | undefined;
}

/** Log groups as targets of rules: one JSON line an event, in a file for each group and in memory. */
export class LogGroups {
  readonly #directory: string | undefined;
  readonly #groups = new Map<string, LogGroup>();

  /** @param directory - Where the files go; without it lines are only kept in memory. */
  constructor(directory: string | undefined) {
    this.#directory = directory;
  }

  append(name: string, line: string): void {
    let group = this.#groups.get(name);
    if (group === undefined) {
      group = new LogGroup(name, this.#directory);
      this.#groups.set(name, group);
    }
    group.append(line);
  }

  /** The latest lines of a group, oldest first. */
  lines(name: string): readonly string[] {
    return this.#groups.get(name)?.lines() ?? [];
  }

  list(): readonly LogGroupReport[] {
    return [...this.#groups.values()].map((group) => group.report());
  }

  /** Resolves when every line so far is in its file. */
  async flush(): Promise<void> {
    await Promise.all([...this.#groups.values()].map((group) => group.flush()));
  }
}

class LogGroup {
  readonly #name: string;
  readonly #file: string | undefined;
  #lines: string[] = [];
  #lineCount = 0;
  #unwritten: string[] = [];
  /** Nothing is in the file yet but what an earlier run left there. */
  #isFresh = true;
  #writing: Promise<void> | undefined;
  #writeError: Error | undefined;

  constructor(name: string, directory: string | undefined) {
    this.#name = name;
    this.#file = directory === undefined ? undefined : path.join(directory, fileName(name));
  }

  append(line: string): void {
    this.#lineCount += 1;
    this.#lines.push(line);
    // Dropping in halves keeps `append` at constant cost.
    if (this.#lines.length >= 2 * MAX_LINES_IN_MEMORY) this.#lines = this.#lines.slice(-MAX_LINES_IN_MEMORY);
    if (this.#file === undefined) return;
    this.#unwritten.push(line);
    this.#writing ??= this.#write(this.#file);
  }

  lines(): readonly string[] {
    return this.#lines.slice(-MAX_LINES_IN_MEMORY);
  }

  report(): LogGroupReport {
    return { name: this.#name, file: this.#file, lineCount: this.#lineCount, writeError: this.#writeError };
  }

  async flush(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
  }

  /** Writes whatever has gathered, in one piece, until nothing is left. */
  async #write(file: string): Promise<void> {
    try {
      if (this.#isFresh) {
        await mkdir(path.dirname(file), { recursive: true });
        await writeFile(file, '');
        this.#isFresh = false;
      }
      while (this.#unwritten.length > 0) {
        const text = `${this.#unwritten.join('\n')}\n`;
        this.#unwritten = [];
        await appendFile(file, text);
      }
    } catch (error) {
      this.#writeError = error instanceof Error ? error : new Error(String(error));
    } finally {
      this.#writing = undefined;
    }
  }
}

/** `/aws/events/demo` becomes `aws.events.demo.log`: one flat directory, and no way out of it. */
function fileName(logGroup: string): string {
  return `${logGroup.replace(/^\/+/, '').replaceAll('/', '.')}.log`;
}
