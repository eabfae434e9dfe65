import { styleText } from 'node:util';
import type { DeliveredEvent } from '../eventbridge/delivered-event.ts';
import { eventCoordinates } from '../mapping/event-coordinates.ts';
import type { RequestRecord } from '../request-log.ts';
import type { Activity, ArrivedLetter } from './activity.ts';
import { describeListening } from './describe-listening.ts';

/** An activity as a person reads it: one line, but for the first, which says what there is. */
export function describeActivity(activity: Activity): string {
  switch (activity.kind) {
    case 'listening':
      return describeListening(activity);
    case 'put-events':
      return line('PutEvents', describePutEvents(activity.request));
    case 'failed-request':
      return line('request', styleText('red', describeFailed(activity.request)));
    case 'event':
      return line('event', describeEvent(activity.event, activity.rules));
    case 'dead-letter':
      return line('dead letter', describeLetter(activity));
    case 'stopped':
      return describeStopped(activity);
  }
}

function describeStopped(stopped: Extract<Activity, { kind: 'stopped' }>): string {
  const { putEventsRequests, accepted, dropped } = stopped;
  const lost = dropped === 0 ? '' : ` and ${dropped} for buses that do not exist here`;
  return `Stopped. PutEvents requests: ${putEventsRequests}, with ${accepted} events${lost}.`;
}

function line(kind: string, text: string): string {
  return `${styleText('bold', kind.padEnd('dead letter'.length))}  ${text}`;
}

function describePutEvents(request: RequestRecord): string {
  const { entryCount, bodyBytes, durationMs } = request;
  const unit = entryCount === 1 ? 'entry' : 'entries';
  const size = `${entryCount} ${unit}, ${bodyBytes.toLocaleString('en-US')} bytes`;
  return `${size}, ${describeAnswer(request)} ${styleText('dim', `in ${durationMs.toFixed(1)} ms`)}`;
}

function describeFailed(request: RequestRecord): string {
  return `${request.service} ${request.operation}, ${describeAnswer(request)}`;
}

function describeAnswer({ status, fault }: RequestRecord): string {
  const answer = status === 0 ? 'no answer' : `status ${status}`;
  return fault === undefined ? answer : `${answer} by the fault ${fault}`;
}

function describeEvent({ source, detailType, detail }: DeliveredEvent, rules: readonly string[]): string {
  const to = rules.length === 0 ? styleText('dim', 'no rule') : rules.join(', ');
  return `${source}  ${detailType}  ${coordinates(detail)} → ${to}`;
}

/** Where a record of a bridge came from; anybody may put other events. */
function coordinates(detail: string): string {
  const record = eventCoordinates(detail);
  return record === undefined ? '' : `${record.topic}-${record.partition}@${record.offset}`;
}

function describeLetter({ to, letter }: ArrivedLetter): string {
  if (letter === undefined) return `no dead letter of a bridge, in the ${to}`;
  const { record, error } = letter;
  const code = styleText('yellow', error.code);
  return `${code}  ${record.topic}-${record.partition}@${record.offset} → ${to}  ${styleText('dim', error.message)}`;
}
