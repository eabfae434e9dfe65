/** Names of the SSM parameters by which the demo tells a bridge what it made. */
export const DEMO_PARAMETERS = {
  clusterArn: '/kafka-eventbridge-demo/cluster-arn',
  eventBusArn: '/kafka-eventbridge-demo/event-bus-arn',
} as const;

/** Analyzer and bridge read the same cluster, so their pollers share one Event Poller Unit. */
export const DEMO_POLLER_GROUP = 'kafka-eventbridge-demo';
