import { isUnnoticed, type Mutant } from './mutant.ts';
import type { AcceptedSurvivor } from './survivors.ts';

/** A survivor whose reason is known. */
export interface Justified {
  readonly mutant: Mutant;
  readonly reason: string;
}

export interface Judgement {
  readonly justified: readonly Justified[];
  /** Survivors without a reason: a test is missing. */
  readonly unjustified: readonly Mutant[];
  /** Reasons for what no longer survives, or is no longer there. */
  readonly stale: readonly AcceptedSurvivor[];
}

/** Holds what the tests did not notice against the list of what they need not notice. A reason is good for one mutation. */
export function judge(mutants: readonly Mutant[], accepted: readonly AcceptedSurvivor[]): Judgement {
  const files = new Set(mutants.map(({ file }) => file));
  const unused = new Set(accepted.filter(({ file }) => files.has(file)));
  const justified: Justified[] = [];
  const unjustified: Mutant[] = [];
  for (const mutant of mutants.filter(isUnnoticed)) {
    const found = [...unused].find((one) => isAbout(one, mutant));
    if (found === undefined) {
      unjustified.push(mutant);
    } else {
      unused.delete(found);
      justified.push({ mutant, reason: found.reason });
    }
  }
  return { justified, unjustified, stale: [...unused] };
}

function isAbout(accepted: AcceptedSurvivor, { file, code, change }: Mutant): boolean {
  return accepted.file === file && accepted.code === code && accepted.change === change;
}
