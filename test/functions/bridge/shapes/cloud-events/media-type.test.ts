import { expect, it } from 'vitest';
import { isJsonContent, mediaType } from '../../../../../functions/bridge/shapes/cloud-events/media-type.ts';

it.each([
  { contentType: 'application/json', expected: 'application/json' },
  { contentType: ' Application/JSON ; charset=UTF-8', expected: 'application/json' },
  { contentType: '', expected: '' },
])('takes the media type $expected from "$contentType"', ({ contentType, expected }) => {
  expect(mediaType(contentType)).toBe(expected);
});

it.each([
  ['application/json', true],
  ['text/json', true],
  ['application/vnd.acme.order+json; v=1', true],
  ['Application/JSON', true],
  ['application/jsonl', false],
  ['application/json-seq', false],
  ['application/+json', false],
  ['json', false],
  ['text/plain', false],
  ['a/b/json', false],
])('takes %s for JSON: %s', (contentType, expected) => {
  expect(isJsonContent(contentType)).toBe(expected);
});
