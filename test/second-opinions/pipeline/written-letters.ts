import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { type Audit, payloadChecksum } from '../../../infra/local/mapping/audit.ts';
import type { WrittenLetter } from '../../soak/written-letters.ts';
import { takeMessages } from '../queue-messages.ts';
import { LETTER_BUCKET, type MotoAccount } from './moto-account.ts';

export interface LetterCounts {
  readonly inQueue: number;
  readonly inBucket: number;
}

/** Takes the dead letters out of queue and bucket, and enters each in the audit, once. */
export async function takeLetters(account: MotoAccount, audit: Audit): Promise<LetterCounts> {
  const { clients, deadLetterQueueUrl } = account;
  const letters: readonly WrittenLetter[] = (await takeMessages(clients.sqs, deadLetterQueueUrl)).map(
    (body) => JSON.parse(body),
  );
  const counts = { inQueue: 0, inBucket: 0 };
  for (const letter of letters) {
    if (letter.object === undefined) counts.inQueue++;
    else counts.inBucket++;
    const { error, record } =
      letter.object === undefined ? letter : await takeObject(account, letter.object.key);
    audit.deadLettered({
      record,
      code: error.code,
      payloadChecksum: payloadChecksum(record.key, record.value),
    });
  }
  return counts;
}

async function takeObject({ clients: { s3 } }: MotoAccount, Key: string): Promise<WrittenLetter> {
  const place = { Bucket: LETTER_BUCKET, Key };
  const { Body } = await s3.send(new GetObjectCommand(place));
  const letter: WrittenLetter = JSON.parse((await Body?.transformToString()) ?? '');
  await s3.send(new DeleteObjectCommand(place));
  return letter;
}

/** Objects of a bucket; a check leaves none behind. */
export async function countObjects({ clients: { s3 } }: MotoAccount, Bucket: string): Promise<number> {
  return (await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount ?? 0;
}
