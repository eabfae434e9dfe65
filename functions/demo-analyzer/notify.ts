import type avro from 'avsc';
import { writeGlueFrame } from '../../shared/demo/glue-frame.ts';
import type { OutgoingRecord } from '../../shared/demo/kafka-sender.ts';
import { DEMO_TOPICS } from '../../shared/demo/topics.ts';
import type { JudgedRecord, Suspicion } from './analyze.ts';
import { notificationKey } from './notification-key.ts';

/** The registered schema of notifications. */
export interface NotificationSchema {
  readonly schemaVersionId: string;
  readonly type: avro.Type;
}

/** One record for the topic of notifications per suspicious transaction, in order. */
export function notifications(judged: readonly JudgedRecord[], schema: NotificationSchema): OutgoingRecord[] {
  return judged.flatMap(({ record, verdict }) =>
    verdict.kind === 'suspicious'
      ? [
          {
            topic: DEMO_TOPICS.notifications,
            key: notificationKey(record),
            value: encode(verdict.suspicion, schema),
          },
        ]
      : [],
  );
}

/** The reference put the Kafka key where the user belongs; here it is the user of the transaction. */
function encode({ userId, total }: Suspicion, { schemaVersionId, type }: NotificationSchema): Buffer {
  const payload = type.toBuffer({
    source: 'transactionAnalyzer',
    eventType: 'suspiciousActivity',
    eventDetail: { userId, total: Number(total) },
  });
  return writeGlueFrame({ schemaVersionId, payload });
}
