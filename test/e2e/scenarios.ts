import type { Scenario } from './scenario.ts';
import { BROKER_RESTARTS } from './scenarios/broker-restarts.ts';
import { BUS_FAULTS } from './scenarios/bus-faults.ts';
import { FAILURES } from './scenarios/failures.ts';
import { MAPPING_KILLED } from './scenarios/mapping-killed.ts';
import { PLAIN } from './scenarios/plain.ts';
import { POISON } from './scenarios/poison.ts';
import { REBALANCE } from './scenarios/rebalance.ts';
import { SECURED } from './scenarios/secured.ts';

/** In the order in which they are played. */
export const SCENARIOS: readonly Scenario[] = [
  PLAIN,
  BROKER_RESTARTS,
  MAPPING_KILLED,
  REBALANCE,
  POISON,
  ...FAILURES,
  SECURED,
  BUS_FAULTS,
];
