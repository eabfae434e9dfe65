import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bothCases } from '../../../../infra/local/event-pattern/strings.ts';
import { meets } from './matching.ts';

describe('prefix and suffix', () => {
  it.each([
    [{ prefix: 'us-' }, '"us-east-1"', true],
    [{ prefix: 'us-' }, '"us"', false],
    [{ prefix: 'us-' }, '"US-east-1"', false],
    [{ prefix: '' }, '""', true],
    [{ prefix: '' }, '"x"', true],
    [{ prefix: '' }, '1', false],
    [{ prefix: '1' }, '12', false],
    [{ prefix: 'n' }, 'null', false],
    [{ suffix: '.png' }, '"image.png"', true],
    [{ suffix: '.png' }, '"image.PNG"', false],
    [{ suffix: '' }, '"x"', true],
    [{ suffix: '' }, 'true', false],
    [{ prefix: { 'equals-ignore-case': 'EventB' } }, '"eVENTbridge"', true],
    [{ prefix: { 'equals-ignore-case': 'EventB' } }, '"Even"', false],
    [{ suffix: { 'equals-ignore-case': '.png' } }, '"image.PnG"', true],
    [{ suffix: { 'equals-ignore-case': '.png' } }, '"png"', false],
    [{ suffix: { 'equals-ignore-case': 'straße' } }, '"Hauptstrasse"', false],
    [{ suffix: { 'equals-ignore-case': 'straße' } }, '"HauptSTRASSE"', true],
  ])('%j against %s: %s', (condition, value, expected) => {
    expect(meets([condition], value)).toBe(expected);
  });

  it('agree with the starts and ends of any string', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, affix) => {
        const value = JSON.stringify(text);
        expect(meets([{ prefix: affix }], value)).toBe(text.startsWith(affix));
        expect(meets([{ suffix: affix }], value)).toBe(text.endsWith(affix));
        expect(meets([{ prefix: affix }], JSON.stringify(affix + text))).toBe(true);
        expect(meets([{ suffix: affix }], JSON.stringify(text + affix))).toBe(true);
      }),
    );
  });
});

describe('equals-ignore-case', () => {
  it.each([
    ['running', '"RuNNing"', true],
    ['RUNNING', '"running"', true],
    ['running', '"running "', false],
    ['running', '"run"', false],
    ['', '""', true],
    ['', '"x"', false],
    ['é', '"É"', true],
    ['ß', '"SS"', true],
    ['ß', '"ss"', false],
    ['🚀', '"🚀"', true],
    ['1', '1', false],
    ['null', 'null', false],
  ])('%s against %s: %s', (text, value, expected) => {
    expect(meets([{ 'equals-ignore-case': text }], value)).toBe(expected);
  });

  it('takes ASCII strings in any case', () => {
    fc.assert(
      fc.property(fc.string(), fc.infiniteStream(fc.boolean()), (text, choices) => {
        const changed = [...text].map((one) =>
          choices.next().value ? one.toUpperCase() : one.toLowerCase(),
        );
        expect(meets([{ 'equals-ignore-case': text }], JSON.stringify(changed.join('')))).toBe(true);
      }),
    );
  });

  it('has no character with one spelling at the start or end of the other', () => {
    const characters = Array.from({ length: 0x11_0000 }, (_, code) => String.fromCodePoint(code));
    const ambiguous = characters.flatMap(bothCases).filter(([lower = '', upper]) => {
      if (upper === undefined) return false;
      const [short = '', long = ''] = [lower, upper].sort((one, other) => one.length - other.length);
      return long.startsWith(short) || long.endsWith(short);
    });

    expect(ambiguous).toEqual([]);
  });
});
