import { expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

it.each([
  ['{"a": 1, "b": [true, null]}', '{"a":1,"b":[true,null]}'],
  ['{"city": "Z\\u00fcrich", "quote": "\\"a\\": 1.0"}', '{"city":"Zürich","quote":"\\"a\\": 1.0"}'],
  ['[9223372036854775807, -9007199254740993]', '[9223372036854775807,-9007199254740993]'],
  ['[5.10, 1.0E10, 1e-05, 200.0]', '[5.1,10000000000.0,0.00001,200.0]'],
  ['["a  b", ""]', '["a  b",""]'],
])('%s is %s', (text, canonical) => {
  expect(canonicalJson(text)).toBe(canonical);
  expect(canonicalJson(canonical)).toBe(canonical);
});

it.each([
  ['200', '200.0'],
  ['"1"', '1'],
  ['{"a":1,"b":2}', '{"b":2,"a":1}'],
  ['9007199254740993', '9007199254740992'],
])('%s stays apart from %s', (one, other) => {
  expect(canonicalJson(one)).not.toBe(canonicalJson(other));
});
