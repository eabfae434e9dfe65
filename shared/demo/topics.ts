/** Topics of the demo applications; the reference's demo has the same. */
export const DEMO_TOPICS = {
  /** Card transactions: Avro `software.amazon.event.kafkaconnector.Event`, from the producer to the analyzer. */
  events: 'events',
  /** Avro `Notification`, from the analyzer to the bridge. */
  notifications: 'notifications',
} as const;
