import { createHash } from 'node:crypto';
import { jsonAnswer } from './json-answer.ts';

interface SentMessage {
  readonly Id: string;
  readonly MessageBody: string;
}

const MESSAGE_ID = '5fea7756-0ea4-451a-a703-a558b933e274';

/** The messages of a SendMessageBatch request, and the answer that takes them all: its client compares the digests. */
export function takeMessages(body: Buffer): { readonly messages: number; readonly answer: Buffer } {
  const { Entries: sent }: { readonly Entries: readonly SentMessage[] } = JSON.parse(body.toString());
  const successful = sent.map(({ Id, MessageBody }) => ({
    Id,
    MessageId: MESSAGE_ID,
    MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
  }));
  return { messages: sent.length, answer: jsonAnswer({ Successful: successful, Failed: [] }) };
}
