/** Environment variables by which the baselines are told what the bridge has in its configuration. */
export const BENCH_ENVIRONMENT = {
  eventBusArn: 'BENCH_EVENT_BUS_ARN',
  /** `avro` or `json`. */
  values: 'BENCH_VALUES',
} as const;

export function baselineSettings(environment: NodeJS.ProcessEnv): {
  readonly eventBusArn: string;
  readonly values: 'avro' | 'json';
  readonly endpoint: string;
} {
  return {
    eventBusArn: environment[BENCH_ENVIRONMENT.eventBusArn] ?? '',
    values: environment[BENCH_ENVIRONMENT.values] === 'avro' ? 'avro' : 'json',
    endpoint: environment.AWS_ENDPOINT_URL_EVENTBRIDGE ?? '',
  };
}
