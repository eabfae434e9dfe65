import type { Audit } from '../../infra/local/mapping/audit.ts';
import { payloadChecksum } from '../../infra/local/mapping/audit.ts';
import { recordsOf } from '../../infra/local/mapping/event-records.ts';
import type { StandIns } from '../../infra/local/stand-ins.ts';
import { DEAD_LETTER_BUCKET, FAILURE_BUCKET, type Surroundings } from './surroundings.ts';

/** The parts of a dead letter that the audit looks at. A notice names the object with the whole letter instead. */
export interface WrittenLetter {
  readonly object?: { readonly bucket: string; readonly key: string };
  readonly error: { readonly code: string };
  readonly record: {
    readonly topic: string;
    readonly partition: number;
    readonly offset: number;
    readonly key: string | null;
    readonly value: string | null;
  };
}

/**
 * Enters what lies in the dead-letter queue and bucket, and in the failure destination of the mapping.
 *
 * @returns notices in the queue whose object is not in the bucket.
 */
export function enterLetters(audit: Audit, { standIns, deadLetterQueueUrl }: Surroundings): string[] {
  for (const key of standIns.s3.keys(DEAD_LETTER_BUCKET)) {
    enterLetter(audit, JSON.parse(objectText(standIns, DEAD_LETTER_BUCKET, key)));
  }
  const dangling: string[] = [];
  for (const { body } of standIns.sqs.messages(deadLetterQueueUrl)) {
    const letter: WrittenLetter = JSON.parse(body);
    if (letter.object === undefined) enterLetter(audit, letter);
    else if (standIns.s3.object(letter.object.bucket, letter.object.key) === undefined) {
      dangling.push(letter.object.key);
    }
  }
  enterExhausted(audit, standIns);
  return dangling;
}

function enterLetter(audit: Audit, { error: { code }, record }: WrittenLetter): void {
  audit.deadLettered({ record, code, payloadChecksum: payloadChecksum(record.key, record.value) });
}

function enterExhausted(audit: Audit, standIns: StandIns): void {
  for (const key of standIns.s3.keys(FAILURE_BUCKET)) {
    const { payload } = JSON.parse(objectText(standIns, FAILURE_BUCKET, key));
    for (const record of recordsOf(JSON.parse(payload))) audit.exhausted(record);
  }
}

function objectText(standIns: StandIns, bucket: string, key: string): string {
  return standIns.s3.object(bucket, key)?.body.toString('utf8') ?? '';
}
