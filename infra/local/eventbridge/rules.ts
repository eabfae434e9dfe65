import { checkLength, checkPattern, readEnum } from '../constraints.ts';
import { MAX_EVENT_PATTERN_CHARACTERS, matchesEventPattern } from '../event-pattern/event-pattern.ts';
import type { RequestMembers } from '../request-members.ts';
import { ServiceError } from '../service.ts';
import type { EventBuses } from './buses.ts';
import { MAX_JSON_DEPTH } from './detail-text.ts';
import { type EventBus, RULE_STATES, type Rule, type RuleState } from './event-bus.ts';
import { matchesEvent, parsePattern } from './patterns.ts';

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MAX_RULES_PER_BUS = 300;
const MAX_RULE_NAME_CHARACTERS = 64;

export interface PutRuleInput {
  readonly name: string;
  /** JSON text. */
  readonly eventPattern: string;
  /** Name or ARN. @default 'default' */
  readonly eventBusName?: string | undefined;
  /** @default 'ENABLED' */
  readonly state?: RuleState | undefined;
  readonly description?: string | undefined;
}

/** Makes a rule, or changes the one of that name; its targets stay. */
export function putRule(buses: EventBuses, input: PutRuleInput): Rule {
  const bus = buses.get(input.eventBusName ?? 'default');
  checkPattern(input.name, 'name', '[\\.\\-_A-Za-z0-9]+');
  checkLength(input.name, 'name', 1, MAX_RULE_NAME_CHARACTERS);
  checkLength(input.eventPattern, 'eventPattern', 0, MAX_EVENT_PATTERN_CHARACTERS);
  const previous = bus.rules.get(input.name);
  if (previous === undefined && bus.rules.size >= MAX_RULES_PER_BUS) throw limitExceeded();
  const rule: Rule = {
    name: input.name,
    arn: ruleArn(bus, input.name),
    bus,
    description: input.description,
    patternText: input.eventPattern,
    pattern: parsePattern(input.eventPattern),
    targets: previous?.targets ?? new Map(),
    state: input.state ?? 'ENABLED',
    matchedCount: previous?.matchedCount ?? 0,
  };
  bus.rules.set(rule.name, rule);
  return rule;
}

/** A detail of PutEvents may be so deep, and the event around it is a level more. */
const MAX_EVENT_DEPTH = MAX_JSON_DEPTH + 1;

/** The rules of the bus that an event, as JSON text, sets off. */
export function matchRules(bus: EventBus, eventText: string): readonly Rule[] {
  const matching: Rule[] = [];
  for (const rule of bus.rules.values()) {
    if (rule.state === 'DISABLED' || !matchesEventPattern(rule.pattern, eventText, MAX_EVENT_DEPTH)) continue;
    rule.matchedCount += 1;
    matching.push(rule);
  }
  return matching;
}

/** @throws {ServiceError} `ResourceNotFoundException`, in AWS's words. */
export function getRule(buses: EventBuses, name: string, eventBusName = 'default'): Rule {
  const bus = buses.get(eventBusName);
  const rule = bus.rules.get(name);
  if (rule !== undefined) return rule;
  throw new ServiceError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus.name}.`);
}

export function limitExceeded(): ServiceError {
  return new ServiceError(
    'LimitExceededException',
    'The requested resource exceeds the maximum number allowed.',
  );
}

/** Rules of the default bus leave its name out of their ARN. */
function ruleArn(bus: EventBus, name: string): string {
  const path = bus.name === 'default' ? name : `${bus.name}/${name}`;
  return bus.arn.replace(/:event-bus\/.*$/, `:rule/${path}`);
}

/** The operations on rules, by name. */
export function ruleOperations(buses: EventBuses) {
  const named = (input: RequestMembers) =>
    getRule(buses, input.requiredString('Name'), input.string('EventBusName'));
  return {
    PutRule: (input: RequestMembers) => ({ RuleArn: putRule(buses, readRule(input)).arn }),
    DescribeRule: (input: RequestMembers) => describeRule(named(input)),
    EnableRule: (input: RequestMembers) => setState(named(input), 'ENABLED'),
    DisableRule: (input: RequestMembers) => setState(named(input), 'DISABLED'),
    ListRules: (input: RequestMembers) => listRules(buses, input),
    DeleteRule: (input: RequestMembers) => deleteRule(buses, input),
    TestEventPattern: (input: RequestMembers) => ({
      Result: matchesEvent(parsePattern(input.requiredString('EventPattern')), input.requiredString('Event')),
    }),
  };
}

function readRule(input: RequestMembers): PutRuleInput {
  const eventPattern = input.string('EventPattern');
  if (input.string('ScheduleExpression') !== undefined) {
    throw new ServiceError(
      'ValidationException',
      'This stand-in has no scheduled rules: ScheduleExpression is not supported.',
    );
  }
  if (eventPattern === undefined) {
    throw new ServiceError(
      'ValidationException',
      'Parameter(s) EventPattern or ScheduleExpression must be specified.',
    );
  }
  return {
    name: input.requiredString('Name'),
    eventPattern,
    eventBusName: input.string('EventBusName'),
    state: readEnum(RULE_STATES, input.string('State'), 'state'),
    description: input.string('Description'),
  };
}

function describeRule(rule: Rule): object {
  return {
    Name: rule.name,
    Arn: rule.arn,
    EventPattern: rule.patternText,
    State: rule.state,
    Description: rule.description,
    EventBusName: rule.bus.name,
  };
}

function setState(rule: Rule, state: RuleState): object {
  rule.state = state;
  return {};
}

function listRules(buses: EventBuses, input: RequestMembers): object {
  const prefix = input.string('NamePrefix') ?? '';
  const bus = buses.get(input.string('EventBusName') ?? 'default');
  const rules = [...bus.rules.values()].filter((rule) => rule.name.startsWith(prefix));
  return { Rules: rules.sort((a, b) => (a.name < b.name ? -1 : 1)).map(describeRule) };
}

/** Deleting what is not there succeeds, as on AWS. */
function deleteRule(buses: EventBuses, input: RequestMembers): object {
  const bus = buses.get(input.string('EventBusName') ?? 'default');
  const name = input.requiredString('Name');
  if ((bus.rules.get(name)?.targets.size ?? 0) > 0) {
    throw new ServiceError('ValidationException', "Rule can't be deleted since it has targets.");
  }
  bus.rules.delete(name);
  return {};
}
