/** What can go wrong with a Produce request, on demand. */
export const PRODUCE_FAULTS = {
  'not-leader': 'each partition is refused with NOT_LEADER_OR_FOLLOWER, nothing is written',
  'reset-before': 'the connection is reset, nothing is written',
  'reset-after': 'written, then the connection is reset: the answer is lost',
} as const;

export type ProduceFault = keyof typeof PRODUCE_FAULTS;
