import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidEventError } from '../../../../infra/local/event-pattern/errors.ts';
import { matchesEventPattern } from '../../../../infra/local/event-pattern/match.ts';
import { parseEventPattern } from '../../../../infra/local/event-pattern/parse.ts';
import { withinBounds } from '../../../within-bounds.ts';
import { matches, meets } from './matching.ts';

describe('fields', () => {
  it('must all match, by one of their conditions each', () => {
    const pattern = { source: ['a', 'b'], detail: { state: ['on'] } };

    expect(matches(pattern, { source: 'b', detail: { state: 'on', other: 1 } })).toBe(true);
    expect(matches(pattern, { source: 'b', detail: { state: 'off' } })).toBe(false);
    expect(matches(pattern, { source: 'b', detail: {} })).toBe(false);
  });

  it.each([
    ['"a"', '"a"', true],
    ['"a"', '"A"', false],
    ['"a"', '"a "', false],
    ['"🚀 "', '"🚀 "', true],
    ['""', '""', true],
    ['true', 'true', true],
    ['true', 'false', false],
    ['true', '"true"', false],
    ['null', 'null', true],
    ['null', '"null"', false],
    ['null', '""', false],
    ['1', '"1"', false],
    ['"1"', '1', false],
    ['1', '{"a":1}', false],
  ])('equal %s against %s: %s', (condition, value, expected) => {
    expect(meets(`[${condition}]`, value)).toBe(expected);
  });

  it.each([
    [{ detail: { state: { status: ['on'] } } }, { detail: { 'state.status': 'on' } }, true],
    [{ 'detail.state.status': ['on'] }, { detail: { state: { status: 'on' } } }, true],
    [{ detail: { state: { status: ['on'] } } }, { detail: { 'state.status': { status: 'on' } } }, false],
    [{ detail: { 'state.status': { status: ['on'] } } }, { detail: { state: { status: 'on' } } }, false],
    [{ '': { a: [1] } }, { '': { a: 1 } }, true],
    [{ a: [1] }, { '': { a: 1 } }, false],
  ])('are found by their path however it is spelled: %j, %j: %s', (pattern, event, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });

  it('inside a JSON string are not seen', () => {
    expect(matches({ detail: { key: ['value'] } }, { detail: '{"key":"value"}' })).toBe(false);
  });

  it('are case-sensitive', () => {
    expect(matches({ Key: ['value'] }, { key: 'value' })).toBe(false);
  });
});

describe('exists', () => {
  const present = { a: { b: [{ exists: true }] } };
  const absent = { a: { b: [{ exists: false }] } };

  it.each([
    ['{"a":{"b":0}}', true],
    ['{"a":{"b":null}}', true],
    ['{"a":{"b":[1]}}', true],
    ['{"a":{"b":[[null]]}}', true],
    ['{"a":[{"c":1},{"b":1}]}', true],
    ['{"a":{"b":[]}}', false],
    ['{"a":{"b":{}}}', false],
    ['{"a":{"b":{"c":1}}}', false],
    ['{"a":{"b":[{"c":1}]}}', false],
    ['{"a":1}', false],
    ['{}', false],
  ])('finds a leaf in %s: %s', (event, expected) => {
    expect(matches(present, event)).toBe(expected);
    expect(matches(absent, event)).toBe(!expected);
  });

  it('false may stand beside conditions for a value', () => {
    const pattern = { a: [{ 'anything-but': ['roses'] }, { exists: false }] };

    expect(matches(pattern, {})).toBe(true);
    expect(matches(pattern, { a: 'tulips' })).toBe(true);
    expect(matches(pattern, { a: 'roses' })).toBe(false);
  });

  it('null and empty arrays are different things', () => {
    expect(matches({ a: [null] }, { a: [] })).toBe(false);
    expect(matches({ a: [null] }, { a: [null] })).toBe(true);
  });
});

