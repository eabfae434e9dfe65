import { DEFAULT_FAULT_TARGET, type Fault, type FaultTarget } from './fault.ts';

/** Faults that cannot be injected as they are written; the message lists every mistake. */
export class InvalidFaultsError extends Error {
  readonly code = 'INVALID_FAULTS';

  constructor(mistakes: readonly string[]) {
    super(`The faults are not valid:\n${mistakes.map((mistake) => `  ${mistake}`).join('\n')}`);
    this.name = 'InvalidFaultsError';
  }
}

/** @throws {InvalidFaultsError} for a fault without a clear timing, or for more faults than requests. */
export function checkFaults(faults: readonly Fault[]): void {
  const mistakes = [...faults.flatMap(timingMistakes), ...probabilityMistakes(faults)];
  if (mistakes.length > 0) throw new InvalidFaultsError(mistakes);
}

export function targetOf(fault: Fault): FaultTarget {
  return fault.on ?? DEFAULT_FAULT_TARGET;
}

/** Whether every request of `inner` is also one of `outer`. */
export function covers(outer: string, inner: string): boolean {
  return outer === '*' || outer === inner || inner.startsWith(`${outer}.`);
}

function timingMistakes({ kind, probability, next }: Fault): string[] {
  if ((probability === undefined) === (next === undefined)) {
    return [`${kind}: needs either probability or next`];
  }
  if (probability !== undefined && !(probability > 0 && probability <= 1)) {
    return [`${kind}: the probability must be above 0 and at most 1, not ${probability}`];
  }
  if (next !== undefined && !(Number.isSafeInteger(next) && next > 0)) {
    return [`${kind}: can hit the next 1 or more requests, not ${next}`];
  }
  return [];
}

/** One request meets one fault at most, beside a delay: what can hit it must not add up to more than 1. */
function probabilityMistakes(faults: readonly Fault[]): string[] {
  const mistakes = new Set<string>();
  for (const fault of faults) {
    const target = targetOf(fault);
    const rivals = faults.filter(
      (other) => (other.kind === 'delay') === (fault.kind === 'delay') && covers(targetOf(other), target),
    );
    const sum = rivals.reduce((total, { probability = 0 }) => total + probability, 0);
    // One in a thousand forgives the rounding of decimals.
    if (sum > 1.001) mistakes.add(`the probabilities on ${target} add up to ${sum}; at most 1 is possible`);
  }
  return [...mistakes];
}
