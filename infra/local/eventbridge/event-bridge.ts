import { createAwsJsonService } from '../aws-json.ts';
import type { RequestMembers } from '../request-members.ts';
import type { Place, Service } from '../service.ts';
import { busOperations, EventBuses } from './buses.ts';
import { type DeliveredEvent, eventJson } from './delivered-event.ts';
import type { EventBus, RuleState } from './event-bus.ts';
import { type EventCounts, EventRecord } from './event-record.ts';
import { type LogGroupReport, LogGroups } from './log-groups.ts';
import { putEvents } from './put-events.ts';
import { matchRules, type PutRuleInput, putRule, ruleOperations } from './rules.ts';
import { putTargets, type TargetInput, targetOperations } from './targets.ts';
import { type WebhookReport, Webhooks, webhookOperations } from './webhooks.ts';

export interface EventBridgeOptions {
  readonly place: Place;
  readonly putEventsLimitBytes: number;
  readonly keepEventCharacters: number;
  readonly onEvent: ((event: DeliveredEvent) => void) | undefined;
  readonly logDirectory: string | undefined;
}

export interface RuleReport {
  readonly name: string;
  readonly arn: string;
  readonly eventBusName: string;
  readonly eventPattern: string;
  readonly state: RuleState;
  readonly matchedCount: number;
  readonly targets: readonly TargetInput[];
}

/** EventBridge as tests and the demo see it. */
export interface EventBridgeStandIn {
  /** Every event accepted on a bus that exists, in order; throws when memory did not hold them all. */
  events(): readonly DeliveredEvent[];
  counts(): EventCounts;
  /** Forgets accepted events and their counts; buses, rules and targets stay. */
  clearEvents(): void;
  /** Makes a bus and returns its ARN. An ARN makes a bus of another account or Region. */
  createEventBus(nameOrArn: string): string;
  /** Makes or changes a rule and returns its ARN; targets given are added. */
  putRule(rule: PutRuleInput & { readonly targets?: readonly TargetInput[] }): string;
  rules(): readonly RuleReport[];
  /** Makes an API destination for a URL on loopback and returns its ARN, to be used as a target. */
  createWebhook(name: string, url: string): string;
  webhooks(): readonly WebhookReport[];
  /** ARN of a log group, to be used as a target. It needs no creating. */
  logGroupArn(name: string): string;
  logGroups(): readonly LogGroupReport[];
  /** The latest lines of a log group: one event each, as JSON. */
  logLines(logGroup: string): readonly string[];
  /** Resolves when every event accepted so far has reached its targets or was given up. */
  settled(): Promise<void>;
}

export interface EventBridge {
  readonly service: Service;
  readonly api: EventBridgeStandIn;
  close(): Promise<void>;
}

/** The classic event bus: buses, rules with patterns, targets, and PutEvents as AWS answers it. */
export function createEventBridge(options: EventBridgeOptions): EventBridge {
  const { place } = options;
  const buses = new EventBuses(place);
  const record = new EventRecord(options);
  const kinds = { logGroups: new LogGroups(options.logDirectory), webhooks: new Webhooks(place) };
  const publishing = { place, buses, record, limitBytes: options.putEventsLimitBytes, deliver };
  const service = createAwsJsonService({
    name: 'eventbridge',
    version: '1.1',
    operations: {
      PutEvents: (input: RequestMembers, request) => putEvents(publishing, input, request),
      ...busOperations(buses),
      ...ruleOperations(buses),
      ...targetOperations(buses, kinds),
      ...webhookOperations(kinds.webhooks),
    },
  });
  const settled = async () => {
    await Promise.all([kinds.logGroups.flush(), kinds.webhooks.settle()]);
  };
  return {
    service,
    api: {
      events: () => record.list(),
      counts: () => record.counts(),
      clearEvents: () => record.clear(),
      createEventBus: (nameOrArn) => buses.create(nameOrArn).arn,
      putRule: ({ targets = [], ...input }) => {
        const rule = putRule(buses, input);
        putTargets(kinds, rule, targets);
        return rule.arn;
      },
      rules: () => reportRules(buses),
      createWebhook: (name, url) => kinds.webhooks.create(name, url).arn,
      webhooks: () => kinds.webhooks.list(),
      logGroupArn: (name) => `arn:aws:logs:${place.region}:${place.account}:log-group:${name}`,
      logGroups: () => kinds.logGroups.list(),
      logLines: (logGroup) => kinds.logGroups.lines(logGroup),
      settled,
    },
    close: async () => {
      await Promise.all([kinds.logGroups.flush(), kinds.webhooks.close()]);
    },
  };
}

/** Sends an event to every target of every rule it matches. A target of two matching rules gets it twice. */
function deliver(bus: EventBus, event: DeliveredEvent): number {
  if (bus.rules.size === 0) return 0;
  const eventText = eventJson(event);
  const rules = matchRules(bus, eventText);
  for (const rule of rules) {
    for (const target of rule.targets.values()) target.deliver(eventText);
  }
  return rules.length;
}

function reportRules(buses: EventBuses): RuleReport[] {
  return buses.list().flatMap((bus) =>
    [...bus.rules.values()].map((rule) => ({
      name: rule.name,
      arn: rule.arn,
      eventBusName: bus.name,
      eventPattern: rule.patternText,
      state: rule.state,
      matchedCount: rule.matchedCount,
      targets: [...rule.targets.values()].map(({ id, arn }) => ({ id, arn })),
    })),
  );
}
