import { describe, expect, it } from 'vitest';
import { entryResults } from '../../../../../functions/bridge/aws/put-events/entry-results.ts';

const NOTHING = { eventId: undefined, errorCode: undefined, errorMessage: undefined };

describe('entryResults', () => {
  it('gives the result of each entry, in their order', () => {
    const answer = {
      FailedEntryCount: 1,
      Entries: [
        { EventId: 'e-1' },
        { ErrorCode: 'InternalFailure', ErrorMessage: 'Internal Service Failure' },
      ],
    };

    expect(entryResults(answer)).toEqual([
      { ...NOTHING, eventId: 'e-1' },
      { ...NOTHING, errorCode: 'InternalFailure', errorMessage: 'Internal Service Failure' },
    ]);
  });

  it.each([undefined, null, 'text', 5, [], {}, { Entries: null }, { Entries: {} }, { Entries: 'e-1' }])(
    'gives none for the answer %j',
    (answer) => {
      expect(entryResults(answer)).toEqual([]);
    },
  );

  it.each([null, 'e-1', {}, { EventId: 5 }, { EventId: null }, { eventId: 'e-1' }])(
    'takes %j for an entry of which nothing is said',
    (entry) => {
      expect(entryResults({ Entries: [entry] })).toEqual([NOTHING]);
    },
  );
});
