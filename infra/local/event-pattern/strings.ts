import type { Condition } from './condition.ts';
import type { PatternReader } from './pattern-reader.ts';

type Test = (value: string) => boolean;

/** A condition that only strings can meet. */
export function stringCondition(test: Test): Condition {
  return { matches: (value) => typeof value === 'string' && test(value) };
}

/** Reads the value of `prefix`: a string, or an object with `equals-ignore-case`. */
export function readPrefix(reader: PatternReader): Condition {
  return readAffix(reader, 'prefix', (prefix) => (value) => value.startsWith(prefix), hasPrefixIgnoringCase);
}

/** Reads the value of `suffix`: a string, or an object with `equals-ignore-case`. */
export function readSuffix(reader: PatternReader): Condition {
  return readAffix(reader, 'suffix', (suffix) => (value) => value.endsWith(suffix), hasSuffixIgnoringCase);
}

/** Reads the value of `equals-ignore-case`: a string. */
export function readEqualsIgnoreCase(reader: PatternReader): Condition {
  if (reader.next().kind !== 'string') reader.fail('equals-ignore-case match pattern must be a string');
  return stringCondition(equalsIgnoringCase(reader.text()));
}

function readAffix(
  reader: PatternReader,
  operator: 'prefix' | 'suffix',
  exactly: (affix: string) => Test,
  ignoringCase: (affix: string) => Test,
): Condition {
  const token = reader.next();
  if (token.kind === 'string') return stringCondition(exactly(reader.text()));
  if (token.kind !== 'object-start') reader.fail(`${operator} match pattern must be a string`);
  const title = operator === 'prefix' ? 'Prefix' : 'Suffix';
  const name = reader.next();
  if (name.kind !== 'name') reader.fail(`${title} expression name not found`);
  if (name.text !== 'equals-ignore-case') reader.fail(`Unsupported ${operator} pattern: ${name.text}`);
  if (reader.next().kind !== 'string') reader.fail('equals-ignore-case match pattern must be a string');
  const condition = stringCondition(ignoringCase(reader.text()));
  if (reader.next().kind !== 'object-end') reader.fail('Only one key allowed in match expression');
  return condition;
}

/** Equality that takes each character of the pattern in its lower or upper case. */
export function equalsIgnoringCase(text: string): Test {
  const characters = bothCases(text);
  return (value) => lengthOfStart(characters, value) === value.length;
}

function hasPrefixIgnoringCase(prefix: string): Test {
  const characters = bothCases(prefix);
  return (value) => lengthOfStart(characters, value) !== undefined;
}

function hasSuffixIgnoringCase(suffix: string): Test {
  const characters = bothCases(suffix).reverse();
  return (value) => {
    let end = value.length;
    for (const cases of characters) {
      const spelling = cases.find((one) => value.endsWith(one, end));
      if (spelling === undefined) return false;
      end -= spelling.length;
    }
    return true;
  };
}

/**
 * The spellings of each character, as event-ruler derives them: the case of the event does not matter, but its
 * characters are compared with those of the pattern, so `ß` takes `ß` and `SS`, not `ss`. Neither spelling of a
 * character begins or ends with the other, so the first that fits is the only one that does.
 */
export function bothCases(text: string): string[][] {
  return [...text].map((character) => [...new Set([character.toLowerCase(), character.toUpperCase()])]);
}

/** How much of the value the characters take up from its start, nothing when they do not fit. */
function lengthOfStart(characters: readonly (readonly string[])[], value: string): number | undefined {
  let length = 0;
  for (const cases of characters) {
    const spelling = cases.find((one) => value.startsWith(one, length));
    if (spelling === undefined) return undefined;
    length += spelling.length;
  }
  return length;
}
