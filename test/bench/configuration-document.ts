import type { Workload } from './workloads/workload.ts';
import { WORKLOADS, type WorkloadName } from './workloads/workloads.ts';

export const REGION = 'eu-west-1';
export const EVENT_BUS_ARN = 'arn:aws:events:eu-west-1:123456789012:event-bus/orders';

/** The configuration document of the bridge for a workload; all else is the default. */
export function configurationDocument(name: WorkloadName): string {
  const { configuration }: Workload = WORKLOADS[name];
  return JSON.stringify({
    'aws.eventbridge.connector.id': 'bench',
    'aws.eventbridge.region': REGION,
    'aws.eventbridge.eventbus.arn': EVENT_BUS_ARN,
    ...configuration,
  });
}
