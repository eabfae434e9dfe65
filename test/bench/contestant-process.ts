import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from './bench-context.ts';
import type { Job, JobAnswer } from './contestant.ts';
import type { Measurement } from './measurement.ts';
import { LAMBDA_ARGUMENTS } from './node-arguments.ts';

export interface ContestantOptions {
  /** Under which its files are found. */
  readonly name: string;
  /** Exports `start`. */
  readonly module: URL;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const HOST = new URL('./contestant-host.ts', import.meta.url);

/** Of its log, when it ends where it should not. */
const SHOWN_CHARACTERS = 2_000;

/** A contestant in a process of its own, whose processor time is its alone. */
export class ContestantProcess {
  readonly #process: ChildProcess;
  readonly #logFile: string;

  private constructor(
    { folder, profileFolder }: Pick<Bench, 'folder' | 'profileFolder'>,
    { name, module, args, environment }: ContestantOptions,
  ) {
    const fileName = name.replaceAll(/\W+/g, '-');
    this.#logFile = join(folder, `${fileName}.log`);
    const log = openSync(this.#logFile, 'w');
    this.#process = fork(HOST, [module.href, ...args], {
      env: { PATH: process.env.PATH, ...environment },
      execArgv: [...LAMBDA_ARGUMENTS, ...profiling(profileFolder, fileName)],
      // Nobody reads what a function logs while it runs: it costs as little as on Lambda.
      stdio: ['ignore', 'ignore', log, 'ipc'],
    });
    closeSync(log);
  }

  /** @throws Error when the process ends instead of getting ready. */
  static async start(bench: Pick<Bench, 'folder' | 'profileFolder'>, options: ContestantOptions) {
    const contestant = new ContestantProcess(bench, options);
    await contestant.#message();
    return contestant;
  }

  /** @throws Error when the work fails. */
  async measure(job: Job): Promise<Measurement> {
    const answered = this.#message();
    this.#process.send(job);
    const answer = (await answered) as JobAnswer;
    if ('error' in answer) throw new Error(answer.error);
    return answer.measured;
  }

  async close(): Promise<void> {
    if (!this.#process.connected) return;
    const ended = once(this.#process, 'exit');
    this.#process.disconnect();
    await ended;
  }

  async #message(): Promise<unknown> {
    const { promise: ended, reject } = Promise.withResolvers<never>();
    const onExit = (code: number | null) => {
      const log = readFileSync(this.#logFile, 'utf8').slice(-SHOWN_CHARACTERS);
      reject(new Error(`A measured process ended with code ${code}. ${log}`));
    };
    this.#process.once('exit', onExit);
    try {
      const [message] = await Promise.race([once(this.#process, 'message'), ended]);
      return message;
    } finally {
      this.#process.off('exit', onExit);
    }
  }
}

function profiling(folder: string | undefined, name: string): string[] {
  if (folder === undefined) return [];
  return ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-name=${name}.cpuprofile`];
}
