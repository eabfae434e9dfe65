import type { FieldValue } from './condition.ts';
import { InvalidEventError } from './errors.ts';
import { readJsonNumber } from './json-number.ts';
import { MAX_NESTING_DEPTH } from './pattern-reader.ts';

/** One element of one array of an event that is an object or an array itself. */
export interface ArrayElement {
  /** Identifies the array within its event. */
  readonly array: number;
  /** Identifies the element within its event. */
  readonly id: number;
  /** The element of an outer array in which this array lies. */
  readonly outer: ArrayElement | undefined;
}

/** One value of a field. Fields below arrays have several. */
export interface Occurrence {
  readonly value: FieldValue;
  /** The innermost array element around the field; scalars that are elements themselves belong to the array's surroundings. */
  readonly element: ArrayElement | undefined;
}

/** All leaves of an event by the path of their names joined with dots; arrays add nothing to a path. */
export type EventFields = ReadonlyMap<string, readonly Occurrence[]>;

/** A number in a JSON text that a JavaScript number would change. */
class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/**
 * Takes an event apart into its leaves.
 *
 * @param event JSON text, or the parsed object. Text keeps numbers exact that JavaScript numbers cannot hold.
 * @param maxDepth levels of objects and arrays inside each other.
 * @throws InvalidEventError when it is not a JSON object, or too deep
 */
export function readEventFields(event: unknown, maxDepth = MAX_NESTING_DEPTH): EventFields {
  const parsed = typeof event === 'string' ? parseExactly(event) : event;
  if (!isObject(parsed)) throw new InvalidEventError();
  const collector = new FieldCollector(maxDepth);
  collector.addObject(parsed, '', undefined, 1);
  return collector.fields;
}

function parseExactly(text: string): unknown {
  try {
    // The third parameter is newer than the type declarations. https://github.com/tc39/proposal-json-parse-with-source
    return JSON.parse(text, (_name, value: unknown, context?: { source?: string }) => {
      if (typeof value !== 'number' || context?.source === undefined) return value;
      return readJsonNumber(context.source).double === undefined ? new ExactNumber(context.source) : value;
    });
  } catch (cause) {
    throw new InvalidEventError({ cause });
  }
}

class FieldCollector {
  readonly fields = new Map<string, Occurrence[]>();
  readonly #maxDepth: number;
  #arrays = 0;
  #elements = 0;

  constructor(maxDepth: number) {
    this.#maxDepth = maxDepth;
  }

  addObject(object: object, path: string, element: ArrayElement | undefined, depth: number): void {
    if (depth > this.#maxDepth) throw new InvalidEventError();
    for (const [name, value] of Object.entries(object)) {
      this.#add(value, path === '' && depth === 1 ? name : `${path}.${name}`, element, depth);
    }
  }

  #add(value: unknown, path: string, element: ArrayElement | undefined, depth: number): void {
    if (Array.isArray(value)) this.#addArray(value, path, element, depth + 1);
    else if (isObject(value)) this.addObject(value, path, element, depth + 1);
    else this.#addLeaf(value, path, element);
  }

  #addArray(values: readonly unknown[], path: string, outer: ArrayElement | undefined, depth: number): void {
    if (depth > this.#maxDepth) throw new InvalidEventError();
    const array = this.#arrays++;
    for (const value of values) {
      const element = { array, id: this.#elements++, outer };
      this.#add(value, path, isObject(value) || Array.isArray(value) ? element : outer, depth);
    }
  }

  #addLeaf(value: unknown, path: string, element: ArrayElement | undefined): void {
    const leaf = readLeaf(value);
    if (leaf === undefined) return;
    const occurrence = { value: leaf, element };
    const occurrences = this.fields.get(path);
    if (occurrences === undefined) this.fields.set(path, [occurrence]);
    else occurrences.push(occurrence);
  }
}

/** An `undefined` member is none, as for `JSON.stringify`. */
function readLeaf(value: unknown): FieldValue | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'undefined':
      return value;
    case 'number':
    case 'bigint':
      return readJsonNumber(String(value));
    case 'object':
      if (value === null) return null;
      if (value instanceof ExactNumber) return readJsonNumber(value.text);
      break;
    default:
  }
  throw new InvalidEventError();
}

function isObject(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
  );
}
