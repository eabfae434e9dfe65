/** Names of the demo applications in their log lines, metrics and Kafka client ids. */
export const DEMO_SERVICES = { producer: 'demo-producer', analyzer: 'demo-analyzer' } as const;
