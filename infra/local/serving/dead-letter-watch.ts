import { readLetter } from '../../../functions/redrive/letter.ts';
import { readDocument } from '../../../functions/redrive/read-document.ts';
import { DEAD_LETTER_BUCKET } from '../demo/resource-names.ts';
import type { RequestRecord } from '../request-log.ts';
import type { StandIns } from '../stand-ins.ts';
import type { ArrivedLetter } from './activity.ts';

const WRITES: ReadonlySet<string> = new Set(['sqs.SendMessage', 'sqs.SendMessageBatch', 's3.PutObject']);

/** Whether dead letters may have arrived with a request. */
export function mayBringDeadLetters({ service, operation }: RequestRecord): boolean {
  return WRITES.has(`${service}.${operation}`);
}

/** Tells which dead letters are new since it was last asked. */
export class DeadLetterWatch {
  readonly #standIns: StandIns;
  readonly #queueUrl: string;
  readonly #seen = new Set<string>();

  constructor(standIns: StandIns, queueUrl: string) {
    this.#standIns = standIns;
    this.#queueUrl = queueUrl;
  }

  arrived(): ArrivedLetter[] {
    return [...this.#inQueue(), ...this.#inBucket()]
      .filter(({ id }) => !this.#seen.has(id))
      .map(({ id, to, text }) => {
        this.#seen.add(id);
        return { to, letter: readLetter(text) };
      });
  }

  #inQueue() {
    const messages = this.#standIns.sqs.messages(this.#queueUrl);
    return (
      messages
        // A notice tells of a letter that the bucket shows.
        .filter(({ body }) => readDocument(body).kind !== 'object')
        .map(({ messageId, body }) => ({ id: messageId, to: 'queue' as const, text: body }))
    );
  }

  #inBucket() {
    const { s3 } = this.#standIns;
    return s3.keys(DEAD_LETTER_BUCKET).flatMap((key) => {
      const object = s3.object(DEAD_LETTER_BUCKET, key);
      if (object === undefined) return [];
      // A key comes again with every delivery of its record.
      const id = `${key} ${object.lastModifiedMs}`;
      return { id, to: 'bucket' as const, text: object.body.toString() };
    });
  }
}
