import { splitWildcard } from './wildcard.ts';

/**
 * How many beginnings of the wildcards of one field some value may match at the same time.
 *
 * The measure is that of event-ruler (MachineComplexityEvaluator). The limit is not published; eleven are refused
 * (recorded for `*:*:*:*:*:event-bus/*`), eight are accepted (four of `*.extension` in one list).
 */
export const MAX_WILDCARD_COMPLEXITY = 10;

/** Sets of places looked at before the wildcards are accepted unseen; keeps the check itself short. */
const MAX_EXPLORED_SETS = 20_000;

const ANY: unique symbol = Symbol('*');
const END: unique symbol = Symbol('end');
/** One character, any characters, or the end of a wildcard. A place is an index into a list of steps. */
type Step = string | typeof ANY | typeof END;

/** Tells whether the wildcards of one field together go beyond {@link MAX_WILDCARD_COMPLEXITY}. */
export function isTooComplex(wildcards: readonly string[]): boolean {
  const each = [...new Set(wildcards)].map(listSteps);
  const steps = each.flat();
  const alphabet = new Set(steps.filter((step) => step !== ANY));
  const start = each.flatMap((_, index) => enter(steps, each.slice(0, index).flat().length));
  const explored = new Set([start.join()]);
  const open = [start];
  for (let reached = open.pop(); reached !== undefined; reached = open.pop()) {
    if (reached.length > MAX_WILDCARD_COMPLEXITY) return true;
    if (explored.size > MAX_EXPLORED_SETS) return false;
    for (const character of alphabet) {
      const next = advance(steps, reached, character);
      const key = next.join();
      if (explored.has(key)) continue;
      explored.add(key);
      open.push(next);
    }
  }
  return false;
}

/** The service matches values with their quotes, which therefore count as characters of the wildcard. */
function listSteps(wildcard: string): Step[] {
  const [first = '', ...others] = splitWildcard(wildcard);
  return ['"', ...first, ...others.flatMap((stretch): Step[] => [ANY, ...stretch]), '"', END];
}

/** The places reached from others by one character, which is `END` for one that no wildcard names. */
function advance(steps: readonly Step[], reached: readonly number[], character: Step): number[] {
  const next = new Set<number>();
  for (const place of reached) {
    if (steps[place] === ANY) next.add(place);
    const following = steps[place + 1];
    if (following === character && following !== END) {
      for (const entered of enter(steps, place + 1)) next.add(entered);
    }
  }
  return [...next].sort((one, other) => one - other);
}

/** A place, and the `*` behind it, which needs no character. */
function enter(steps: readonly Step[], place: number): number[] {
  return steps[place + 1] === ANY ? [place, place + 1] : [place];
}
