import { InvalidEventError, InvalidEventPatternError } from '../event-pattern/errors.ts';
import { type EventPattern, matchesEventPattern, parseEventPattern } from '../event-pattern/event-pattern.ts';
import { ServiceError } from '../service.ts';

/** The pattern of a rule, or the service's rejection. */
export function parsePattern(text: string): EventPattern {
  return inServiceWords(() => parseEventPattern(text));
}

/** Whether the event, as JSON text, matches. */
export function matchesEvent(pattern: EventPattern, eventText: string): boolean {
  return inServiceWords(() => matchesEventPattern(pattern, eventText));
}

function inServiceWords<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof InvalidEventPatternError || error instanceof InvalidEventError) {
      throw new ServiceError(error.code, error.message);
    }
    throw error;
  }
}
