import type { Configuration } from '../../../shared/configuration/configuration.ts';
import { Circuit } from './circuit.ts';
import { ConcurrencyLimit } from './concurrency-limit.ts';
import { LatencyEstimate } from './latency-estimate.ts';
import { RequestRate } from './request-rate.ts';

/** What is learned from the bus, and kept from one invocation to the next. */
export interface Pace {
  readonly concurrency: ConcurrencyLimit;
  readonly rate: RequestRate;
  readonly latency: LatencyEstimate;
  readonly circuit: Circuit;
}

export function newPace({
  maxConcurrency,
  maxRequestsPerSecond,
}: Pick<Configuration, 'maxConcurrency' | 'maxRequestsPerSecond'>): Pace {
  return {
    concurrency: new ConcurrencyLimit(maxConcurrency),
    rate: new RequestRate(maxRequestsPerSecond),
    latency: new LatencyEstimate(),
    circuit: new Circuit(),
  };
}
