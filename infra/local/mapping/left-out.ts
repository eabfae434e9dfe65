/** What Lambda's event source mappings do and the local one does not, for the README and for anyone who wonders about a difference. */
export const MAPPING_LEFT_OUT: readonly string[] = [
  'Event source mapping: the number of pollers is fixed: it follows neither the offset lag nor the throughput, it is not capped at the number of partitions, and a throttled function does not lower it.',
  'Event source mapping: the next window of a provisioned poller begins when it has room for another invocation, where AWS says when the previous batch is done.',
  'Event source mapping: the waits between retries, the attempts to write to a destination, their time limit and the waits between them are those of this project, because AWS does not tell its own; so is that a document which a topic or queue finds too large is dropped at once, and alone.',
  'Event source mapping: failure destinations in SNS; and after a partial response the documents of the others hold the records that failed, where AWS says the batch.',
  'Event source mapping: a schema registry of the mapping; records as it hands them over, with EventRecordFormat SOURCE or JSON, are in sample events only.',
  'Event source mapping: filter criteria encrypted with KMS, LoggingConfig, and states with their transitions: a mapping works from its start to its end.',
];
