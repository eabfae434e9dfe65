import { InvalidEventPatternError } from '../../../../infra/local/event-pattern/errors.ts';
import {
  matchesEventPattern,
  parseEventPattern,
} from '../../../../infra/local/event-pattern/event-pattern.ts';

/** Pattern and event as JSON text or as what becomes it. */
export function matches(pattern: unknown, event: unknown): boolean {
  return matchesEventPattern(parseEventPattern(asText(pattern)), asText(event));
}

/** Whether the field `field` with this value, as JSON text, meets one of the conditions. */
export function meets(conditions: unknown, valueText: string): boolean {
  return matches(`{"field":${asText(conditions)}}`, `{"field":${valueText}}`);
}

const PREFIX = 'Event pattern is not valid. Reason: ';

/** The reason for which a pattern is rejected, `undefined` when it is not. */
export function rejection(pattern: unknown): string | undefined {
  try {
    parseEventPattern(asText(pattern));
    return undefined;
  } catch (error) {
    if (!(error instanceof InvalidEventPatternError) || !error.message.startsWith(PREFIX)) throw error;
    return error.message.slice(PREFIX.length);
  }
}

/** As `rejection`, without the place in the pattern. */
export function reason(pattern: unknown): string | undefined {
  return rejection(pattern)?.replace(/\n.*/s, '');
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
