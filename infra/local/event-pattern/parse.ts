import type { Condition } from './condition.ts';
import { readConditions } from './conditions.ts';
import { InvalidEventPatternError } from './errors.ts';
import { PatternReader } from './pattern-reader.ts';
import { isTooComplex } from './wildcard-complexity.ts';

/** One field a pattern names, by its path joined with dots, and what it may hold. */
export interface FieldPattern {
  readonly path: string;
  readonly conditions: readonly Condition[];
}

/** A parsed pattern: an event matches when all fields of one branch do. Without `$or` there is one branch. */
export interface EventPattern {
  readonly branches: readonly (readonly FieldPattern[])[];
}

/**
 * Longest pattern of a rule, in characters. Checked by the API that takes rules, not by the parser.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
export const MAX_EVENT_PATTERN_CHARACTERS = 2048;

/**
 * Branches into which `$or` may unfold a pattern.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-complex-example-or
 */
export const MAX_OR_COMBINATIONS = 1000;

/**
 * Field names that are not allowed inside `$or`: the operators, and those event-ruler keeps for later.
 * https://github.com/aws/event-ruler#the-or-primitive
 */
const RESERVED_IN_OR: ReadonlySet<string> = new Set([
  'exactly',
  'equals-ignore-case',
  'prefix',
  'suffix',
  'anything-but',
  'exists',
  'wildcard',
  'numeric',
  'cidr',
  '=',
  '<',
  '<=',
  '>',
  '>=',
  'regex',
  'not-wildcard',
  'not-equals-ignore-case',
  'date-after',
  'date-on-or-after',
  'date-before',
  'date-on-or-before',
  'in-date-range',
  'ip-address-in-range',
  'ip-address-not-in-range',
]);

type Branch = ReadonlyMap<string, readonly Condition[]>;
interface Place {
  readonly path: readonly string[];
  readonly isInsideOr: boolean;
  /** Whether `$or` is the operator here, or a field of that name. */
  readonly hasOr: boolean;
}

/**
 * Parses an event pattern, given as JSON text, and rejects what EventBridge rejects, with its words.
 *
 * As in event-ruler, a `$or` that is not a list of two or more objects of fields makes `$or` an ordinary field name.
 * When the pattern is wrong in both readings the error is that of the operator.
 *
 * @throws InvalidEventPatternError
 */
export function parseEventPattern(text: string): EventPattern {
  try {
    return compile(text, true);
  } catch (error) {
    if (!(error instanceof InvalidEventPatternError) || !text.includes('"$or"')) throw error;
    try {
      return compile(text, false);
    } catch {
      throw error;
    }
  }
}

function compile(text: string, hasOr: boolean): EventPattern {
  const reader = new PatternReader(text);
  if (reader.next().kind !== 'object-start') reader.fail('Filter is not an object');
  const branches = readObject(reader, { path: [], isInsideOr: false, hasOr }, [new Map()]);
  reader.next();
  checkComplexity(branches);
  return { branches: branches.map(sortFields) };
}

/** Adds the fields of one object to every branch. */
function readObject(reader: PatternReader, place: Place, branches: readonly Branch[]): readonly Branch[] {
  let extended = branches;
  let isEmpty = true;
  for (let token = reader.next(); token.kind !== 'object-end'; token = reader.next()) {
    isEmpty = false;
    extended = readMember(reader, place, token.text, extended);
  }
  if (isEmpty) reader.fail('Empty objects are not allowed');
  return extended;
}

function readMember(
  reader: PatternReader,
  place: Place,
  name: string,
  branches: readonly Branch[],
): readonly Branch[] {
  if (place.hasOr && name === '$or') return readOr(reader, { ...place, isInsideOr: true }, branches);
  if (place.isInsideOr && RESERVED_IN_OR.has(name)) {
    reader.fail(`${name} is Ruler reserved fieldName which cannot be used inside $or.`);
  }
  const path = [...place.path, name];
  switch (reader.next().kind) {
    case 'object-start':
      return readObject(reader, { ...place, path }, branches);
    case 'array-start': {
      // A field named again, in whatever spelling of its path, replaces the one before.
      const field = [path.join('.'), readConditions(reader)] as const;
      return branches.map((branch) => new Map([...branch, field]));
    }
    default:
      return reader.fail(`"${name}" must be an object or an array`);
  }
}

function readOr(reader: PatternReader, place: Place, branches: readonly Branch[]): readonly Branch[] {
  if (reader.next().kind !== 'array-start') reader.fail('It must be an Array followed with $or.');
  const unfolded: Branch[] = [];
  let alternatives = 0;
  for (let token = reader.next(); token.kind !== 'array-end'; token = reader.next()) {
    if (token.kind !== 'object-start') {
      reader.fail('Only JSON object is allowed in array of $or relationship.');
    }
    alternatives++;
    unfolded.push(...readObject(reader, place, branches));
    // The wording is this project's, the service's is not recorded.
    if (unfolded.length > MAX_OR_COMBINATIONS) {
      reader.fail(`More than ${MAX_OR_COMBINATIONS} combinations in $or relationship`);
    }
  }
  if (alternatives < 2) reader.fail('There must have at least 2 Objects in $or relationship.');
  return unfolded;
}

function checkComplexity(branches: readonly Branch[]): void {
  for (const conditions of new Set(branches.flatMap((branch) => [...branch.values()]))) {
    if (!isTooComplex(conditions.flatMap(({ wildcards }) => wildcards ?? []))) continue;
    throw new InvalidEventPatternError(
      'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character',
    );
  }
}

/** Fields are tried in the order of their paths, which decides what `exists: false` sees of an array. */
function sortFields(branch: Branch): FieldPattern[] {
  return [...branch.keys()].sort().map((path) => ({ path, conditions: branch.get(path) ?? [] }));
}
