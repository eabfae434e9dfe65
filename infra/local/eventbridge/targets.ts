import { checkLength, checkPattern } from '../constraints.ts';
import type { RequestMembers } from '../request-members.ts';
import { ServiceError } from '../service.ts';
import type { EventBuses } from './buses.ts';
import type { Rule, Target } from './event-bus.ts';
import type { LogGroups } from './log-groups.ts';
import { getRule, limitExceeded } from './rules.ts';
import type { Webhooks } from './webhooks.ts';

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html (not adjustable) */
const MAX_TARGETS_PER_RULE = 5;
const MAX_TARGET_ID_CHARACTERS = 64;
const LOG_GROUP_ARN = /^arn:aws[\w-]*:logs:[\w-]+:\d{12}:log-group:([.\-_/#A-Za-z0-9]{1,512}?)(?::\*)?$/;

/** Members of a target that would change what arrives: refused, so that nobody trusts a transformation not made. */
const NOT_MODELLED = ['Input', 'InputPath'] as const;

export interface TargetKinds {
  readonly logGroups: LogGroups;
  readonly webhooks: Webhooks;
}

export interface TargetInput {
  readonly id: string;
  readonly arn: string;
}

/** Adds targets to a rule; one of the same id is replaced. */
export function putTargets(kinds: TargetKinds, rule: Rule, targets: readonly TargetInput[]): void {
  for (const [index, target] of targets.entries()) checkTargetId(target.id, `targets.${index + 1}.member.id`);
  if (new Set([...rule.targets.keys(), ...targets.map(({ id }) => id)]).size > MAX_TARGETS_PER_RULE) {
    throw limitExceeded();
  }
  const made = targets.map(({ id, arn }): Target => ({ id, arn, deliver: deliveryTo(kinds, arn) }));
  for (const target of made) rule.targets.set(target.id, target);
}

function checkTargetId(id: string, member: string): void {
  checkPattern(id, member, '[\\.\\-_A-Za-z0-9]+');
  checkLength(id, member, 1, MAX_TARGET_ID_CHARACTERS);
}

function deliveryTo({ logGroups, webhooks }: TargetKinds, arn: string): Target['deliver'] {
  const logGroup = LOG_GROUP_ARN.exec(arn)?.[1];
  if (logGroup !== undefined) return (eventText) => logGroups.append(logGroup, eventText);
  if (webhooks.has(arn)) return (eventText) => webhooks.send(arn, eventText);
  throw new ServiceError(
    'ValidationException',
    `This stand-in delivers to log groups (arn:aws:logs:…:log-group:…) and to API destinations made here before (arn:aws:events:…:api-destination/…), not to ${arn}.`,
  );
}

/** The operations on targets, by name. */
export function targetOperations(buses: EventBuses, kinds: TargetKinds) {
  const ruleOf = (input: RequestMembers) =>
    getRule(buses, input.requiredString('Rule'), input.string('EventBusName'));
  return {
    PutTargets: (input: RequestMembers) => {
      putTargets(kinds, ruleOf(input), (input.structures('Targets') ?? []).map(readTarget));
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    ListTargetsByRule: (input: RequestMembers) => ({
      Targets: [...ruleOf(input).targets.values()].map(({ id, arn }) => ({ Id: id, Arn: arn })),
    }),
    RemoveTargets: (input: RequestMembers) => {
      const { targets } = ruleOf(input);
      for (const id of input.strings('Ids') ?? []) targets.delete(id);
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
  };
}

function readTarget(members: RequestMembers): TargetInput {
  const transformation =
    NOT_MODELLED.find((name) => members.string(name) !== undefined) ??
    (members.structure('InputTransformer') && 'InputTransformer');
  if (transformation !== undefined) {
    throw new ServiceError(
      'ValidationException',
      `This stand-in sends whole events: ${transformation} is not supported.`,
    );
  }
  return { id: members.requiredString('Id'), arn: members.requiredString('Arn') };
}
