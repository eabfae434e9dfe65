import { describe, expect, it } from 'vitest';
import { type Outcome, SENT } from '../../../functions/bridge/outcome.ts';
import { BatchFailedError, batchResponse } from '../../../functions/bridge/settle.ts';
import { eventRecord, kafkaBatch } from '../../fixtures/kafka-event.ts';

const THROTTLED: Outcome = { kind: 'retry', failure: { code: 'PUT_EVENTS_THROTTLED', message: 'slow down' } };
const NO_TIME: Outcome = { kind: 'retry', failure: { code: 'DEADLINE', message: 'no time' } };
const DEAD: Outcome = { kind: 'dead-letter', failure: { code: 'PAYLOAD_INVALID', message: 'bad bytes' } };

const BATCH = kafkaBatch(
  eventRecord({ topic: 'orders', partition: 0, offset: 15 }),
  eventRecord({ topic: 'orders', partition: 0, offset: 16 }),
  eventRecord({ topic: 'eu-orders-1', partition: 2, offset: 0 }),
  eventRecord({ topic: 'eu-orders-1', partition: 2, offset: 9_007_199_254_740_991 }),
);

describe('batchResponse', () => {
  it('reports exactly the records to retry, by objects with the names of the event', () => {
    const response = batchResponse({ batch: BATCH, outcomes: [SENT, THROTTLED, DEAD, NO_TIME] }, true);

    expect(response).toEqual({
      batchItemFailures: [
        { itemIdentifier: { partition: 'orders-0', offset: 16 } },
        { itemIdentifier: { partition: 'eu-orders-1-2', offset: 9_007_199_254_740_991 } },
      ],
    });
  });

  it.each([true, false])(
    'reports nothing when nothing is to be retried (partial responses: %s)',
    (takesPartial) => {
      expect(batchResponse({ batch: BATCH, outcomes: [SENT, DEAD, SENT, DEAD] }, takesPartial)).toEqual({
        batchItemFailures: [],
      });
    },
  );

  it('reports nothing for an empty batch', () => {
    expect(batchResponse({ batch: kafkaBatch(), outcomes: [] }, true)).toEqual({ batchItemFailures: [] });
  });

  it('fails rather than let a record without an outcome count as done', () => {
    const act = () => batchResponse({ batch: BATCH, outcomes: [SENT, SENT, SENT] }, true);

    expect(act).toThrow('Record 3 has no outcome.');
  });

  it('fails the invocation when the mapping would ignore the response', () => {
    const act = () => batchResponse({ batch: BATCH, outcomes: [SENT, THROTTLED, NO_TIME, THROTTLED] }, false);

    expect(act).toThrow(BatchFailedError);
    expect(act).toThrow('3 of 4 records are to be retried (PUT_EVENTS_THROTTLED, DEADLINE)');
    expect(act).toThrow(expect.objectContaining({ name: 'BatchFailedError', code: 'BATCH_FAILED' }));
  });
});
