import { describe, expect, it } from 'vitest';
import { RECORD_FAILURES } from '../../../functions/bridge/errors.ts';
import { HELD_FOR_ORDER, NO_TIME, SENT } from '../../../functions/bridge/outcome.ts';

describe('outcome', () => {
  it.each([
    { failure: NO_TIME, why: 'The invocation had no time left to send this record.' },
    {
      failure: HELD_FOR_ORDER,
      why: 'An earlier record of the same partition or key is to be retried first.',
    },
  ])('is to be retried, and says why, when a record was not tried: $failure.code', ({ failure, why }) => {
    expect(RECORD_FAILURES[failure.code].kind).toBe('transient');
    expect(failure.message).toBe(why);
  });

  it('is sent without a reason', () => {
    expect(SENT).toEqual({ kind: 'sent' });
  });
});
