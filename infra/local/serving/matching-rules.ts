import { BUS_NAME } from '../demo/resource-names.ts';
import { SAMPLE_RULES } from '../demo/rules.ts';
import { matchesEventPattern, parseEventPattern } from '../event-pattern/event-pattern.ts';
import { type DeliveredEvent, eventJson } from '../eventbridge/delivered-event.ts';

const RULES = SAMPLE_RULES.map(({ name, pattern }) => ({
  name,
  pattern: parseEventPattern(JSON.stringify(pattern)),
}));

/** Names of the demo's rules that an event sets off. */
export function matchingRules(event: DeliveredEvent): string[] {
  if (!event.eventBusArn.endsWith(`/${BUS_NAME}`)) return [];
  const text = eventJson(event);
  return RULES.filter(({ pattern }) => matchesEventPattern(pattern, text)).map(({ name }) => name);
}
