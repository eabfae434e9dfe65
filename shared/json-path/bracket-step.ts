import type { JsonPathStep } from './json-path.ts';

/** One step and the position behind it, or what is wrong with it. */
export type StepResult = { readonly step: JsonPathStep; readonly end: number } | { readonly problem: string };

const MEMBER = /\[\s*(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)")\s*([\],])/sy;
const INDEX = /\[\s*(-?\d+)\s*\]/y;

/** Greatest index of an array in Java. */
const MAX_INDEX = 2_147_483_647;

/** What a bracket may hold in a path, and must not in one that leads to one value. */
const INDEFINITE: readonly (readonly [expression: RegExp, problem: string])[] = [
  [/\[\s*\*/y, '"[*]" stands for all members or items'],
  [/\[\s*\?/y, '"[?" is a filter'],
  [/\[[\s\d-]*:/y, '"[:]" is a range of items'],
  [/\[[\s\d-]+,/y, '"[,]" names several items'],
];

/** Reads `['name']`, `["name"]` or `[index]`, beginning with the bracket. */
export function readBracketStep(text: string, at: number): StepResult {
  const member = matchAt(MEMBER, text, at);
  if (member !== null) {
    const [whole, single, double = '', closer] = member;
    if (closer === ',') return { problem: 'is not definite: "[,]" names several members' };
    const name = unescaped(single ?? double);
    if (name === undefined) return { problem: 'has a "\\u" that makes no character' };
    return { step: { kind: 'member', name }, end: at + whole.length };
  }
  const item = matchAt(INDEX, text, at);
  if (item !== null) {
    const [whole, digits] = item;
    // Not -0, which counts from the start.
    const index = Number(digits) + 0;
    if (Math.abs(index) > MAX_INDEX) return { problem: `has the index ${digits}, which no array reaches` };
    return { step: { kind: 'index', index }, end: at + whole.length };
  }
  const indefinite = INDEFINITE.find(([expression]) => matchAt(expression, text, at) !== null);
  if (indefinite !== undefined) return { problem: `is not definite: ${indefinite[1]}` };
  if (!text.includes(']', at)) return { problem: 'has a "[" without "]"' };
  return { problem: 'has a name in brackets without quotes around it' };
}

function matchAt(expression: RegExp, text: string, at: number): RegExpExecArray | null {
  expression.lastIndex = at;
  return expression.exec(text);
}

const ESCAPE = /\\(?:u([\da-f]{4})|(.))/gis;
const CONTROLS: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** As Java's text has it: any other character behind a backslash stands for itself. */
function unescaped(quoted: string): string | undefined {
  if ([...quoted.matchAll(ESCAPE)].some(([, , character]) => character?.toLowerCase() === 'u'))
    return undefined;
  const name = quoted.replace(ESCAPE, (_, hex: string | undefined, character: string) =>
    hex === undefined ? (CONTROLS[character] ?? character) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return name.isWellFormed() ? name : undefined;
}
