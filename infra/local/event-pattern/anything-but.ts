import { type Condition, type FieldValue, isNumber } from './condition.ts';
import { InvalidEventPatternError } from './errors.ts';
import { type JsonNumber, readJsonNumber } from './json-number.ts';
import type { PatternReader, Token } from './pattern-reader.ts';
import { equalsIgnoringCase } from './strings.ts';
import { findWildcardFault, matchesWildcard } from './wildcard.ts';

/** What can stand inside `anything-but`: how one of its texts excludes a value, and how a wrong one is rejected. */
interface Exclusion {
  readonly excludes: (text: string) => (value: string) => boolean;
  readonly notString: string;
  readonly findFault?: (text: string) => string | undefined;
  readonly mayBeEmpty: boolean;
}

const NOT_AFFIX = 'prefix/suffix match pattern must be a string';
const EXCLUSIONS: ReadonlyMap<string, Exclusion> = new Map<string, Exclusion>([
  [
    'prefix',
    { excludes: (text) => (value) => value.startsWith(text), notString: NOT_AFFIX, mayBeEmpty: false },
  ],
  [
    'suffix',
    { excludes: (text) => (value) => value.endsWith(text), notString: NOT_AFFIX, mayBeEmpty: false },
  ],
  [
    'equals-ignore-case',
    {
      excludes: equalsIgnoringCase,
      notString: 'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.',
      mayBeEmpty: true,
    },
  ],
  [
    'wildcard',
    {
      excludes: matchesWildcard,
      notString: 'wildcard match pattern must be a string',
      findFault: findWildcardFault,
      mayBeEmpty: true,
    },
  ],
]);

/**
 * Reads the value of `anything-but`: a string, a number, a list of one or the other, or an object with one operator
 * for strings. The field must be there. Everything that is not excluded matches, also `null` and values of another
 * type than those excluded.
 */
export function readAnythingBut(reader: PatternReader): Condition {
  const token = reader.next();
  if (token.kind === 'object-start') return readOperator(reader);
  return token.kind === 'array-start' ? readList(reader) : readSingle(reader, token);
}

function readSingle(reader: PatternReader, token: Token): Condition {
  requireListOrSingle(reader, token);
  if (token.kind === 'string') return anythingButStrings([reader.text()]);
  const number = readJsonNumber(token.text);
  // The service names no place here, but does for a number in a list.
  if (number.double === undefined)
    throw new InvalidEventPatternError(`Cannot compare number : ${number.text}`);
  return anythingButNumbers([number]);
}

function readList(reader: PatternReader): Condition {
  const strings: string[] = [];
  const numbers: JsonNumber[] = [];
  for (let token = reader.next(); token.kind !== 'array-end'; token = reader.next()) {
    if (token.kind === 'string') strings.push(reader.text());
    else if (token.kind === 'number') numbers.push(readListedNumber(reader, token));
    else reader.failInList('Inside anything but list, start|null|boolean is not supported.');
  }
  if (strings.length > 0 === numbers.length > 0) {
    reader.fail(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    );
  }
  return numbers.length > 0 ? anythingButNumbers(numbers) : anythingButStrings(strings);
}

function readListedNumber(reader: PatternReader, token: Token): JsonNumber {
  const number = readJsonNumber(token.text);
  if (number.double === undefined) reader.fail(`Cannot compare number : ${number.text}`);
  return number;
}

function readOperator(reader: PatternReader): Condition {
  const name = reader.next();
  if (name.kind !== 'name') reader.fail('Anything-But expression name not found');
  const exclusion = EXCLUSIONS.get(name.text);
  if (exclusion === undefined) reader.fail(`Unsupported anything-but pattern: ${name.text}`);
  const texts = readExcludedTexts(reader, exclusion);
  const fault = texts.map((text) => exclusion.findFault?.(text)).find((found) => found !== undefined);
  if (fault !== undefined) reader.fail(fault);
  if (reader.next().kind !== 'object-end') reader.fail('Too many elements in numeric expression');
  const condition = anythingBut(texts.map(exclusion.excludes));
  return name.text === 'wildcard' ? { ...condition, wildcards: texts } : condition;
}

function readExcludedTexts(reader: PatternReader, exclusion: Exclusion): string[] {
  const token = reader.next();
  requireListOrSingle(reader, token);
  if (token.kind !== 'array-start')
    return [readText(reader, token, exclusion, (reason) => reader.fail(reason))];
  const texts: string[] = [];
  for (let member = reader.next(); member.kind !== 'array-end'; member = reader.next()) {
    texts.push(readText(reader, member, exclusion, (reason) => reader.failInList(reason)));
  }
  // event-ruler takes an empty list here and then fails to match with it; the service's answer is not recorded.
  if (texts.length === 0) reader.fail('Empty arrays are not allowed');
  return texts;
}

function readText(
  reader: PatternReader,
  token: Token,
  exclusion: Exclusion,
  fail: (reason: string) => never,
): string {
  if (token.kind !== 'string') return fail(exclusion.notString);
  const text = reader.text();
  return text === '' && !exclusion.mayBeEmpty ? fail('Null prefix/suffix not allowed') : text;
}

function requireListOrSingle(reader: PatternReader, token: Token): void {
  if (token.kind === 'array-start' || token.kind === 'string' || token.kind === 'number') return;
  reader.fail('Value of anything-but must be an array or single string/number value.');
}

function anythingBut(exclusions: readonly ((value: string) => boolean)[]): Condition {
  return { matches: (value) => typeof value !== 'string' || !exclusions.some((excludes) => excludes(value)) };
}

function anythingButStrings(strings: readonly string[]): Condition {
  const excluded = new Set<FieldValue>(strings);
  return { matches: (value) => !excluded.has(value) };
}

function anythingButNumbers(numbers: readonly JsonNumber[]): Condition {
  const excluded = new Set(numbers.map((number) => number.double));
  return {
    matches: (value) => !isNumber(value) || value.double === undefined || !excluded.has(value.double),
  };
}
