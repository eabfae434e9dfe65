import { DEMO_PATTERNS } from '../../../shared/demo-rules.ts';

/** Where a demo rule sends its events. */
export type DemoTarget = { readonly kind: 'log'; readonly logGroup: string } | { readonly kind: 'webhook' };

export interface DemoRule {
  readonly name: string;
  readonly pattern: object;
  readonly targets: readonly DemoTarget[];
}

export const SUSPICIOUS_ACTIVITY_WEBHOOK = 'fraud-desk';

const SUSPICIOUS_ACTIVITY: DemoRule = {
  name: 'suspicious-activity',
  pattern: DEMO_PATTERNS.suspiciousActivity,
  targets: [{ kind: 'log', logGroup: '/aws/events/suspicious-activity' }, { kind: 'webhook' }],
};

/** The rules for the sample events. */
export const SAMPLE_RULES: readonly DemoRule[] = [
  SUSPICIOUS_ACTIVITY,
  {
    name: 'large-orders',
    pattern: {
      'detail-type': ['kafka-connect-orders'],
      detail: { value: { total: [{ numeric: ['>=', 100] }] } },
    },
    targets: [{ kind: 'log', logGroup: '/aws/events/large-orders' }],
  },
  {
    name: 'deleted-orders',
    pattern: { 'detail-type': ['kafka-connect-orders'], detail: { value: [null] } },
    targets: [{ kind: 'log', logGroup: '/aws/events/deleted-orders' }],
  },
];

/** The rules of the demo, as they are deployed; the log stands for a queue. */
export const PIPELINE_RULES: readonly DemoRule[] = [
  SUSPICIOUS_ACTIVITY,
  {
    name: 'all-notifications',
    pattern: DEMO_PATTERNS.allNotifications,
    targets: [{ kind: 'log', logGroup: '/aws/events/all-notifications' }],
  },
];

/** For records that somebody else writes. */
export const TOPIC_RULES: readonly DemoRule[] = [
  {
    name: 'all-events',
    pattern: { source: [{ prefix: '' }] },
    targets: [{ kind: 'log', logGroup: '/aws/events/all-events' }],
  },
];
