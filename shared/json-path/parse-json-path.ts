import { readBracketStep, type StepResult } from './bracket-step.ts';
import type { JsonPath, JsonPathStep } from './json-path.ts';

/** Far longer than any path that a person writes; what follows a path costs by its steps. */
export const MAX_PATH_CHARACTERS = 512;

/** What to do about a path that is refused. */
export const JSON_PATH_REMEDY =
  "Give the path of one value, such as $.order.type, $['order type'] or $.items[0].id.";

/** A path, or what is wrong with it, to be read behind "which". */
export type JsonPathResult = { readonly path: JsonPath } | { readonly problem: string };

/**
 * Parses a path that leads to one value at most, with the grammar of Jayway JsonPath 2.10: members behind dots or quoted in
 * brackets, items by index from the start or the end. A path without `$` begins at the root as well.
 *
 * What may lead to several values is refused, and so are functions: the result of one is no place in the value.
 *
 * @see https://github.com/json-path/JsonPath/blob/json-path-2.10.0/README.md
 */
export function parseJsonPath(text: string): JsonPathResult {
  const trimmed = text.trim();
  if (trimmed === '') return { problem: 'is empty' };
  if (trimmed.length > MAX_PATH_CHARACTERS) {
    return { problem: `has ${trimmed.length} characters, where a path has ${MAX_PATH_CHARACTERS} at most` };
  }
  if (!trimmed.isWellFormed()) return { problem: 'holds half of a character' };
  if (trimmed.startsWith('@')) return { problem: 'begins with "@", where "$" stands for the value' };
  const full = trimmed.startsWith('$') ? trimmed : `$.${trimmed}`;
  const path: JsonPathStep[] = [];
  for (let at = 1; at < full.length; ) {
    const result = readStep(full, at);
    if ('problem' in result) return result;
    path.push(result.step);
    at = result.end;
  }
  return { path };
}

function readStep(text: string, at: number): StepResult {
  if (text[at] === '[') return readBracketStep(text, at);
  if (text[at] !== '.') return { problem: `has "${text[at]}" where "." or "[" is expected` };
  const next = text[at + 1];
  if (next === undefined) return { problem: 'ends with "."' };
  if (next === '.') return { problem: 'is not definite: ".." looks at every depth' };
  return next === '[' ? readBracketStep(text, at + 1) : readMember(text, at + 1);
}

/** A name behind a dot ends where the next step begins. */
function readMember(text: string, start: number): StepResult {
  const length = text.slice(start).search(/[.[( ]/);
  const end = length < 0 ? text.length : start + length;
  const name = text.slice(start, end);
  if (name.startsWith('*')) return { problem: 'is not definite: "*" stands for all members' };
  if (text[end] === '(')
    return { problem: `calls the function "${name}", whose result is no place in the value` };
  if (text[end] === ' ' || name === '') {
    return { problem: 'has a name with a blank, which has to stand in brackets and quotes' };
  }
  return { step: { kind: 'member', name }, end };
}
