import type { KafkaEvent } from '../../../shared/kafka-event.ts';
import { messageOf } from '../../command-line/error-text.ts';
import { recordCount } from './event-records.ts';
import type { FailureDestination, GivenUpRecords } from './failure-destination.ts';
import { FailureDestinationError, type Unwritten } from './failure-error.ts';
import type { MappingContext } from './mapping-context.ts';

/** Lambda's own number is not known. With the waits, about three seconds where each attempt fails at once. */
const MAX_ATTEMPTS = 5;
const RETRY_WAIT_MS = 300;

/** A mapping that is being stopped waits for these attempts; a destination that never answers must not keep it for ever. */
const WRITE_TIMEOUT_MS = 10_000;

export type GiveUpContext = Pick<
  MappingContext,
  'destination' | 'clock' | 'killed' | 'tally' | 'tell' | 'fn'
>;

/** Gives records to the failure destination. What it does not take is dropped, and all when there is none. */
export async function giveUp(
  context: GiveUpContext,
  given: Omit<GivenUpRecords, 'functionArn'>,
): Promise<void> {
  const { destination, clock, fn, killed, tally, tell } = context;
  const { functionArn } = fn;
  let { event } = given;
  for (let attempt = 1; !killed.aborted; attempt++) {
    if (destination === undefined) return drop(context, given, 'there is no failure destination');
    try {
      await write(context, destination, { ...given, event, functionArn });
      tally.onFailureDestinationDeliveredEventCount += recordCount(event);
      return;
    } catch (error) {
      if (killed.aborted) return;
      tally.onFailureDestinationDeliveryErrorCount++;
      tell({ kind: 'destination', message: `${destination.arn} cannot be written: ${messageOf(error)}` });
      const { toRepeat, refused } = unwrittenOf(error, event);
      tally.onFailureDestinationDeliveredEventCount +=
        recordCount(event) - countOf(toRepeat) - countOf(refused);
      const isLast = attempt === MAX_ATTEMPTS;
      for (const lost of isLast ? [refused, toRepeat] : [refused]) {
        if (lost !== undefined)
          drop(context, { ...given, event: lost }, `${destination.arn} cannot be written`);
      }
      if (isLast || toRepeat === undefined) return;
      event = toRepeat;
      await clock.sleep(attempt * RETRY_WAIT_MS, killed);
    }
  }
}

function unwrittenOf(error: unknown, event: KafkaEvent): Unwritten {
  return error instanceof FailureDestinationError ? error.unwritten : { toRepeat: event };
}

function countOf(event: KafkaEvent | undefined): number {
  return event === undefined ? 0 : recordCount(event);
}

/** @throws Error when the destination takes too long, too. It may write the records all the same, and so have them twice. */
async function write(
  { clock, killed }: GiveUpContext,
  destination: FailureDestination,
  records: GivenUpRecords,
): Promise<void> {
  const settled = new AbortController();
  const timeOut = async () => {
    await clock.sleep(WRITE_TIMEOUT_MS, AbortSignal.any([settled.signal, killed]));
    throw new Error(`no answer within ${WRITE_TIMEOUT_MS / 1_000} s`);
  };
  try {
    await Promise.race([destination.write(records), timeOut()]);
  } finally {
    settled.abort();
  }
}

function drop(
  { tally, tell }: GiveUpContext,
  { event, condition }: Pick<GivenUpRecords, 'event' | 'condition'>,
  reason: string,
): void {
  const records = recordCount(event);
  tally.droppedEventCount += records;
  tell({
    kind: 'dropped',
    message: `${records} ${records === 1 ? 'record is' : 'records are'} dropped (${condition}), because ${reason}: ${whichRecords(event)}`,
  });
}

/** Where they stand, so that an operator can look for them in Kafka. */
function whichRecords(event: KafkaEvent): string {
  return Object.entries(event.records)
    .map(([partition, list]) => {
      const [first, last] = [list[0]?.offset, list.at(-1)?.offset];
      return first === last ? `${partition} offset ${first}` : `${partition} offsets ${first} to ${last}`;
    })
    .join(', ');
}
