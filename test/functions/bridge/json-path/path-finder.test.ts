import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_NESTING_DEPTH } from '../../../../functions/bridge/json/nesting.ts';
import { PathFinder } from '../../../../functions/bridge/json-path/path-finder.ts';
import type { JsonPath, JsonPathStep } from '../../../../shared/json-path/json-path.ts';
import { parseJsonPath } from '../../../../shared/json-path/parse-json-path.ts';

const BEFORE = '{"key":"$","value":';
const AFTER = ',"tombstone":true}';

/** Looks in the middle of a longer text, as it is used. */
function find(json: string, path: JsonPath): string | undefined {
  const bytes = Buffer.from(`${BEFORE}${json}${AFTER}`);
  const found = new PathFinder(path).find(bytes, BEFORE.length, bytes.length - AFTER.length);
  return found && bytes.toString('utf8', found.start, found.end);
}

function findText(json: string, text: string): string | undefined {
  const result = parseJsonPath(text);
  if ('problem' in result) throw new Error(result.problem);
  return find(json, result.path);
}

describe('PathFinder', () => {
  it.each([
    { json: '{"a":1}', path: '$', expected: '{"a":1}' },
    { json: '"text"', path: '$', expected: '"text"' },
    { json: '{"a":1}', path: '$.a', expected: '1' },
    { json: '{"a":{"b":[{"c":"x"}]}}', path: '$.a.b[0].c', expected: '"x"' },
    { json: '{"a.b":"x","a":{"b":"y"}}', path: "$['a.b']", expected: '"x"' },
    { json: '{"a":[1,[2,3],{"b":"],"}]}', path: '$.a[1]', expected: '[2,3]' },
    { json: '{"a":[1,[2,3],{"b":"],"}]}', path: '$.a[-1]', expected: '{"b":"],"}' },
    { json: '["x"]', path: '$[-1]', expected: '"x"' },
    { json: '{"":0}', path: "$['']", expected: '0' },
    { json: '{"a":"\\"","b":2}', path: '$.b', expected: '2' },
    { json: '{"\\u0061":1}', path: '$.a', expected: '1' },
    { json: '{"\\ud83d\\ude00":1}', path: '$.😀', expected: '1' },
    { json: '{"größe":1}', path: '$.größe', expected: '1' },
    { json: '{"\\n":1}', path: "$['\\n']", expected: '1' },
    { json: '{"\\\\n":1}', path: "$['\\\\n']", expected: '1' },
    { json: '{"a":null}', path: '$.a', expected: 'null' },
  ])('finds $path in $json', ({ json, path, expected }) => {
    expect(findText(json, path)).toBe(expected);
  });

  it.each([
    { json: '{}', path: '$.a' },
    { json: '[]', path: '$[0]' },
    { json: '[]', path: '$[-1]' },
    { json: '[1,2]', path: '$[2]' },
    { json: '[1,2]', path: '$[-3]' },
    { json: '{"a":{"b":1}}', path: '$.b' },
    { json: '{"b":"a"}', path: '$.a' },
    { json: '{"a":"b"}', path: '$.a.b' },
    { json: '{"0":1}', path: '$[0]' },
    { json: '[1]', path: "$['0']" },
    { json: '"{\\"a\\":1}"', path: '$.a' },
    { json: 'null', path: '$.a' },
    { json: '5', path: '$.a' },
    { json: '{"ab":1}', path: '$.a' },
    { json: '{"a":1}', path: '$.ab' },
    // A line feed, not a backslash with an n.
    { json: '{"\\n":1}', path: "$['\\\\n']" },
    { json: '{"\\ud800":1}', path: '$.\ufffd' },
    { json: '{"a":1}', path: '$.tombstone' },
    { json: '{"a":1}', path: '$.constructor' },
  ])('finds nothing at $path in $json', ({ json, path }) => {
    expect(findText(json, path)).toBeUndefined();
  });

  it('takes the last of members of the same name, and looks at no other', () => {
    expect(findText('{"a":1,"\\u0061":2}', '$.a')).toBe('2');
    expect(findText('{"a":{"b":1},"a":{"c":2}}', '$.a.b')).toBeUndefined();
  });

  it('finds its way through the deepest value there is', () => {
    const json = `${'[{"a":'.repeat(MAX_NESTING_DEPTH / 2)}7${'}]'.repeat(MAX_NESTING_DEPTH / 2)}`;
    const steps = Array.from(
      { length: MAX_NESTING_DEPTH },
      (_, index): JsonPathStep =>
        index % 2 === 0 ? { kind: 'index', index: -1 } : { kind: 'member', name: 'a' },
    );

    expect(find(json, steps)).toBe('7');
  });

  it('finds what stands there once the text is read, whatever the text holds', () => {
    fc.assert(
      fc.property(arbitraryJson, fc.array(arbitraryStep, { maxLength: 4 }), (json, path) => {
        const expected = lookUp(JSON.parse(json), path);
        const found = find(json, path);

        expect(found === undefined ? undefined : JSON.parse(found)).toEqual(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['{"a', '{"a"', '{"a":', '{"a":"', '{"a":[', '{"a":[1,', '[', '[1', '[1,', '"', '', '{"a"x', '}'])(
    'ends on text that is no JSON: %j',
    (json) => {
      const bytes = Buffer.from(json);

      for (const path of ['$.a', '$.a[0]', '$[0]', '$[-1]', '$[5]']) {
        const result = parseJsonPath(path);
        if ('problem' in result) throw new Error(result.problem);
        const found = new PathFinder(result.path).find(bytes, 0, bytes.length);
        expect(found?.end ?? 0).toBeLessThanOrEqual(bytes.length);
      }
    },
  );
});

// No name that is a lone backslash: behind one, JSON.parse of V8 13.6 takes the escapes of other names for it.
const NAMES = ['a', 'b', 'ä', '"', 'a\\b', '\n', '😀', 'ab', '', '__proto__'] as const;

const arbitraryStep: fc.Arbitrary<JsonPathStep> = fc.oneof(
  fc.constantFrom(...NAMES).map((name) => ({ kind: 'member', name }) as const),
  fc.integer({ min: -3, max: 3 }).map((index) => ({ kind: 'index', index }) as const),
);

/** Text with duplicate members and with any character of a name escaped. */
const arbitraryJson: fc.Arbitrary<string> = fc.letrec<{ value: string; array: string; object: string }>(
  (tie) => ({
    value: fc.oneof(
      { maxDepth: 5, depthIdentifier: 'json' },
      fc.constantFrom('1', 'null', 'true', '-1.5E3', '"x"', '"}],:\\""', '{}', '[]'),
      tie('object'),
      tie('array'),
    ),
    array: fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
    object: fc
      .array(fc.tuple(fc.constantFrom(...NAMES), fc.boolean(), tie('value')), { maxLength: 5 })
      .map(
        (members) =>
          `{${members.map(([name, isEscaped, value]) => `${quoted(name, isEscaped)}:${value}`).join(',')}}`,
      ),
  }),
).value;

function quoted(name: string, isEscaped: boolean): string {
  if (!isEscaped) return JSON.stringify(name);
  const units = Array.from({ length: name.length }, (_, index) => name.charCodeAt(index));
  return `"${units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')}"`;
}

/** What a path leads to in a value that was read. */
function lookUp(value: unknown, path: JsonPath): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (step.kind === 'index') {
    return Array.isArray(value) ? lookUpFound(value.at(step.index), rest) : undefined;
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject || !Object.hasOwn(value, step.name)) return undefined;
  return lookUpFound(Object.entries(value).find(([name]) => name === step.name)?.[1], rest);
}

function lookUpFound(value: unknown, rest: JsonPath): unknown {
  return value === undefined ? undefined : lookUp(value, rest);
}
