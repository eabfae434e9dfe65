import { type Condition, isNumber } from './condition.ts';
import { type JsonNumber, readJsonNumber } from './json-number.ts';
import type { PatternReader, Token } from './pattern-reader.ts';

const COMPARISONS: ReadonlyMap<string, (value: number, bound: number) => boolean> = new Map([
  ['=', (value, bound) => value === bound],
  ['>', (value, bound) => value > bound],
  ['>=', (value, bound) => value >= bound],
  ['<', (value, bound) => value < bound],
  ['<=', (value, bound) => value <= bound],
]);

/** A bare number in the list of a field: `[300]` matches `300.0`, and a number no double stands for by its text. */
export function equalsNumber(expected: JsonNumber): Condition {
  return {
    matches: (value) =>
      isNumber(value) &&
      (value.text === expected.text || (value.double !== undefined && value.double === expected.double)),
  };
}

/**
 * Reads the value of `numeric`: one comparison, or a lower and an upper bound in this order.
 *
 * The documentation limits bounds to ±5.0e9 and six decimals; event-ruler 2 takes every double.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#filtering-numeric-matching
 */
export function readNumeric(reader: PatternReader): Condition {
  if (reader.next().kind !== 'array-start') reader.fail('Value of numeric must be an array.');
  const first = reader.next();
  if (first.kind !== 'string') reader.fail(`Invalid member in numeric match: ${reader.text()}`);
  const operator = reader.text();
  const compare = COMPARISONS.get(operator);
  const bound = reader.next();
  if (compare === undefined) reader.fail(`Unrecognized numeric range operator: ${operator}`);
  if (bound.kind !== 'number')
    reader.fail(`Value of ${operator === '=' ? 'equals' : operator} must be numeric`);
  const next = reader.next();
  if (next.kind === 'array-end') {
    const only = readBound(reader, bound);
    return comparison((value) => compare(value, only));
  }
  if (!operator.startsWith('>')) reader.fail('Too many elements in numeric expression');
  return readRange(reader, { compare, bound }, readUpperLimit(reader, next));
}

interface Limit {
  readonly compare: (value: number, bound: number) => boolean;
  readonly bound: Token;
}

function readUpperLimit(reader: PatternReader, token: Token): Limit {
  if (token.kind !== 'string') reader.fail(`Bad value in numeric range: ${reader.text()}`);
  const operator = reader.text();
  const compare = COMPARISONS.get(operator);
  if (compare === undefined || !operator.startsWith('<')) {
    reader.fail(`Bad numeric range operator: ${operator}`);
  }
  const bound = reader.next();
  if (bound.kind !== 'number') reader.fail(`Value of ${operator} must be numeric`);
  if (reader.next().kind !== 'array-end') reader.fail('Too many terms in numeric range expression');
  return { compare, bound };
}

function readRange(reader: PatternReader, lower: Limit, upper: Limit): Condition {
  const [bottom, top] = [readBound(reader, lower.bound), readBound(reader, upper.bound)];
  if (bottom >= top) reader.fail('Bottom must be less than top');
  return comparison((value) => lower.compare(value, bottom) && upper.compare(value, top));
}

function readBound(reader: PatternReader, token: Token): number {
  const { text, double } = readJsonNumber(token.text);
  if (double === undefined) reader.fail(`Cannot compare number : ${text}`);
  return double;
}

function comparison(test: (value: number) => boolean): Condition {
  return { matches: (value) => isNumber(value) && value.double !== undefined && test(value.double) };
}
