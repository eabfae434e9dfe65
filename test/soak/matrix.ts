import type { ResponseReading } from '../../infra/local/mapping/records-to-repeat.ts';
import { STORE_WEATHER, WEATHER } from './faults.ts';
import { CALM, type Ordering, type Scenario, type Store } from './scenario.ts';

const READINGS: readonly ResponseReading[] = ['listed', 'rewind', 'ignored'];
const ORDERINGS: readonly Ordering[] = ['none', 'partition', 'key'];
const MATRIX_STORES: readonly Store[] = ['queue', 'bucket', 'both'];
const TOLERANCES = ['all', 'none'] as const;

/** Every mode with every other: how responses are read, what keeps its order, where dead letters go, whether they may. */
export const MATRIX: readonly Scenario[] = READINGS.flatMap((reading) =>
  ORDERINGS.flatMap((ordering) =>
    MATRIX_STORES.flatMap((store) =>
      TOLERANCES.map((errorsTolerance) => combination(reading, ordering, store, errorsTolerance)),
    ),
  ),
);

function combination(
  reading: ResponseReading,
  ordering: Ordering,
  store: Store,
  errorsTolerance: 'all' | 'none',
): Scenario {
  return {
    ...CALM,
    name: `${reading}-${ordering}-${store}-${errorsTolerance}`,
    about: `responses ${reading}, ordering ${ordering}, dead letters to ${store}, errors.tolerance ${errorsTolerance}`,
    weight: 1.5,
    format: store === 'bucket' ? 'avro' : 'json',
    poisonShare: errorsTolerance === 'none' ? 0.003 : 0.01,
    batchSize: ordering === 'none' ? 200 : 50,
    pollers: 1,
    mapping: { reading, maxRetries: 10 },
    ordering,
    errorsTolerance,
    store,
    mayExhaust: exhaustible(reading, ordering, store, errorsTolerance),
    phases: [{ invocations: 50, faults: [...WEATHER, ...STORE_WEATHER] }],
  };
}

/** A record that nobody takes is out of retries at last, with all that depends on it. */
function exhaustible(
  reading: ResponseReading,
  ordering: Ordering,
  store: Store,
  errorsTolerance: 'all' | 'none',
): Scenario['mayExhaust'] {
  // An oversize record does not fit into a message.
  const isTaken = errorsTolerance === 'all' && store !== 'queue';
  if (isTaken) return 'none';
  return reading === 'ignored' || ordering !== 'none' ? 'any' : 'poison';
}
