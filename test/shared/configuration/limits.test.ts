import { describe, expect, it } from 'vitest';
import {
  MAX_REQUEST_BYTES,
  MAX_REQUEST_ENTRIES,
  MIN_REQUEST_BYTES,
  PUT_EVENTS_LIMIT_BYTES,
} from '../../../shared/configuration/limits.ts';

describe('the limits of a PutEvents request', () => {
  it('are those of the service: ten entries, strictly less than 1 MiB, down to 256 KiB', () => {
    expect(MAX_REQUEST_ENTRIES).toBe(10);
    expect(PUT_EVENTS_LIMIT_BYTES).toBe(1024 * 1024);
    expect(MAX_REQUEST_BYTES).toBe(1024 * 1024 - 1);
    expect(MIN_REQUEST_BYTES).toBe(256 * 1024);
  });
});
