import type { ArrayElement, EventFields, Occurrence } from './event-fields.ts';
import { readEventFields } from './event-fields.ts';
import type { EventPattern, FieldPattern } from './parse.ts';

/**
 * Tells whether an event matches a pattern, by the rules of EventBridge: a pattern names fields, each must have a value
 * that meets one of its conditions, and values below arrays must come from the same element of each array they share.
 *
 * The work grows with the number of leaves and array elements of the event, not with their combinations (only names
 * that hold dots and repeat the path of other arrays can make it more).
 *
 * @param event JSON text, or the parsed object. A parsed event has its numbers as JavaScript numbers or bigints; use the
 *   text where they may exceed 2^53.
 * @param maxDepth levels that the event may have. @default 1,000
 * @throws InvalidEventError when the event is not a JSON object, or too deep
 */
export function matchesEventPattern(pattern: EventPattern, event: unknown, maxDepth?: number): boolean {
  const fields = readEventFields(event, maxDepth);
  return pattern.branches.some((branch) => matchesBranch(branch, fields));
}

/** What one branch looks for in one field of one event. */
interface Candidates {
  readonly matching: OccurrenceIndex;
  /** All values of the field, when its absence is a match. */
  readonly present: OccurrenceIndex | undefined;
  /** The arrays that fields from here on lie in; elements of other arrays need not be remembered. */
  readonly arrays: ReadonlySet<number>;
}

/** The array elements chosen so far, by array. */
type Elements = ReadonlyMap<number, ArrayElement>;

function matchesBranch(branch: readonly FieldPattern[], fields: EventFields): boolean {
  const candidates: Candidates[] = [];
  let arrays: ReadonlySet<number> = new Set();
  for (const { path, conditions } of branch.toReversed()) {
    const occurrences = fields.get(path) ?? [];
    const matching = new OccurrenceIndex(
      occurrences.filter(({ value }) => conditions.some((condition) => condition.matches(value))),
    );
    const matchesAbsence = conditions.some((condition) => condition.matchesAbsence);
    if (matching.all.length === 0 && !matchesAbsence) return false;
    const present = matchesAbsence ? new OccurrenceIndex(occurrences) : undefined;
    arrays = arrays.union((present ?? matching).arrays);
    candidates.unshift({ matching, present, arrays });
  }
  return matchesFrom(candidates, 0, new Map(), new Set());
}

/**
 * Looks for values of the fields from `index` on that agree with the elements chosen so far.
 *
 * @param failed what has been tried in vain: the same elements of the arrays that still matter lead to the same end
 */
function matchesFrom(
  candidates: readonly Candidates[],
  index: number,
  chosen: Elements,
  failed: Set<string>,
): boolean {
  const field = candidates[index];
  if (field === undefined) return true;
  const relevant = [...chosen.values()].filter(({ array }) => field.arrays.has(array));
  const key = [index, ...relevant.map(({ id }) => id).sort((one, other) => one - other)].join();
  if (failed.has(key)) return false;
  failed.add(key);
  const elements = new Map(relevant.map((element) => [element.array, element]));
  if (field.present !== undefined && field.present.find(elements).length === 0) {
    if (matchesFrom(candidates, index + 1, elements, failed)) return true;
  }
  return field.matching
    .find(elements)
    .some(({ element }) => matchesFrom(candidates, index + 1, choose(elements, element), failed));
}

function choose(chosen: Elements, element: ArrayElement | undefined): Elements {
  if (element === undefined) return chosen;
  return new Map([...chosen, ...surroundings(element).map((around) => [around.array, around] as const)]);
}

/** An element and the elements of outer arrays it lies in. */
function surroundings(element: ArrayElement | undefined): ArrayElement[] {
  return element === undefined ? [] : [element, ...surroundings(element.outer)];
}

/** Values of a field, found by the array elements around them without a search through all of them. */
class OccurrenceIndex {
  readonly all: readonly Occurrence[];
  readonly arrays = new Set<number>();
  readonly #within = new Map<ArrayElement, Occurrence[]>();
  readonly #beside = new Map<number, readonly Occurrence[]>();

  constructor(occurrences: readonly Occurrence[]) {
    this.all = occurrences;
    for (const occurrence of occurrences) {
      for (const element of surroundings(occurrence.element)) {
        this.arrays.add(element.array);
        const within = this.#within.get(element);
        if (within === undefined) this.#within.set(element, [occurrence]);
        else within.push(occurrence);
      }
    }
  }

  /** The values that lie in no other element of an array than the chosen one. */
  find(chosen: Elements): readonly Occurrence[] {
    const chains = [...chosen.values()]
      .filter(({ array }) => this.arrays.has(array))
      .map((element) => surroundings(element));
    const [innermost, ...outer] = chains.sort((one, other) => other.length - one.length)[0] ?? [];
    if (innermost === undefined) return this.all;
    const found = [
      ...(this.#within.get(innermost) ?? []),
      ...[innermost, ...outer].flatMap((element) => this.#findBeside(element)),
    ];
    return found.filter(({ element }) => agrees(chosen, element));
  }

  /** The values around an array that are not in it: same path, spelled with dots in a name or nested less deeply. */
  #findBeside({ array, outer }: ArrayElement): readonly Occurrence[] {
    const known = this.#beside.get(array);
    if (known !== undefined) return known;
    const around = outer === undefined ? this.all : (this.#within.get(outer) ?? []);
    const beside = around.filter(({ element }) => surroundings(element).every((one) => one.array !== array));
    this.#beside.set(array, beside);
    return beside;
  }
}

function agrees(chosen: Elements, element: ArrayElement | undefined): boolean {
  return surroundings(element).every((around) => (chosen.get(around.array) ?? around) === around);
}
