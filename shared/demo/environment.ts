/** Environment variables of the demo applications. */
export const DEMO_ENVIRONMENT = {
  /** `host:port`, separated by commas. Unset, the `bootstrapServers` of the event are taken. */
  bootstrapServers: 'DEMO_BOOTSTRAP_SERVERS',
  /** `msk-iam` (TLS, IAM access control; the default) or `plaintext`, for a Kafka on a laptop. */
  kafkaSecurity: 'DEMO_KAFKA_SECURITY',
  /** Avro schema of a transaction, as it is registered. Producer; required. */
  transactionSchema: 'DEMO_TRANSACTION_SCHEMA',
  /** Id of that schema's version in the Glue Schema Registry. Producer; required. */
  transactionSchemaVersionId: 'DEMO_TRANSACTION_SCHEMA_VERSION_ID',
  /** Id of the version of the notification schema in the Glue Schema Registry. Analyzer; required. */
  notificationSchemaVersionId: 'DEMO_NOTIFICATION_SCHEMA_VERSION_ID',
  /** How long one invocation of the producer goes on, in milliseconds. */
  produceForMs: 'DEMO_PRODUCE_FOR_MS',
  /** From one time to the next, in milliseconds. */
  produceIntervalMs: 'DEMO_PRODUCE_INTERVAL_MS',
  /** How many transactions the producer makes at a time; one when unset. */
  transactionsAtATime: 'DEMO_TRANSACTIONS_AT_A_TIME',
} as const;

export type Environment = Readonly<Record<string, string | undefined>>;

/** @throws Error if the variable is not set. */
export function requiredVariable(environment: Environment, name: string): string {
  const value = environment[name];
  if (value === undefined || value === '') throw new Error(`Set the environment variable ${name}.`);
  return value;
}

/** @throws Error if the variable is set to anything but a whole number above zero. */
export function milliseconds(environment: Environment, name: string, otherwise: number): number {
  return wholeNumber(environment, name, otherwise, 'a whole number of milliseconds');
}

/** @throws Error if the variable is set to anything but a whole number above zero. */
export function count(environment: Environment, name: string, otherwise: number): number {
  return wholeNumber(environment, name, otherwise, 'a whole number above zero');
}

function wholeNumber(environment: Environment, name: string, otherwise: number, what: string): number {
  const value = environment[name];
  if (value === undefined || value === '') return otherwise;
  if (!/^[1-9]\d*$/.test(value)) {
    throw new Error(`Set the environment variable ${name} to ${what}, not "${value}".`);
  }
  return Number(value);
}
