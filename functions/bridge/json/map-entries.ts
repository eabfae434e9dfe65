import { COLON, COMMA, OPEN_OBJECT, QUOTE } from './json-characters.ts';
import type { JsonWriter } from './json-writer.ts';

/** Up to this many entries, comparing each with each is faster than a set of keys. */
const PAIRWISE_ENTRIES = 16;

const NUMBERS_PER_ENTRY = 2;

/** Memory beyond this is given back after the payload that needed it. */
const RETAINED_NUMBERS = 64 * 1024;

/**
 * Where the entries of the maps under construction stand in the JSON text: it tells equal keys apart and rewrites the
 * text when the form of a map is only known at its end. Entries of a nested map lie behind those of the map around it.
 *
 * Of equal keys the last one wins, as in the Java map of the reference. Text with all of them would leave the choice to
 * every consumer.
 */
export class MapEntries {
  /** For each entry in turn: where it starts, where its key ends. */
  #positions: number[] = [];
  /** Entries of all the maps that are open. */
  #count = 0;

  clear(): void {
    this.#count = 0;
  }

  release(): void {
    if (this.#positions.length > RETAINED_NUMBERS) this.#positions = [];
  }

  get count(): number {
    return this.#count;
  }

  /** Notes an entry whose text starts at `start`, with the key up to `keyEnd`. */
  add(start: number, keyEnd: number): void {
    this.#positions[this.#count * NUMBERS_PER_ENTRY] = start;
    this.#positions[this.#count * NUMBERS_PER_ENTRY + 1] = keyEnd;
    this.#count += 1;
  }

  /** Ends the innermost map, whose entries are those from number `first` on: drops all but the last of equal keys. */
  finish(first: number, out: JsonWriter): void {
    if (this.#count - first > 1) {
      const dropped = this.#findDuplicates(first, out);
      if (dropped !== undefined) this.#rewrite(first, dropped, out, false);
    }
    this.#count = first;
  }

  /**
   * Ends a map that was written as pairs, `[` at `start` and then `[key,value]` for each entry. If all keys are strings it
   * becomes an object. Returns whether it did.
   */
  finishPairs(first: number, start: number, out: JsonWriter): boolean {
    let isObject = true;
    for (let entry = first; entry < this.#count && isObject; entry += 1) {
      isObject = out.codeAt(this.#start(entry) + 1) === QUOTE;
    }
    const dropped = this.#findDuplicates(first, out);
    if (isObject) out.setCode(start, OPEN_OBJECT);
    if (isObject || dropped !== undefined) this.#rewrite(first, dropped ?? new Set(), out, isObject);
    this.#count = first;
    return isObject;
  }

  #start(entry: number): number {
    return this.#positions[entry * NUMBERS_PER_ENTRY] ?? 0;
  }

  #keyEnd(entry: number): number {
    return this.#positions[entry * NUMBERS_PER_ENTRY + 1] ?? 0;
  }

  /** The entries with a key that comes again later, if there are any. */
  #findDuplicates(first: number, out: JsonWriter): Set<number> | undefined {
    const isFew = this.#count - first <= PAIRWISE_ENTRIES;
    const duplicates = isFew ? this.#compareAll(first, out) : this.#compareTexts(first, out);
    return duplicates.length > 0 ? new Set(duplicates) : undefined;
  }

  #compareAll(first: number, out: JsonWriter): readonly number[] {
    let duplicates = NO_ENTRIES;
    for (let entry = first; entry < this.#count; entry += 1) {
      const start = this.#start(entry);
      const keyEnd = this.#keyEnd(entry);
      for (let later = entry + 1; later < this.#count; later += 1) {
        const laterStart = this.#start(later);
        if (this.#keyEnd(later) - laterStart !== keyEnd - start) continue;
        if (!out.isRepeated(start, keyEnd, laterStart)) continue;
        duplicates = [...duplicates, entry];
        break;
      }
    }
    return duplicates;
  }

  #compareTexts(first: number, out: JsonWriter): readonly number[] {
    const keys = new Set<string>();
    const duplicates: number[] = [];
    for (let entry = this.#count - 1; entry >= first; entry -= 1) {
      const key = out.slice(this.#start(entry), this.#keyEnd(entry));
      if (keys.has(key)) duplicates.push(entry);
      keys.add(key);
    }
    return duplicates;
  }

  /** Closes the gaps that dropped entries leave, and optionally turns `[key,value]` into `key:value`. */
  #rewrite(first: number, dropped: ReadonlySet<number>, out: JsonWriter, isUnpacked: boolean): void {
    const textEnd = out.length;
    let to = first < this.#count ? this.#start(first) : textEnd;
    let isFirst = true;
    for (let entry = first; entry < this.#count; entry += 1) {
      if (dropped.has(entry)) continue;
      const start = this.#start(entry);
      const end = entry + 1 < this.#count ? this.#start(entry + 1) - 1 : textEnd;
      if (!isFirst) to = out.setCode(to, COMMA);
      isFirst = false;
      if (isUnpacked) {
        const keyEnd = this.#keyEnd(entry);
        to = out.move(to, start + 1, keyEnd);
        to = out.setCode(to, COLON);
        to = out.move(to, keyEnd + 1, end - 1);
      } else {
        to = out.move(to, start, end);
      }
    }
    out.truncate(to);
  }
}

const NO_ENTRIES: readonly number[] = [];
