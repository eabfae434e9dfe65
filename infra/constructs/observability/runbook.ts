import type { LogQueryName } from './log-queries.ts';

/** Headings of the README that help with an alarm. */
export type ReadmeSection =
  | 'Configure'
  | 'Delivery semantics'
  | 'Failures and redrive'
  | 'Limits'
  | 'Operate'
  | 'Troubleshooting';

/** What somebody needs to know whom an alarm woke. */
export interface RunbookEntry {
  /** What users notice, in one sentence. */
  readonly impact: string;
  readonly firstLook: string;
  readonly query: LogQueryName;
  readonly section: ReadmeSection;
}

export const RUNBOOK = {
  OffsetLag: {
    impact: 'Events reach their consumers late: records arrive faster than they are carried.',
    firstLook: 'Pollers, function throttles and duration on the dashboard; does one partition lag, or all?',
    query: 'slowest-invocations',
    section: 'Operate',
  },
  RecordAge: {
    impact: 'Consumers get events that are minutes old.',
    firstLook: 'The offset lag. If it is low, the same records are repeated: see their code.',
    query: 'failures-by-code',
    section: 'Operate',
  },
  RecordsDeadLettered: {
    impact: 'Consumers get no event for records that became dead letters.',
    firstLook: 'The failure code and its remedy.',
    query: 'failures-by-code',
    section: 'Failures and redrive',
  },
  DeadLettersWaiting: {
    impact: 'Consumers miss events until the dead letters in the queue are redriven.',
    firstLook: 'error.code and error.remedy in a message of the queue. Remove the cause, then redrive.',
    query: 'failures-by-code',
    section: 'Failures and redrive',
  },
  DeadLettersExpiring: {
    impact: 'Records that consumers never got will be deleted for good in a few days.',
    firstLook: 'Redrive the dead-letter queue, or copy its messages away, now: SQS keeps them for 14 days.',
    query: 'failures-by-code',
    section: 'Failures and redrive',
  },
  RecordsRetried: {
    impact: 'Some events are late, and records behind them may wait too.',
    firstLook: 'The failure code: throttled, denied, unavailable, or out of time.',
    query: 'failures-by-code',
    section: 'Delivery semantics',
  },
  ConfigurationRefused: {
    impact: 'A changed configuration has no effect, and events stop where a new instance has no good one.',
    firstLook: 'The problems that the log names, then the history of the SSM parameter.',
    query: 'configuration-changes',
    section: 'Configure',
  },
  PutEventsThrottled: {
    impact: 'Events are late, and other publishers of the account may be throttled too.',
    firstLook: 'The PutEvents quota of the account and who else uses it up.',
    query: 'failures-by-code',
    section: 'Limits',
  },
  EventBusRefused: {
    impact: 'No events arrive: the event bus refuses all of them, or does not exist.',
    firstLook: 'The failure code and its remedy: the bus, its policy, and the execution role of the bridge.',
    query: 'failures-by-code',
    section: 'Delivery semantics',
  },
  FunctionErrors: {
    impact: 'Whole batches are repeated: events are late or come twice.',
    firstLook: 'The last errors: configuration, timeout or memory.',
    query: 'function-errors',
    section: 'Troubleshooting',
  },
  FunctionThrottles: {
    impact: 'Events are late: Lambda has no concurrency left for the bridge.',
    firstLook: 'The reserved concurrency of the function and the unreserved rest of the account.',
    query: 'slowest-invocations',
    section: 'Operate',
  },
  DurationNearTimeout: {
    impact: 'Soon batches do not finish in time: their events are late.',
    firstLook: 'The latency of PutEvents. Raise timeout or memory, or lower the batch size.',
    query: 'slowest-invocations',
    section: 'Delivery semantics',
  },
  EventsDropped: {
    impact: 'Records are lost for consumers: their retries ran out and no destination took them.',
    firstLook: 'Which offsets, while Kafka still has them; then the destination and its permissions.',
    query: 'mapping-status',
    section: 'Delivery semantics',
  },
  DestinationFailing: {
    impact: 'Records whose retries run out will be lost: the on-failure destination does not take them.',
    firstLook: 'Whether the destination exists, the role may write to it, and the network leads there.',
    query: 'mapping-status',
    section: 'Delivery semantics',
  },
  RetriesExhausted: {
    impact: 'Consumers get no event for records whose retries ran out, until they are carried again.',
    firstLook:
      'Topic, partition and offsets at the on-failure destination, then the failure code. An s3:TestEvent in its queue is of the deployment: delete it.',
    query: 'failures-by-code',
    section: 'Failures and redrive',
  },
  PollingFailing: {
    impact: 'No events arrive: Lambda has trouble reading the topic.',
    firstLook: 'State of the event source mapping; brokers, credentials, ACLs and security groups.',
    query: 'mapping-status',
    section: 'Troubleshooting',
  },
} as const satisfies Record<string, RunbookEntry>;

export type AlarmKind = keyof typeof RUNBOOK;
