import type { Audit } from '../../../infra/local/mapping/audit.ts';
import { takeMessages } from '../queue-messages.ts';
import { canonicalJson } from './canonical-json.ts';
import type { MotoAccount } from './moto-account.ts';

/** An event as the queue of a rule got it. */
export interface ReceivedEvent {
  readonly detailType: string;
  readonly source: string;
  /** In canonical form. */
  readonly detail: string;
  /** The whole message. */
  readonly body: string;
}

/** No text before it holds this: quotes inside of a text are escaped. Nothing comes after the detail. */
const DETAIL = ',"detail":';

/** Takes what the rule for everything delivered, and enters it in the audit. */
export async function takeEvents(
  { clients, eventQueueUrl }: MotoAccount,
  audit: Audit,
): Promise<readonly ReceivedEvent[]> {
  const bodies = await takeMessages(clients.sqs, eventQueueUrl);
  const events = bodies.map(receivedEvent);
  for (const { detail } of events) audit.accepted(detail);
  return events;
}

function receivedEvent(body: string): ReceivedEvent {
  const event: { readonly source: string; readonly 'detail-type': string } = JSON.parse(body);
  return {
    source: event.source,
    detailType: event['detail-type'],
    detail: detailIn(canonicalJson(body)),
    body,
  };
}

/** The last member of a message, as text, because numbers lose digits when they are parsed. */
function detailIn(message: string): string {
  const start = message.indexOf(DETAIL);
  if (start === -1)
    throw new Error('moto delivers events in another form than it used to: without a detail.');
  return message.slice(start + DETAIL.length, -1);
}
