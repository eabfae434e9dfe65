import type { DeadLetter } from '../../../functions/bridge/dead-letter.ts';
import type { FailedRecord } from '../pipeline/snapshot.ts';
import type { DemoStandIns } from './demo-stand-ins.ts';

/** The dead letters that lie in the queue, the oldest first. */
export function readDeadLetters({
  standIns,
  deadLetterQueueUrl,
}: Pick<DemoStandIns, 'deadLetterQueueUrl' | 'standIns'>): DeadLetter[] {
  return standIns.sqs.messages(deadLetterQueueUrl).map(({ body }) => JSON.parse(body));
}

export function failedRecord({ record: { topic, partition, offset }, error }: DeadLetter): FailedRecord {
  return { topic, partition, offset, ...error };
}
