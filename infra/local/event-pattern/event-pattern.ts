/** What the rest of the local run needs of event patterns. */
export { matchesEventPattern } from './match.ts';
export { type EventPattern, MAX_EVENT_PATTERN_CHARACTERS, parseEventPattern } from './parse.ts';
