import type { KnownDifference } from '../known-difference.ts';

const SEND_MESSAGE =
  'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html';

export const SQS_DIFFERENCES: readonly KnownDifference[] = [
  {
    questions: ['DeleteMessage, a receipt handle that is none'],
    standIns: '404 ReceiptHandleIsInvalid',
    moto: '400 ReceiptHandleIsInvalid',
    right: 'unsettled',
    why: 'The name is the same, and everyone goes by it; which status comes with it over the JSON protocol is not documented.',
    source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html',
  },
  {
    questions: ['SendMessage, an empty body'],
    standIns: '400 MissingParameter',
    moto: '{"hasId":true,"MD5OfMessageBody":"d41d8cd98f00b204e9800998ecf8427e"}',
    right: 'stand-ins',
    why: 'A message has at least one character. moto takes none; the bridge sends JSON objects.',
    source: SEND_MESSAGE,
  },
  {
    questions: ['SendMessage, a character that SQS does not take'],
    standIns: '400 InvalidMessageContents',
    moto: '{"hasId":true,"MD5OfMessageBody":"93b885adfe0da089cdf634904fd59f71"}',
    right: 'stand-ins',
    why: 'Control characters beside tab and line ends are refused. moto takes all; JSON escapes them.',
    source: SEND_MESSAGE,
  },
  {
    questions: ['SendMessage, U+FFFF'],
    standIns: '400 InvalidMessageContents',
    moto: '{"hasId":true,"MD5OfMessageBody":"b65c5532b01074a57a20703513148301"}',
    right: 'stand-ins',
    why: 'U+FFFE and U+FFFF are refused, and JSON leaves them as they are: the bridge escapes them. With moto it would not have to.',
    source: SEND_MESSAGE,
  },
  {
    questions: ['SendMessageBatch, one entry that cannot be'],
    standIns: '{"sent":["a"],"failed":[{"Id":"b","Code":"InvalidMessageContents","SenderFault":true}]}',
    moto: '{"sent":["a","b"],"failed":[]}',
    right: 'stand-ins',
    why: 'The same character in an entry fails that entry alone.',
    source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html',
  },
];
