import type { Fault } from '../../infra/local/fault.ts';
import { allEntries, ENTRY_CODES, outage, STORE_WEATHER, WEATHER } from './faults.ts';
import { CALM, type Phase, type Scenario } from './scenario.ts';

const STORM_WEATHER: readonly Fault[] = [...WEATHER, ...STORE_WEATHER, { kind: 'hang', probability: 0.0005 }];

const STORM_OUTAGES: readonly Phase[] = [
  { invocations: 3, faults: outage('ssm', 'unavailable'), isColdStart: true },
  { invocations: 6, faults: outage('eventbridge.PutEvents', 'internal') },
];

const STORM = {
  ...CALM,
  pollers: 3,
  mapping: { reading: 'rewind', maxRetries: 20 },
  timeoutMs: 4_000,
  killShare: 0.002,
} as const;

/** Everything that PutEvents, or the way to it, can do. */
export const PUBLISHING_SCENARIOS: readonly Scenario[] = [
  {
    ...CALM,
    name: 'throttled',
    about: 'a third of all requests, or entries of them, are throttled',
    weight: 30,
    batchSize: 500,
    phases: [
      {
        invocations: 50,
        faults: [
          { kind: 'throttle', probability: 0.2 },
          { kind: 'partial', probability: 0.15, codes: ['ThrottlingException'] },
        ],
      },
    ],
  },
  {
    ...CALM,
    name: 'throttled-partition',
    about: 'the same, and partitions keep their order',
    weight: 10,
    ordering: 'partition',
    mapping: { reading: 'rewind', maxRetries: 20 },
    phases: [
      {
        invocations: 50,
        faults: [
          { kind: 'throttle', probability: 0.2 },
          { kind: 'partial', probability: 0.15, codes: ['ThrottlingException'] },
        ],
      },
    ],
  },
  {
    ...CALM,
    name: 'paced',
    about: 'a cap on the rate, few requests at once, and throttling all the same',
    weight: 5,
    configuration: {
      'aws.eventbridge.request.max.rate': 200,
      'aws.eventbridge.request.max.concurrency': 3,
    },
    phases: [{ invocations: 50, faults: [{ kind: 'throttle', probability: 0.1 }] }],
  },
  {
    ...CALM,
    name: 'entries-transient',
    about: 'entries fail with every code that may pass later',
    weight: 30,
    batchSize: 500,
    phases: [
      { invocations: 50, faults: [{ kind: 'partial', probability: 0.3, codes: ENTRY_CODES.transient }] },
    ],
  },
  {
    ...CALM,
    name: 'entries-transient-key',
    about: 'the same, and keys keep their order',
    weight: 10,
    ordering: 'key',
    phases: [
      { invocations: 50, faults: [{ kind: 'partial', probability: 0.3, codes: ENTRY_CODES.transient }] },
    ],
  },
  {
    ...CALM,
    name: 'entries-final',
    about: 'entries fail with every code that is for good',
    weight: 30,
    batchSize: 500,
    refusalCodes: ['EVENT_REFUSED'],
    phases: [{ invocations: 50, faults: [{ kind: 'partial', probability: 0.1, codes: ENTRY_CODES.final }] }],
  },
  {
    ...CALM,
    name: 'entries-final-partition',
    about: 'the same, and partitions keep their order: what is refused leaves it',
    weight: 10,
    ordering: 'partition',
    refusalCodes: ['EVENT_REFUSED'],
    phases: [{ invocations: 50, faults: [{ kind: 'partial', probability: 0.1, codes: ENTRY_CODES.final }] }],
  },
  {
    ...CALM,
    name: 'entries-denied',
    about: 'entries fail for missing permissions now and then',
    weight: 15,
    phases: [
      { invocations: 50, faults: [{ kind: 'partial', probability: 0.05, codes: ENTRY_CODES.denied }] },
    ],
  },
  {
    ...CALM,
    name: 'entries-unknown',
    about: 'entries fail with a code that no document names',
    weight: 15,
    refusalCodes: ['EVENT_REFUSED'],
    phases: [
      { invocations: 50, faults: [{ kind: 'partial', probability: 0.2, codes: ENTRY_CODES.unknown }] },
    ],
  },
  {
    ...CALM,
    name: 'requests-fail',
    about: 'requests fail as a whole: 500, 502 with HTML, 503',
    weight: 30,
    batchSize: 500,
    phases: [
      {
        invocations: 50,
        faults: [
          { kind: 'internal', probability: 0.1 },
          { kind: 'bad-gateway', probability: 0.1 },
          { kind: 'unavailable', probability: 0.1 },
        ],
      },
    ],
  },
  {
    ...CALM,
    name: 'requests-rejected',
    about: 'requests are rejected for what may be in them: 400, 413',
    weight: 15,
    refusalCodes: ['EVENT_REFUSED', 'ENTRY_TOO_LARGE'],
    phases: [
      {
        invocations: 50,
        faults: [
          { kind: 'invalid', probability: 0.03 },
          { kind: 'too-large', probability: 0.03 },
        ],
      },
    ],
  },
  {
    ...CALM,
    name: 'resets',
    about: 'connections are reset before, in the middle of and after the answer',
    weight: 40,
    batchSize: 500,
    phases: [
      {
        invocations: 50,
        faults: [
          { kind: 'reset-before', probability: 0.05 },
          { kind: 'cut', probability: 0.05 },
          { kind: 'reset-after', probability: 0.05 },
        ],
      },
    ],
  },
  {
    ...CALM,
    name: 'resets-partition',
    about: 'the same, and partitions keep their order',
    weight: 10,
    ordering: 'partition',
    phases: [
      {
        invocations: 50,
        faults: [
          { kind: 'reset-before', probability: 0.05 },
          { kind: 'cut', probability: 0.05 },
          { kind: 'reset-after', probability: 0.05 },
        ],
      },
    ],
  },
  {
    ...CALM,
    name: 'slow',
    about: 'answers come late, some of them after the deadline of the function',
    weight: 8,
    timeoutMs: 2_000,
    phases: [
      {
        invocations: 50,
        faults: [
          { kind: 'delay', probability: 0.01, delayMs: 2_100 },
          { kind: 'delay', probability: 0.05, delayMs: 100 },
        ],
      },
    ],
  },
  {
    ...CALM,
    name: 'slow-key',
    about: 'the same, and keys keep their order',
    weight: 4,
    timeoutMs: 2_000,
    ordering: 'key',
    mapping: { reading: 'rewind', maxRetries: 20 },
    phases: [
      {
        invocations: 50,
        faults: [
          { kind: 'delay', probability: 0.004, delayMs: 2_100 },
          { kind: 'delay', probability: 0.02, delayMs: 100 },
        ],
      },
    ],
  },
  {
    ...CALM,
    name: 'hanging',
    about: 'requests that are never answered',
    weight: 6,
    timeoutMs: 2_000,
    phases: [{ invocations: 50, faults: [{ kind: 'hang', probability: 0.01 }] }],
  },
  {
    ...CALM,
    name: 'bus-denied',
    about: 'the bus refuses everybody for a while, by request and by entry',
    weight: 15,
    phases: [
      { invocations: 8, faults: outage('eventbridge.PutEvents', 'denied') },
      { invocations: 30, faults: [] },
      { invocations: 8, faults: allEntries(ENTRY_CODES.denied) },
      { invocations: 30, faults: [] },
    ],
  },
  {
    ...CALM,
    name: 'bus-denied-partition',
    about: 'the same, and partitions keep their order',
    weight: 8,
    ordering: 'partition',
    phases: [
      { invocations: 8, faults: outage('eventbridge.PutEvents', 'denied') },
      { invocations: 30, faults: [] },
      { invocations: 8, faults: allEntries(ENTRY_CODES.denied) },
      { invocations: 30, faults: [] },
    ],
  },
  {
    ...CALM,
    name: 'bus-missing',
    about: 'the bus does not exist yet: EventBridge takes its events and drops them',
    weight: 5,
    busMissingForInvocations: 8,
  },
  {
    ...STORM,
    name: 'storm',
    about: 'everything at once',
    weight: 20,
    refusalCodes: ['EVENT_REFUSED', 'ENTRY_TOO_LARGE'],
    phases: [
      {
        invocations: 30,
        faults: [
          ...STORM_WEATHER,
          { kind: 'partial', probability: 0.02, codes: ENTRY_CODES.final },
          { kind: 'partial', probability: 0.02, codes: ENTRY_CODES.unknown },
          { kind: 'invalid', probability: 0.005 },
          { kind: 'too-large', probability: 0.005 },
        ],
      },
      ...STORM_OUTAGES,
    ],
  },
  // What EventBridge refuses leaves the order. Were it taken after all, when it is delivered again, it would come too late:
  // so nothing is refused where order has to be kept through kills and rewinds.
  {
    ...STORM,
    name: 'storm-partition',
    about: 'everything but refusals at once, and partitions keep their order',
    weight: 15,
    ordering: 'partition',
    phases: [{ invocations: 30, faults: STORM_WEATHER }, ...STORM_OUTAGES],
  },
  {
    ...STORM,
    name: 'storm-key',
    about: 'everything but refusals at once, and keys keep their order',
    weight: 15,
    ordering: 'key',
    format: 'avro',
    phases: [{ invocations: 30, faults: STORM_WEATHER }, ...STORM_OUTAGES],
  },
];
