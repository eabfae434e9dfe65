import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonWriter } from '../../../functions/bridge/json/json-writer.ts';
import { Offloader } from '../../../functions/bridge/offload.ts';
import { offloadingOf } from '../../fixtures/offloading.ts';

const BUS_ARN = 'arn:aws:events:eu-west-1:123456789012:event-bus/orders';
const RECORD = { topic: 'orders', partition: 3, offset: 42 };
const START = '{"topic":"orders","key":"k"';

/** A detail with a value, after what the path leads to was taken out of it. */
function taken(
  value: string,
  pathText = '$.detail.value',
  settings: Parameters<typeof offloadingOf>[0] = {},
) {
  const detail = new JsonWriter();
  detail.raw(Buffer.from(`${START},"value":${value}}`));
  const offloader = new Offloader(offloadingOf({ ...settings, pathText }), BUS_ARN);
  const object = offloader.takeOut(RECORD, detail);
  return { detail: detail.toString(), body: object && Buffer.from(object.body).toString('utf8'), object };
}

function digest(body: string): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 32);
}

/** What a detail ends with once something was taken out of it. */
function reference(body: string, extension: string, pathText = '$.detail.value'): string {
  const key = `orders/3/42-${digest(body)}.${extension}`;
  return `,"dataref":"arn:aws:s3:::large-values/${key}","datarefJsonPath":${JSON.stringify(pathText)}}`;
}

describe('the value of an event', () => {
  it.each([
    { what: 'an object', value: '{"a":[1,2]}', body: '{"a":[1,2]}' },
    { what: 'an empty object', value: '{}', body: '{}' },
    { what: 'an array', value: '[1.0,"x"]', body: '[1.0,"x"]' },
    { what: 'an empty array', value: '[]', body: '[]' },
    { what: 'a number, by its own text', value: '1.0E10', body: '1.0E10' },
    {
      what: 'a number that no double holds',
      value: '12345678901234567890123',
      body: '12345678901234567890123',
    },
    { what: 'a boolean', value: 'false', body: 'false' },
    {
      what: 'escapes within an object, as they are',
      value: '{"a":"\\u00e9\\/"}',
      body: '{"a":"\\u00e9\\/"}',
    },
    { what: 'a string that no text in UTF-8 holds', value: '"a\\ud83d\\n"', body: '"a\\ud83d\\n"' },
  ])('goes to the bucket as JSON: $what', ({ value, body }) => {
    const { detail, object } = taken(value);

    expect(detail).toBe(`${START}${reference(body, 'json')}`);
    expect(object).toEqual({
      key: `orders/3/42-${digest(body)}.json`,
      body: Buffer.from(body),
      contentType: 'application/json',
    });
  });

  it.each([
    { what: 'as it is', value: '"hello from kafka"', body: 'hello from kafka' },
    { what: 'without its escapes', value: '"\\"a\\"\\n\\u00e9\\ud83d\\udc4d\\/"', body: '"a"\né👍/' },
    { what: 'in UTF-8', value: '"é\u2028👍"', body: 'é\u2028👍' },
    { what: 'even when it looks like JSON', value: '"{\\"a\\":1}"', body: '{"a":1}' },
    { what: 'even when it is empty', value: '""', body: '' },
  ])('goes to the bucket as text when it is a string, $what', ({ value, body }) => {
    const { detail, object } = taken(value);

    expect(detail).toBe(`${START}${reference(body, 'txt')}`);
    expect(object).toEqual({
      key: `orders/3/42-${digest(body)}.txt`,
      body: Buffer.from(body),
      contentType: 'text/plain;charset=utf-8',
    });
  });

  it.each([
    { what: 'null', value: 'null', pathText: '$.detail.value' },
    { what: 'a member that is null', value: '{"a":null}', pathText: '$.detail.value.a' },
    { what: 'a member that is missing', value: '{"b":1}', pathText: '$.detail.value.a' },
    { what: 'a member of a number', value: '12', pathText: '$.detail.value.a' },
    { what: 'a member of a text', value: '"a"', pathText: '$.detail.value.a' },
    { what: 'a member of an array', value: '["a"]', pathText: '$.detail.value.a' },
    { what: 'an item that is missing', value: '{"a":[1]}', pathText: '$.detail.value.a[1]' },
    { what: 'an item of an object', value: '{"0":1}', pathText: '$.detail.value[0]' },
    { what: 'a last duplicate that is null', value: '{"a":1,"a":null}', pathText: '$.detail.value.a' },
  ])('stays, with the detail byte for byte, when the path leads to $what', ({ value, pathText }) => {
    expect(taken(value, pathText)).toEqual({
      detail: `${START},"value":${value}}`,
      body: undefined,
      object: undefined,
    });
  });
});

