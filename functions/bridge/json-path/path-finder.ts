import type { JsonPath, JsonPathStep } from '../../../shared/json-path/json-path.ts';
import { CLOSE_ARRAY, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from '../json/json-characters.ts';
import type { JsonRange } from './json-range.ts';
import { MemberName } from './member-name.ts';
import { stringEnd, valueEnd } from './value-end.ts';

/** A place in the text that is being read; moved, so that no step makes an object. */
interface Place {
  start: number;
  end: number;
}

type Step = (json: Uint8Array, place: Place) => boolean;

/**
 * Finds the value that a path leads to, in JSON text and without reading what does not lie on the way. Of members of the
 * same name the last counts, as for everyone who reads the document.
 */
export class PathFinder {
  readonly #steps: readonly Step[];

  constructor(path: JsonPath) {
    this.#steps = path.map(compiled);
  }

  /**
   * Where it stands in `json[start, end)`, or undefined when the path leads nowhere.
   *
   * @param json one value as the decoders write it: valid and without blanks between the tokens.
   */
  find(json: Uint8Array, start: number, end: number): JsonRange | undefined {
    const place = { start, end };
    return this.#steps.every((step) => step(json, place)) ? place : undefined;
  }
}

function compiled(step: JsonPathStep): Step {
  switch (step.kind) {
    case 'member': {
      const name = new MemberName(step.name);
      return (json, place) => toMember(name, json, place);
    }
    case 'index': {
      const { index } = step;
      return (json, place) => toItem(index < 0 ? itemCount(json, place) + index : index, json, place);
    }
  }
}

function toMember(name: MemberName, json: Uint8Array, place: Place): boolean {
  const { start, end } = place;
  if (json[start] !== OPEN_OBJECT) return false;
  let isFound = false;
  for (let position = start + 1; position < end && json[position] === QUOTE; ) {
    const nameEnd = stringEnd(json, position, end);
    const next = valueEnd(json, nameEnd + 1, end);
    if (name.isAt(json, position, nameEnd)) {
      place.start = nameEnd + 1;
      place.end = next;
      isFound = true;
    }
    position = next + 1;
  }
  return isFound;
}

function toItem(index: number, json: Uint8Array, place: Place): boolean {
  const { end } = place;
  if (index < 0 || !hasItems(json, place)) return false;
  let position = place.start + 1;
  for (let skipped = 0; skipped < index; skipped += 1) {
    position = valueEnd(json, position, end);
    if (json[position] === CLOSE_ARRAY || position >= end) return false;
    position += 1;
  }
  place.start = position;
  place.end = valueEnd(json, position, end);
  return true;
}

function itemCount(json: Uint8Array, place: Place): number {
  if (!hasItems(json, place)) return 0;
  let count = 1;
  let position = valueEnd(json, place.start + 1, place.end);
  while (position < place.end && json[position] !== CLOSE_ARRAY) {
    count += 1;
    position = valueEnd(json, position + 1, place.end);
  }
  return count;
}

function hasItems(json: Uint8Array, { start }: Place): boolean {
  return json[start] === OPEN_ARRAY && json[start + 1] !== CLOSE_ARRAY;
}
