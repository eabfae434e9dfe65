/** CloudWatch namespace of the demo applications. */
export const DEMO_METRIC_NAMESPACE = 'KafkaEventBridgeDemo';

/** Names of the metrics that the demo applications emit. All are counts. */
export const DEMO_METRICS = {
  /** Transactions that the brokers acknowledged. */
  transactionsProduced: 'TransactionsProduced',
  /** Records that the analyzer was given. */
  recordsAnalyzed: 'RecordsAnalyzed',
  /** Notifications that the brokers acknowledged. */
  notificationsSent: 'NotificationsSent',
  /** Transactions without a usable total or user; skipped. */
  transactionsMalformed: 'TransactionsMalformed',
  /** Records that are not transactions in Avro framed by Glue; skipped. */
  recordsUndecodable: 'RecordsUndecodable',
} as const;
