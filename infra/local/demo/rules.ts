import { DEMO_PATTERNS } from '../../../shared/demo-rules.ts';

/** Where a demo rule sends its events. */
export type DemoTarget = { readonly kind: 'log'; readonly logGroup: string } | { readonly kind: 'webhook' };

export interface DemoRule {
  readonly name: string;
  readonly pattern: object;
  readonly targets: readonly DemoTarget[];
}

export const SUSPICIOUS_ACTIVITY_WEBHOOK = 'fraud-desk';

/** The rules on the demo's bus. */
export const DEMO_RULES: readonly DemoRule[] = [
  {
    name: 'suspicious-activity',
    pattern: DEMO_PATTERNS.suspiciousActivity,
    targets: [{ kind: 'log', logGroup: '/aws/events/suspicious-activity' }, { kind: 'webhook' }],
  },
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
