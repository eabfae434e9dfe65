import { DEMO_PATTERNS } from '../../../shared/demo-rules.ts';

/** A rule in moto that sends what it matches to a queue of its name. */
export interface Rule {
  readonly name: string;
  readonly pattern: object;
}

/** Those that are deployed with the demo, and what users write for orders. */
export const RULES: readonly Rule[] = [
  { name: 'suspicious-activity', pattern: DEMO_PATTERNS.suspiciousActivity },
  { name: 'all-notifications', pattern: DEMO_PATTERNS.allNotifications },
  {
    name: 'large-orders',
    pattern: {
      'detail-type': ['kafka-connect-orders'],
      detail: { value: { total: [{ numeric: ['>=', 100] }] } },
    },
  },
  {
    name: 'deleted-orders',
    pattern: { 'detail-type': ['kafka-connect-orders'], detail: { value: [null] } },
  },
];
