import type { EntryResult } from '../../put-events.ts';
import { membersOf, textOf } from '../wire/aws-answer.ts';

/**
 * The results in an answer to PutEvents, in their order; none when it has another form, for the publisher to notice.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
 */
export function entryResults(answer: unknown): readonly EntryResult[] {
  const { Entries: entries } = membersOf(answer);
  if (!Array.isArray(entries)) return [];
  return entries.map((entry: unknown) => {
    const { EventId, ErrorCode, ErrorMessage } = membersOf(entry);
    return { eventId: textOf(EventId), errorCode: textOf(ErrorCode), errorMessage: textOf(ErrorMessage) };
  });
}
