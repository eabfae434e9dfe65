/**
 * Event patterns of the demo's rules, as EventBridge reads them. The local bus and the deployed one have the same.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export const DEMO_PATTERNS = {
  /** A card whose transactions add up too fast; the demo's analyzer says so. */
  suspiciousActivity: {
    'detail-type': [{ prefix: 'kafka-connect-notification' }],
    detail: { value: { eventType: ['suspiciousActivity'], source: ['transactionAnalyzer'] } },
  },
  /** Every event that has the default detail type of a bridge, `kafka-connect-<topic>`. */
  allNotifications: {
    'detail-type': [{ prefix: 'kafka-connect-' }],
  },
} as const;
