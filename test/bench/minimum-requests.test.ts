import { expect, test } from 'vitest';
import { MAX_REQUEST_BYTES } from '../../shared/configuration/limits.ts';
import { minimumRequests } from './minimum-requests.ts';

test.each([
  { entries: 0, bytes: 0, requests: 0, why: 'there is nothing to send' },
  { entries: 1, bytes: 100, requests: 1, why: 'one entry needs a request' },
  { entries: 10, bytes: 1_000, requests: 1, why: 'ten entries are the most of a request' },
  { entries: 11, bytes: 1_100, requests: 2, why: 'the eleventh needs another' },
  { entries: 10_000, bytes: 2_000_000, requests: 1_000, why: 'there are ten times as many entries' },
  { entries: 10, bytes: MAX_REQUEST_BYTES, requests: 1, why: 'the limit in bytes is inclusive' },
  { entries: 10, bytes: MAX_REQUEST_BYTES + 1, requests: 2, why: 'a byte is too many' },
  { entries: 20, bytes: 10 * MAX_REQUEST_BYTES, requests: 10, why: 'the bytes are what fills them' },
])('$entries entries of $bytes bytes: $requests requests, as $why', ({ entries, bytes, requests }) => {
  expect(minimumRequests(entries, bytes)).toBe(requests);
});
