import type { KnownDifference } from '../known-difference.ts';

const PUT_EVENTS = 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html';
const ENTRY = 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html';
const ACCEPTED = '{"failed":0,"entries":["id"]}';

export const EVENT_DIFFERENCES: readonly KnownDifference[] = [
  {
    questions: ['PutEvents, no entries'],
    standIns: '400 ValidationException',
    moto: '{"failed":0,"entries":[]}',
    right: 'stand-ins',
    why: 'A request has 1 to 10 entries. moto checks the upper bound only; the bridge sends none without entries.',
    source: PUT_EVENTS,
  },
  {
    questions: ['PutEvents, Source that begins with aws.'],
    standIns: '{"failed":1,"entries":["NotAuthorizedForSourceException: Not authorized for the source."]}',
    moto: ACCEPTED,
    right: 'stand-ins',
    why: 'Sources that begin with "aws." belong to AWS; the answer is what its command line was seen to print. moto does not look.',
    source: ENTRY,
  },
  {
    questions: ['PutEvents, DetailType of 129 characters'],
    standIns:
      '{"failed":1,"entries":["InvalidArgument: Parameter DetailType is not valid. Reason: DetailType must have length less than or equal to 128."]}',
    moto: ACCEPTED,
    right: 'stand-ins',
    why: 'A detail type has up to 128 characters. The code is inferred; moto does not look.',
    source: ENTRY,
  },
  {
    questions: ['PutEvents, Detail an array', 'PutEvents, Detail a string', 'PutEvents, Detail a number'],
    standIns: '{"failed":1,"entries":["MalformedDetail: Detail is malformed."]}',
    moto: ACCEPTED,
    right: 'stand-ins',
    why: 'A detail is an object: an array and a string were recorded to fail. moto takes any JSON.',
    source: ENTRY,
  },
  {
    questions: ['PutEvents, Detail with an integer beyond it'],
    standIns: '{"failed":1,"entries":["MalformedDetail: Detail is malformed."]}',
    moto: ACCEPTED,
    right: 'stand-ins',
    why: 'Integers end at 2^63 - 1. The code is inferred; moto takes any, so that it says nothing of records with larger ones.',
    source: PUT_EVENTS,
  },
  {
    questions: ['PutEvents, Detail of a thousand levels'],
    standIns: '{"failed":0,"entries":["id"]}',
    moto: '500 without a code',
    right: 'stand-ins',
    why: 'A detail may have 1,000 levels. moto ends with the recursion limit of Python.',
    source: PUT_EVENTS,
  },
  {
    questions: ['PutEvents, Detail of more levels'],
    standIns: '{"failed":1,"entries":["MalformedDetail: Detail is malformed."]}',
    moto: '500 without a code',
    right: 'stand-ins',
    why: 'It may not have more. The code is inferred; moto ends with the recursion limit of Python.',
    source: PUT_EVENTS,
  },
  {
    questions: ['PutEvents, at the limit'],
    standIns: '400 ValidationException',
    moto: ACCEPTED,
    right: 'stand-ins',
    why: 'The sum over all entries has to stay below 1,048,576 bytes. moto has no limit, so that it says nothing of how the bridge packs.',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html',
  },
  {
    questions: ['PutEvents, two entries above the limit together'],
    standIns: '400 ValidationException',
    moto: '{"failed":0,"entries":["id","id"]}',
    right: 'stand-ins',
    why: 'The same limit: it is of the request, not of an entry.',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html',
  },
  {
    questions: ['PutEvents, a bus that does not exist'],
    standIns: ACCEPTED,
    moto: '400 ResourceNotFoundException',
    right: 'stand-ins',
    why: 'Recorded: EventBridge takes the event, gives it an id and drops it. That is why the bridge asks for the bus first; with moto it would not have to.',
    source: PUT_EVENTS,
  },
  {
    questions: ['PutEvents, a bus name that cannot be'],
    standIns: '400 ValidationException',
    moto: '400 ResourceNotFoundException',
    right: 'stand-ins',
    why: 'The name has a pattern in the model of the service. moto looks for a bus of that name.',
    source: ENTRY,
  },
];