describe('arrays', () => {
  const people = [
    { first: 'Anna', last: 'Smith', roles: ['admin', 'user'] },
    { first: 'Peter', last: 'Jones', roles: ['user'] },
  ];

  it('match by any of their elements, at any depth', () => {
    expect(matches({ a: [2] }, { a: [1, [2, 3]] })).toBe(true);
    expect(matches({ a: [4] }, { a: [1, [2, 3]] })).toBe(false);
    expect(matches({ people: { first: ['Peter'] } }, { people: [[people]] })).toBe(true);
  });

  it('give two fields of one pattern the same element', () => {
    expect(matches({ people: { first: ['Anna'], last: ['Smith'] } }, { people })).toBe(true);
    expect(matches({ people: { first: ['Anna'], last: ['Jones'] } }, { people })).toBe(false);
    expect(matches({ people: { last: ['Jones'], roles: ['admin'] } }, { people })).toBe(false);
    expect(matches({ people: { last: ['Smith'], roles: ['user'] } }, { people })).toBe(true);
  });

  it('of their own are independent of each other', () => {
    const event = { a: [{ x: 1 }, { x: 2, y: 2 }], b: [{ x: 3 }] };

    expect(matches({ a: { x: [1] }, b: { x: [3] } }, event)).toBe(true);
    expect(matches({ a: { x: [1], y: [2] }, b: { x: [3] } }, event)).toBe(false);
  });

  it('hold `exists: false` to the element of the fields before it', () => {
    const pattern = { people: { first: ['Peter'], nick: [{ exists: false }] } };

    expect(matches(pattern, { people: [{ first: 'Anna', nick: 'An' }, { first: 'Peter' }] })).toBe(true);
    expect(matches(pattern, { people: [{ first: 'Anna' }, { first: 'Peter', nick: 'Pete' }] })).toBe(false);
    // `aka` comes before `first`, no element is chosen yet.
    expect(
      matches(
        { people: { aka: [{ exists: false }], first: ['Peter'] } },
        { people: [{ aka: 'x' }, { first: 'Peter' }] },
      ),
    ).toBe(false);
  });

  it('are taken in the order of the paths, not of the pattern', () => {
    const pattern = '{"people":{"nick":[{"exists":false}],"first":["Peter"]}}';

    expect(matches(pattern, { people: [{ first: 'Anna', nick: 'An' }, { first: 'Peter' }] })).toBe(true);
  });

  it('leave their scalars free to go with any of their objects', () => {
    expect(matches({ a: [5], 'a.b': [1] }, { a: [5, { b: 1 }] })).toBe(true);
    expect(matches({ 'a.b': [1], 'a.c': [5] }, { a: [{ b: 1 }, { c: [5] }] })).toBe(false);
  });

  it('count for a path however it is spelled', () => {
    const event = '{"a":{"b":[{"c":1},{"d":2}]},"a.b":{"d":3}}';

    expect(matches({ a: { b: { c: [1], d: [2] } } }, event)).toBe(false);
    expect(matches({ a: { b: { c: [1], d: [3] } } }, event)).toBe(true);
  });

  it('that share a path are each held to one element', () => {
    const pattern = { 'a.b.x': [1], 'a.b.y': [1], 'a.b.z': [1] };

    expect(matches(pattern, '{"a":{"b":[{"x":1},{"z":1}]},"a.b":[{"y":1},{"z":1}]}')).toBe(false);
    expect(matches(pattern, '{"a":{"b":[{"x":1},{"z":1}]},"a.b":[{"y":1,"z":1}]}')).toBe(true);
  });

  it('of thirty thousand elements are not compared each with each', () => {
    const items = Array.from({ length: 30_000 }, (_, id) => ({ a: id, b: [{ c: id }] }));
    const present = [{ exists: true }];
    const pattern = { items: { a: present, b: { c: present }, d: [1] } };

    expect(withinBounds(() => matches(pattern, { items: [...items, { d: 1 }] }))).toBe(false);
  });

  it('side by side are not matched in all their combinations', () => {
    const items = Array.from({ length: 2_000 }, (_, id) => ({ id }));
    const pattern = {
      a: { id: [{ exists: true }] },
      b: { id: [{ exists: true }] },
      c: { id: [{ exists: true }] },
    };
    const impossible = { z: { id: [1], odd: [2] } };
    const event = { a: items, b: items, c: items, z: [{ id: 1 }, { odd: 2 }] };

    expect(matches({ ...pattern, ...impossible }, event)).toBe(false);
  });

  const NAMES = ['a', 'b', 'c'] as const;
  const { event } = fc.letrec<{ value: unknown; event: Record<string, unknown> }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', maxDepth: 6 },
      { weight: 2, arbitrary: fc.constantFrom(1, 2) },
      { weight: 1, arbitrary: tie('event') },
      {
        weight: 3,
        arbitrary: fc.array(
          fc.oneof({ weight: 3, arbitrary: tie('event') }, { weight: 1, arbitrary: tie('value') }),
          { minLength: 1, maxLength: 3 },
        ),
      },
    ),
    event: fc.dictionary(fc.constantFrom(...NAMES, 'a.b', 'b.a'), tie('value'), { minKeys: 1, maxKeys: 3 }),
  }));
  const conditions = fc.constantFrom<unknown[]>(
    [1],
    [2],
    [{ exists: true }],
    [{ exists: false }],
    [1, { exists: false }],
  );
  const eventWithWanted = event.chain((parsed) => {
    const paths = [...new Set(listLeaves(parsed, [], []).map(({ path }) => path)), 'absent'];
    const wanted = fc.tuple(
      fc.subarray(paths, { minLength: 1, maxLength: Math.min(4, paths.length) }),
      fc.array(conditions, { minLength: 4, maxLength: 4 }),
    );
    return fc.tuple(
      fc.constant(parsed),
      wanted.map(([chosen, lists]) => chosen.map((path, index) => [path, lists[index] ?? []] as const)),
    );
  });

  it('match when some choice of leaves has one element of each array', () => {
    let matched = 0;
    fc.assert(
      fc.property(eventWithWanted, ([parsed, wanted]) => {
        const sorted = wanted.toSorted(([one], [other]) => (one < other ? -1 : 1));
        const expected = canChoose(listLeaves(parsed, [], []), sorted, []);
        if (expected) matched++;

        expect(matches(Object.fromEntries(wanted), parsed)).toBe(expected);
      }),
      { numRuns: 10_000 },
    );
    expect(matched).toBeGreaterThan(1_000);
  });

  it('never let `exists` be true and false of one field alone', () => {
    fc.assert(
      fc.property(event, fc.constantFrom('a', 'a.b', 'b.c'), (parsed, path) => {
        expect(matches({ [path]: [{ exists: true }] }, parsed)).toBe(
          !matches({ [path]: [{ exists: false }] }, parsed),
        );
      }),
    );
  });
});

