import { eventJson } from '../eventbridge/delivered-event.ts';
import type { Activity } from './activity.ts';

/** An activity as one line of JSON; the detail of an event is the exact text that was put. */
export function activityJson(activity: Activity): string {
  if (activity.kind !== 'event') return JSON.stringify(activity);
  const { event, rules } = activity;
  const members = [
    '"kind":"event"',
    `"rules":${JSON.stringify(rules)}`,
    `"eventBusArn":${JSON.stringify(event.eventBusArn)}`,
    `"event":${eventJson(event)}`,
  ];
  return `{${members.join(',')}}`;
}
