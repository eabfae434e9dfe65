import { countedBy, remedyOf, type Staying, type StayingCode } from './staying.ts';

/** Places named for one reason. */
const MAX_EXAMPLES = 5;

/** Counts why records and documents stay, with the first few places for each reason. */
export class Tally {
  readonly #byCode = new Map<
    StayingCode,
    { count: number; places: number; examples: string[]; message: string | undefined }
  >();

  add(
    code: StayingCode,
    place: string,
    { count = 1, message }: { count?: number; message?: string | undefined } = {},
  ): void {
    const known = this.#byCode.get(code);
    if (known === undefined) {
      this.#byCode.set(code, { count, places: 1, examples: [place], message });
      return;
    }
    known.count += count;
    known.places++;
    if (known.examples.length < MAX_EXAMPLES) known.examples.push(place);
  }

  /** The most frequent reason first. */
  staying(): Staying[] {
    return [...this.#byCode]
      .map(([code, { count, places, examples, message }]) => ({
        code,
        counts: countedBy(code),
        count,
        places,
        examples,
        message,
        remedy: remedyOf(code),
      }))
      .toSorted((a, b) => b.count - a.count);
  }
}
