import {
  count,
  DEMO_ENVIRONMENT,
  type Environment,
  milliseconds,
  requiredVariable,
} from '../../shared/demo/environment.ts';

/** A schedule starts an invocation each minute; the rest of the minute is for the start and the last record. */
const PRODUCE_FOR_MS = 50_000;

/** One transaction per 800 ms, as the producer of the reference. */
const PRODUCE_INTERVAL_MS = 800;

export interface ProducerSettings {
  /** Avro schema as JSON text. */
  readonly schema: string;
  readonly schemaVersionId: string;
  readonly produceForMs: number;
  readonly intervalMs: number;
  readonly transactionsAtATime: number;
}

/** @throws Error if a variable is missing or unusable. */
export function producerSettings(environment: Environment): ProducerSettings {
  return {
    schema: requiredVariable(environment, DEMO_ENVIRONMENT.transactionSchema),
    schemaVersionId: requiredVariable(environment, DEMO_ENVIRONMENT.transactionSchemaVersionId),
    produceForMs: milliseconds(environment, DEMO_ENVIRONMENT.produceForMs, PRODUCE_FOR_MS),
    intervalMs: milliseconds(environment, DEMO_ENVIRONMENT.produceIntervalMs, PRODUCE_INTERVAL_MS),
    transactionsAtATime: count(environment, DEMO_ENVIRONMENT.transactionsAtATime, 1),
  };
}