describe('a part of the value', () => {
  it.each([
    { value: '{"a":1,"b":2,"c":3}', path: '.a', left: '{"b":2,"c":3}', body: '1' },
    { value: '{"a":1,"b":2,"c":3}', path: '.b', left: '{"a":1,"c":3}', body: '2' },
    { value: '{"a":1,"b":2,"c":3}', path: '.c', left: '{"a":1,"b":2}', body: '3' },
    { value: '{"a":{"b":1}}', path: '.a', left: '{}', body: '{"b":1}' },
    { value: '{"a":{"b":{"c":1,"d":2}}}', path: '.a.b.c', left: '{"a":{"b":{"d":2}}}', body: '1' },
    { value: '[1,[2],3]', path: '[0]', left: '[[2],3]', body: '1' },
    { value: '[1,[2],3]', path: '[1]', left: '[1,3]', body: '[2]' },
    { value: '[1,[2],3]', path: '[-1]', left: '[1,[2]]', body: '3' },
    { value: '{"a":[{}]}', path: '.a[0]', left: '{"a":[]}', body: '{}' },
    { value: '{"a":{"b":1,"c":2},"x":0}', path: "['a']['b']", left: '{"a":{"c":2},"x":0}', body: '1' },
    { value: '{"\\"":1,"b":2}', path: "['\"']", left: '{"b":2}', body: '1' },
    { value: '{"a\\\\":1,"b":2}', path: "['a\\\\']", left: '{"b":2}', body: '1' },
    { value: '{"\\u0061":1,"b":2}', path: '.a', left: '{"b":2}', body: '1' },
    { value: '{"":1,"b":2}', path: "['']", left: '{"b":2}', body: '1' },
    { value: '{"b":",\\"a\\":","a":1}', path: '.a', left: '{"b":",\\"a\\":"}', body: '1' },
  ])('leaves $left of $value without $path', ({ value, path, left, body }) => {
    const pathText = `$.detail.value${path}`;

    expect(taken(value, pathText)).toMatchObject({
      detail: `${START},"value":${left}${reference(body, 'json', pathText)}`,
      body,
    });
  });

  it.each([
    { value: '{"a":1,"b":2,"a":3}', path: '.a', left: '{"b":2}', body: '3' },
    { value: '{"b":1,"a":1,"a":2,"c":2}', path: '.a', left: '{"b":1,"c":2}', body: '2' },
    { value: '{"a":1,"\\u0061":2}', path: '.a', left: '{}', body: '2' },
    { value: '{"a":null,"a":2,"b":3}', path: '.a', left: '{"b":3}', body: '2' },
    {
      value: '{"a":{"b":1},"a":{"b":2,"c":3}}',
      path: '.a.b',
      left: '{"a":{"b":1},"a":{"c":3}}',
      body: '2',
    },
  ])(
    'brings no earlier member of the same name to light: $value without $path',
    ({ value, path, left, body }) => {
      const { detail, body: uploaded } = taken(value, `$.detail.value${path}`);

      expect(detail).toBe(`${START},"value":${left}${reference(body, 'json', `$.detail.value${path}`)}`);
      expect(uploaded).toBe(body);
    },
  );

  it('is cut out of hundreds of thousands of members of its name in one go', () => {
    const value = `{${Array.from({ length: 300_000 }, () => '"a":1').join(',')},"b":2}`;

    expect(taken(value, '$.detail.value.a').detail).toBe(
      `${START},"value":{"b":2}${reference('1', 'json', '$.detail.value.a')}`,
    );
  }, 5_000);

  it('is what a reader of the document finds, and all else stays: for any value and any path', () => {
    // Not a backslash as well: Node.js 24 takes it for an escaped name in an object that is like one it parsed before.
    const name = fc.constantFrom('a', 'b', 'ä', '"', '');
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null)),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(name, tie('value'), { maxKeys: 4 }),
      ),
    }));
    const steps = fc.array(fc.oneof(name, fc.integer({ min: 0, max: 3 })), { maxLength: 4 });

    fc.assert(
      fc.property(value, steps, (document, path) => {
        const pathText = `$.detail.value${path.map((step) => `[${pathStep(step)}]`).join('')}`;
        const { left, removed } = without({ value: document }, ['value', ...path]);

        const { detail, body } = taken(JSON.stringify(document), pathText);

        const { topic: _topic, key: _key, dataref, datarefJsonPath, ...rest } = JSON.parse(detail);
        expect(rest).toEqual(removed === undefined || removed === null ? { value: document } : left);
        expect(body).toBe(bodyOf(removed));
        expect([dataref === undefined, datarefJsonPath]).toEqual(
          body === undefined ? [true, undefined] : [false, pathText],
        );
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the reference', () => {
  it('names the path as it is configured', () => {
    const pathText = "$['detail']['value']";

    expect(taken('1', pathText).detail).toContain(`"datarefJsonPath":"${pathText}"`);
  });

  it.each([
    ['arn:aws-cn:events:cn-north-1:123456789012:event-bus/orders', 'arn:aws-cn:s3:::large-values/'],
    [
      'arn:aws-us-gov:events:us-gov-west-1:123456789012:event-bus/orders',
      'arn:aws-us-gov:s3:::large-values/',
    ],
  ])('is in the partition of the bus %s', (busArn, start) => {
    const detail = new JsonWriter();
    detail.raw(Buffer.from('{"value":1}'));

    new Offloader(offloadingOf(), busArn).takeOut(RECORD, detail);

    expect(detail.toString()).toContain(`{"dataref":"${start}orders/3/42-`);
  });

  it('holds the prefix of the keys', () => {
    const { detail, object } = taken('1', '$.detail.value', { prefix: 'claims/v1/' });

    expect(object?.key).toBe(`claims/v1/orders/3/42-${digest('1')}.json`);
    expect(detail).toContain(`"arn:aws:s3:::large-values/${object?.key}"`);
  });

  it('is the same for every delivery of a record, and another for another value at its place', () => {
    const [first, again, other] = ['{"a":1}', '{"a":1}', '{"a":2}'].map((value) => taken(value).object?.key);

    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it('tells a text from a document of the same bytes', () => {
    expect(taken('"42"').object?.key).not.toBe(taken('42').object?.key);
  });
});

function pathStep(step: string | number): string {
  return typeof step === 'number' ? String(step) : `'${step.replaceAll(/['\\]/g, '\\$&')}'`;
}

function bodyOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' && value.isWellFormed() ? value : JSON.stringify(value);
}

/** A document without what a path leads to, and that. */
function without(
  document: unknown,
  path: readonly (string | number)[],
): { left: unknown; removed?: unknown } {
  const [step, ...rest] = path;
  if (Array.isArray(document) && typeof step === 'number' && step < document.length) {
    if (rest.length === 0) return { left: document.toSpliced(step, 1), removed: document[step] };
    const { left, removed } = without(document[step], rest);
    return { left: document.with(step, left), removed };
  }
  if (isRecord(document) && typeof step === 'string' && Object.hasOwn(document, step)) {
    if (rest.length === 0) {
      const { [step]: removed, ...left } = document;
      return { left, removed };
    }
    const { left, removed } = without(document[step], rest);
    return { left: { ...document, [step]: left }, removed };
  }
  return { left: document };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
