import {
  CreateEventBusCommand,
  PutEventsCommand,
  type PutEventsRequestEntry,
  PutRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { chapter } from '../chapter.ts';
import type { Clients } from '../clients.ts';

const BUS = 'opinions-events';
const BUS_ARN = `arn:aws:events:eu-west-1:123456789012:event-bus/${BUS}`;

/** The sum over all entries has to stay below this. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
const LIMIT_BYTES = 1_048_576;

const ENTRY = { Source: 'shop', DetailType: 'order', Detail: '{"total":5.10}', EventBusName: BUS };

/** An entry of so many bytes, as PutEvents counts them. */
function entryOf(bytes: number): PutEventsRequestEntry {
  const others = Buffer.byteLength(`${ENTRY.Source}${ENTRY.DetailType}{"t":""}`);
  return { ...ENTRY, Detail: `{"t":"${'x'.repeat(bytes - others)}"}` };
}

/** An entry whose detail has so many levels. */
function nested(levels: number): PutEventsRequestEntry {
  return { ...ENTRY, Detail: `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}` };
}

/** Event ids differ, so that only their being there is compared. */
async function putEvents({ eventBridge }: Clients, ...Entries: readonly PutEventsRequestEntry[]) {
  const answer = await eventBridge.send(new PutEventsCommand({ Entries: [...Entries] }));
  return {
    failed: answer.FailedEntryCount,
    entries: answer.Entries?.map(({ EventId, ErrorCode, ErrorMessage }) =>
      EventId === undefined ? `${ErrorCode}: ${ErrorMessage}` : 'id',
    ),
  };
}

export const EVENTS = chapter(
  'EventBridge events',
  async (clients) => {
    await clients.eventBridge.send(new CreateEventBusCommand({ Name: BUS }));
    // With a rule there is something to be done for an event.
    const EventPattern = JSON.stringify({ source: [ENTRY.Source] });
    await clients.eventBridge.send(new PutRuleCommand({ Name: 'shop', EventBusName: BUS, EventPattern }));
    return clients;
  },
  {
    'PutEvents, an entry': (clients) => putEvents(clients, ENTRY),
    'PutEvents, ten entries': (clients) =>
      putEvents(clients, ...Array<PutEventsRequestEntry>(10).fill(ENTRY)),
    'PutEvents, by the ARN of the bus': (clients) => putEvents(clients, { ...ENTRY, EventBusName: BUS_ARN }),
    'PutEvents, to the default bus': (clients) => putEvents(clients, { ...ENTRY, EventBusName: 'default' }),
    'PutEvents, no bus named': (clients) => {
      const { EventBusName: _, ...entry } = ENTRY;
      return putEvents(clients, entry);
    },
    'PutEvents, time, resources and trace header': (clients) =>
      putEvents(clients, {
        ...ENTRY,
        Time: new Date(1_772_442_900_123),
        Resources: ['arn:aws:s3:::bucket'],
        TraceHeader: 'Root=1-67891233-abcdef012345678912345678',
      }),
    'PutEvents, no entries': (clients) => putEvents(clients),
    'PutEvents, eleven entries': (clients) =>
      putEvents(clients, ...Array<PutEventsRequestEntry>(11).fill(ENTRY)),
    'PutEvents, Source missing': (clients) => putEvents(clients, { ...ENTRY, Source: undefined }),
    'PutEvents, Source empty': (clients) => putEvents(clients, { ...ENTRY, Source: '' }),
    'PutEvents, Source that begins with aws.': (clients) =>
      putEvents(clients, { ...ENTRY, Source: 'aws.shop' }),
    'PutEvents, DetailType missing': (clients) => putEvents(clients, { ...ENTRY, DetailType: undefined }),
    'PutEvents, DetailType of 129 characters': (clients) =>
      putEvents(clients, { ...ENTRY, DetailType: 'x'.repeat(129) }),
    'PutEvents, Detail missing': (clients) => putEvents(clients, { ...ENTRY, Detail: undefined }),
    'PutEvents, Detail that is no JSON': (clients) => putEvents(clients, { ...ENTRY, Detail: 'NotJSON' }),
    'PutEvents, Detail that is cut short': (clients) => putEvents(clients, { ...ENTRY, Detail: '{"a":1' }),
    'PutEvents, Detail an array': (clients) => putEvents(clients, { ...ENTRY, Detail: '[]' }),
    'PutEvents, Detail a string': (clients) => putEvents(clients, { ...ENTRY, Detail: '"text"' }),
    'PutEvents, Detail a number': (clients) => putEvents(clients, { ...ENTRY, Detail: '5' }),
    'PutEvents, Detail with the largest integer': (clients) =>
      putEvents(clients, { ...ENTRY, Detail: '{"n":9223372036854775807}' }),
    'PutEvents, Detail with an integer beyond it': (clients) =>
      putEvents(clients, { ...ENTRY, Detail: '{"n":9223372036854775808}' }),
    'PutEvents, Detail of a thousand levels': (clients) => putEvents(clients, nested(1_000)),
    'PutEvents, Detail of more levels': (clients) => putEvents(clients, nested(1_001)),
    'PutEvents, a good entry and a bad one': (clients) =>
      putEvents(clients, ENTRY, { ...ENTRY, Detail: 'NotJSON' }, ENTRY),
    'PutEvents, a byte below the limit': (clients) => putEvents(clients, entryOf(LIMIT_BYTES - 1)),
    'PutEvents, at the limit': (clients) => putEvents(clients, entryOf(LIMIT_BYTES)),
    'PutEvents, two entries above the limit together': (clients) =>
      putEvents(clients, entryOf(LIMIT_BYTES / 2), entryOf(LIMIT_BYTES / 2)),
    'PutEvents, a bus that does not exist': (clients) =>
      putEvents(clients, { ...ENTRY, EventBusName: 'nowhere' }),
    'PutEvents, a bus of another account': (clients) =>
      putEvents(clients, { ...ENTRY, EventBusName: BUS_ARN.replace('123456789012', '210987654321') }),
    'PutEvents, a bus name that cannot be': (clients) =>
      putEvents(clients, { ...ENTRY, EventBusName: 'a b' }),
  },
);
