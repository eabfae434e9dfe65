import type { Fault } from '../../infra/local/fault.ts';
import type { Phase } from './scenario.ts';

/** Goes through the phases of a scenario, again and again, as invocations are counted. */
export class Script {
  readonly #phases: readonly Phase[];
  readonly #onPhase: (faults: readonly Fault[], number: number) => void;
  #phase: Phase | undefined;
  #left = 0;
  #entered = 0;
  #generation = 0;

  /** @param onPhase told of the faults of each phase when it begins, and of its number, from 0 on. */
  constructor(phases: readonly Phase[], onPhase: (faults: readonly Fault[], number: number) => void) {
    this.#phases = phases;
    this.#onPhase = onPhase;
  }

  /** Rises with every phase that begins with new execution environments. */
  get generation(): number {
    return this.#generation;
  }

  /** An invocation begins. */
  invoked(): void {
    if (this.#phases.length === 0) return;
    if (this.#phase === undefined || this.#left === 0) {
      this.#phase = this.#phases[this.#entered % this.#phases.length];
      this.#left = this.#phase?.invocations ?? 0;
      if (this.#phase?.isColdStart) this.#generation++;
      const faults = this.#phase?.faults ?? [];
      this.#onPhase(this.#entered < this.#phases.length ? atLeastOnce(faults) : faults, this.#entered++);
    }
    this.#left--;
  }
}

/** What may happen happens, so that a run of a few records meets every fault as well. */
function atLeastOnce(faults: readonly Fault[]): readonly Fault[] {
  const certain = faults.map((fault): Fault => {
    const { probability: _, ...rest } = fault;
    return { ...rest, next: 1 };
  });
  const isOutage = faults.some(({ probability }) => probability === 1);
  return isOutage ? faults : [...certain, ...faults];
}