describe('the event', () => {
  it.each([
    ['[]'],
    ['"text"'],
    ['1'],
    ['null'],
    ['{'],
    [''],
    ['9007199254740993'],
    [`{"a":${'['.repeat(200_000)}`],
  ])('%# that is no JSON object is refused in the words of the service', (event) => {
    const match = () => matchesEventPattern(parseEventPattern('{"a":[1]}'), event);

    expect(match).toThrow(InvalidEventError);
    expect(match).toThrow(
      expect.objectContaining({ code: 'ValidationException', message: 'Parameter Event is not valid.' }),
    );
  });

  it('may be deep, but not without end', () => {
    const nested = (levels: number) => `{"a":${'['.repeat(levels)}1${']'.repeat(levels)}}`;

    expect(matches({ a: [1] }, nested(999))).toBe(true);
    expect(() => matches({ a: [1] }, nested(1000))).toThrow(InvalidEventError);
    expect(() => matches({ a: [1] }, `${'{"a":'.repeat(1001)}1${'}'.repeat(1001)}`)).toThrow(
      InvalidEventError,
    );
  });

  it('may be given parsed', () => {
    const pattern = parseEventPattern('{"a":{"b":["x"]},"n":[9007199254740993],"u":[{"exists":false}]}');

    expect(matchesEventPattern(pattern, { a: [{ b: 'x' }], n: 9007199254740993n, u: undefined })).toBe(true);
    expect(() => matchesEventPattern(pattern, { a: Symbol('x') })).toThrow(InvalidEventError);
  });

  it('has the last of two members of one name', () => {
    expect(matches({ a: [1] }, '{"a":2,"a":1}')).toBe(true);
    expect(matches({ a: [2] }, '{"a":2,"a":1}')).toBe(false);
  });
});

interface Leaf {
  readonly path: string;
  readonly value: unknown;
  /** For each array around the leaf, the element it is in. */
  readonly elements: ReadonlyMap<unknown, number>;
}

function listLeaves(
  value: unknown,
  path: readonly string[],
  elements: readonly (readonly [unknown, number])[],
): Leaf[] {
  if (Array.isArray(value)) {
    return value.flatMap((element: unknown, index) => {
      const isContainer = typeof element === 'object' && element !== null;
      return listLeaves(element, path, isContainer ? [...elements, [value, index]] : elements);
    });
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, member]) => listLeaves(member, [...path, name], elements));
  }
  return [{ path: path.join('.'), value, elements: new Map(elements) }];
}

/** Tries every combination of leaves, fields in the order of their paths. */
function canChoose(
  leaves: readonly Leaf[],
  wanted: readonly (readonly [string, readonly unknown[]])[],
  chosen: readonly Leaf[],
): boolean {
  const [first, ...others] = wanted;
  if (first === undefined) return true;
  const [path, conditions] = first;
  const possible = leaves.filter((leaf) => leaf.path === path && chosen.every((other) => agree(leaf, other)));
  const texts = conditions.map((condition) => JSON.stringify(condition));
  if (possible.length === 0) return texts.includes('{"exists":false}') && canChoose(leaves, others, chosen);
  return possible
    .filter(({ value }) => texts.includes('{"exists":true}') || texts.includes(String(value)))
    .some((leaf) => canChoose(leaves, others, [...chosen, leaf]));
}

function agree(one: Leaf, other: Leaf): boolean {
  return [...one.elements].every(([array, index]) => (other.elements.get(array) ?? index) === index);
}
