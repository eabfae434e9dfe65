import type { BatchResult, Bridge } from '../bridge/bridge.ts';
import type { Failure } from '../bridge/outcome.ts';
import type { FailedRecord } from './failed-record.ts';
import { recordIdentity } from './record-identity.ts';
import { recordsEvents } from './records-event.ts';

/** How a record ended: it is on the bus, or it stays where it was. */
export type CarriedOutcome =
  | { readonly kind: 'sent' }
  /** Undefined when the bridge failed on all records of the source, which is a defect. */
  | { readonly kind: 'stays'; readonly failure: Failure | undefined };

/** The bridge failed as a whole: how the records of one source ended is unknown. */
export interface Breakdown {
  readonly error: unknown;
  /** Records that stay for it. */
  readonly count: number;
}

export interface CarryResult {
  /** One for each record, in their order. */
  readonly outcomes: readonly CarriedOutcome[];
  /** What the bridge made of the records, a batch for each source. */
  readonly batches: readonly BatchResult[];
  readonly breakdowns: readonly Breakdown[];
}

/**
 * Carries records through the bridge again. The same record is sent once, however often it is there. Never rejects.
 *
 * @param bridge without a dead-letter store: what fails again stays.
 */
export async function carryAgain(
  records: readonly FailedRecord[],
  bridge: Pick<Bridge, 'carry'>,
  remainingMs: () => number,
): Promise<CarryResult> {
  const twins = Map.groupBy(records, (record) => recordIdentity(record) ?? record);
  const outcomes = new Map<FailedRecord, CarriedOutcome>();
  const batches: BatchResult[] = [];
  const breakdowns: Breakdown[] = [];
  const firsts = [...twins.values()].flatMap(([first]) => first ?? []);
  for (const { event, records: inEvent } of recordsEvents(firsts)) {
    try {
      const batch = await bridge.carry(event, remainingMs);
      batches.push(batch);
      for (const [index, record] of inEvent.entries()) outcomes.set(record, carried(batch.outcomes[index]));
    } catch (error) {
      // Thrown on, it would keep records of other sources back as well, after they were sent.
      breakdowns.push({ error, count: inEvent.length });
    }
  }
  const firstOf = new Map(
    [...twins.values()].flatMap((same) => same.map((each) => [each, same[0]] as const)),
  );
  return {
    outcomes: records.map((record) => outcomes.get(firstOf.get(record) ?? record) ?? UNKNOWN),
    batches,
    breakdowns,
  };
}

const SENT: CarriedOutcome = { kind: 'sent' };
const UNKNOWN: CarriedOutcome = { kind: 'stays', failure: undefined };

function carried(outcome: BatchResult['outcomes'][number] | undefined): CarriedOutcome {
  if (outcome === undefined) return UNKNOWN;
  return outcome.kind === 'sent' ? SENT : { kind: 'stays', failure: outcome.failure };
}
