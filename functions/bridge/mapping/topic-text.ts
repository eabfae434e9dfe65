import type { Template } from '../../../shared/configuration/template.ts';
import type { JsonPath } from '../../../shared/json-path/json-path.ts';
import { PathFinder } from '../json-path/path-finder.ts';
import { scalarAt } from '../json-path/scalar-text.ts';

/** A text that depends on the value of each record, the JSON text `json[start, end)`; undefined when the value has none. */
export type ValueText = (json: Uint8Array, start: number, end: number) => string | undefined;

/** A template for the records of one topic: their text, or how it follows from the value of each. */
export function topicText({ parts }: Template, topic: string): string | ValueText {
  const pieces: (string | ValueText)[] = [];
  for (const part of parts) {
    const piece = part.kind === 'value' ? textAt(part.path) : part.kind === 'topic' ? topic : part.text;
    const last = pieces.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') pieces.splice(-1, 1, last + piece);
    else pieces.push(piece);
  }
  const [only = '', ...others] = pieces;
  return others.length === 0 ? only : (json, start, end) => joined(pieces, json, start, end);
}

/** Without one of its texts, there is none at all. */
function joined(
  pieces: readonly (string | ValueText)[],
  json: Uint8Array,
  start: number,
  end: number,
): string | undefined {
  let text = '';
  for (const piece of pieces) {
    const next = typeof piece === 'string' ? piece : piece(json, start, end);
    if (next === undefined) return undefined;
    text += next;
  }
  return text;
}

/** The text of a string, the JSON text of a number or boolean; undefined for all else and for a blank text. */
function textAt(path: JsonPath): ValueText {
  const finder = new PathFinder(path);
  return (json, start, end) => {
    const found = finder.find(json, start, end);
    const text = found === undefined ? undefined : scalarAt(json, found);
    return text === undefined || text.trim() === '' ? undefined : text;
  };
}
