/** What a piece of work took of the process that did it. */
export interface Measurement {
  /** Of all threads, the collector's and the compiler's too. */
  readonly cpuMs: number;
  /** Of the thread that runs the program, alone. */
  readonly threadMs: number;
  readonly wallMs: number;
}

export const NOTHING_MEASURED: Measurement = { cpuMs: 0, threadMs: 0, wallMs: 0 };

const MICROSECONDS = 1_000;

function milliseconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / MICROSECONDS;
}

/** Measures the parts of a round that count; what lies between them is preparation. */
export class Stopwatch {
  #total = NOTHING_MEASURED;

  get total(): Measurement {
    return this.#total;
  }

  async measure<Result>(work: () => Promise<Result> | Result): Promise<Result> {
    const startMs = performance.now();
    const ofProcess = process.cpuUsage();
    const ofThread = process.threadCpuUsage();
    const result = await work();
    const { cpuMs, threadMs, wallMs } = this.#total;
    this.#total = {
      cpuMs: cpuMs + milliseconds(process.cpuUsage(ofProcess)),
      threadMs: threadMs + milliseconds(process.threadCpuUsage(ofThread)),
      wallMs: wallMs + performance.now() - startMs,
    };
    return result;
  }
}
