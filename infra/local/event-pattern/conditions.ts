import { readAnythingBut } from './anything-but.ts';
import { equalsIpAddress, readCidr } from './cidr.ts';
import type { Condition } from './condition.ts';
import { readIpAddress } from './ip-address.ts';
import { readJsonNumber } from './json-number.ts';
import { equalsNumber, readNumeric } from './numeric.ts';
import type { PatternReader } from './pattern-reader.ts';
import { readEqualsIgnoreCase, readPrefix, readSuffix, stringCondition } from './strings.ts';
import { readWildcard } from './wildcard.ts';

const ONE_KEY = 'Only one key allowed in match expression';
const ONE_NUMBER = 'Too many elements in numeric expression';

/** The operators: what reads the value behind the name, and what the service says of a second name in the object. */
const OPERATORS: ReadonlyMap<string, { read: (reader: PatternReader) => Condition; secondName: string }> =
  new Map([
    ['prefix', { read: readPrefix, secondName: ONE_KEY }],
    ['suffix', { read: readSuffix, secondName: ONE_KEY }],
    ['equals-ignore-case', { read: readEqualsIgnoreCase, secondName: ONE_KEY }],
    ['wildcard', { read: readWildcard, secondName: ONE_KEY }],
    ['anything-but', { read: readAnythingBut, secondName: ONE_NUMBER }],
    ['numeric', { read: readNumeric, secondName: ONE_NUMBER }],
    ['cidr', { read: readCidr, secondName: ONE_KEY }],
    ['exists', { read: readExists, secondName: ONE_KEY }],
  ]);

/** Reads the list of conditions of one field, the reader being behind its opening bracket. */
export function readConditions(reader: PatternReader): Condition[] {
  const conditions: Condition[] = [];
  for (let token = reader.next(); token.kind !== 'array-end'; token = reader.next()) {
    switch (token.kind) {
      case 'object-start':
        conditions.push(readOperator(reader));
        break;
      case 'string':
        conditions.push(equalsString(reader.text()));
        break;
      case 'number':
        conditions.push(equalsNumber(readJsonNumber(token.text)));
        break;
      case 'literal':
        conditions.push(equalsLiteral(token.text));
        break;
      default:
        reader.fail('Match value must be String, number, true, false, or null');
    }
  }
  if (conditions.length === 0) reader.fail('Empty arrays are not allowed');
  return conditions;
}

function readOperator(reader: PatternReader): Condition {
  const name = reader.next();
  if (name.kind !== 'name') reader.fail('Match expression name not found');
  const operator = OPERATORS.get(name.text);
  if (operator === undefined) reader.fail(`Unrecognized match type ${name.text}`);
  const condition = operator.read(reader);
  if (reader.next().kind !== 'object-end') reader.fail(operator.secondName);
  return condition;
}

function readExists(reader: PatternReader): Condition {
  const { kind, text } = reader.next();
  if (kind !== 'literal' || text === 'null')
    reader.fail('exists match pattern must be either true or false.');
  return text === 'true' ? { matches: () => true } : { matches: () => false, matchesAbsence: true };
}

function equalsString(expected: string): Condition {
  const address = readIpAddress(expected);
  return address === undefined ? stringCondition((value) => value === expected) : equalsIpAddress(address);
}

function equalsLiteral(text: string): Condition {
  const expected = text === 'null' ? null : text === 'true';
  return { matches: (value) => value === expected };
}
