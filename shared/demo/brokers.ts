import { DEMO_ENVIRONMENT, type Environment } from './environment.ts';

/**
 * The brokers to start from: those of the environment, or else those of the event. A Kafka event source mapping names
 * the brokers in each event, and the schedule of the producer does the same, so neither function looks them up.
 *
 * @throws Error if there are none.
 */
export function bootstrapBrokers(environment: Environment, event: unknown): string[] {
  const text = environment[DEMO_ENVIRONMENT.bootstrapServers] || eventBrokers(event);
  const brokers = text
    .split(',')
    .map((broker) => broker.trim())
    .filter((broker) => broker !== '');
  if (brokers.length === 0) {
    throw new Error(
      `Name the brokers as "bootstrapServers" in the event, or in the environment variable ${DEMO_ENVIRONMENT.bootstrapServers}.`,
    );
  }
  return brokers;
}

function eventBrokers(event: unknown): string {
  if (typeof event !== 'object' || event === null || !('bootstrapServers' in event)) return '';
  return typeof event.bootstrapServers === 'string' ? event.bootstrapServers : '';
}
