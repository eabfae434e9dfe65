import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface RedriveOutput {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `npm run redrive` in a process of its own, against stand-ins. */
export class RedriveProcess {
  readonly #process: ChildProcess;
  readonly #ended: Promise<RedriveOutput>;

  constructor(
    standIns: { readonly environment: Readonly<Record<string, string | undefined>> },
    ...args: readonly string[]
  ) {
    const { FORCE_COLOR: _, ...environment } = process.env;
    const child = spawn(process.execPath, ['infra/redrive/main.ts', ...args], {
      env: { ...environment, AWS_DEFAULT_REGION: undefined, ...standIns.environment, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    this.#ended = once(child, 'close').then(([code]) => ({ code, stdout, stderr }));
  }

  /** What it wrote, when it has ended by itself. */
  async end(): Promise<RedriveOutput> {
    return await this.#ended;
  }

  /** As Ctrl-C does. */
  async interrupt(): Promise<RedriveOutput> {
    this.#process.kill('SIGINT');
    return await this.#ended;
  }

  /** As nothing but a crash does. */
  async kill(): Promise<RedriveOutput> {
    this.#process.kill('SIGKILL');
    return await this.#ended;
  }
}
