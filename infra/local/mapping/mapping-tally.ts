import type { MappingCounts } from './mapping-counts.ts';

/** The counts of a mapping as they grow. */
export type MappingTally = { -readonly [Name in keyof MappingCounts]: number };

export function startTally(): MappingTally {
  return {
    polledEventCount: 0,
    filteredOutEventCount: 0,
    invokedEventCount: 0,
    failedInvokeEventCount: 0,
    droppedEventCount: 0,
    onFailureDestinationDeliveredEventCount: 0,
    committedEventCount: 0,
    pollingErrorCount: 0,
    invokeErrorCount: 0,
    onFailureDestinationDeliveryErrorCount: 0,
    commitErrorCount: 0,
    invocations: 0,
  };
}
