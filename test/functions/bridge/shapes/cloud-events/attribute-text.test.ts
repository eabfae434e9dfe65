import { expect, it } from 'vitest';
import { attributeText } from '../../../../../functions/bridge/shapes/cloud-events/attribute-text.ts';

it.each([
  { json: 'null', text: undefined },
  { json: '"order-1"', text: 'order-1' },
  { json: '""', text: '' },
  { json: '"null"', text: 'null' },
  { json: '"a\\"b\\\\"', text: 'a"b\\' },
  { json: '"\\u0041"', text: 'A' },
  { json: '"Zürich 🙂"', text: 'Zürich 🙂' },
  { json: '7', text: '7' },
  { json: '18446744073709551615', text: '18446744073709551615' },
  { json: 'true', text: 'true' },
  { json: '{"a":1.10}', text: '{"a":1.10}' },
  { json: '["\u007f"]', text: '["\\u007F"]' },
  { json: '"a\\nb"', text: '"a\\nb"' },
  { json: '"a\u0085b"', text: '"a\\u0085b"' },
  { json: '"\\ud800"', text: '"\\ud800"' },
  { json: '"\ufffe"', text: '"\\uFFFE"' },
  { json: '"\u{1ffff}"', text: '"\\uD83F\\uDFFF"' },
])('writes $json as the text $text', ({ json, text }) => {
  expect(attributeText(json)).toBe(text);
});

it('keeps what it escapes readable as JSON', () => {
  expect(JSON.parse(attributeText('"a\u0085\u{1ffff}\u0001"'.replace('\u0001', '\\u0001')) ?? '')).toBe(
    'a\u0085\u{1ffff}\u0001',
  );
});
