import { crc32 } from 'node:zlib';
import avro from 'avsc';
import type { DeadLetter } from '../../../functions/bridge/dead-letter.ts';
import { notificationKey } from '../../../functions/demo-analyzer/notification-key.ts';
import { readGlueFrame } from '../../../shared/demo/glue-frame.ts';
import { SUSPICIOUS_ABOVE } from '../../../shared/demo/threshold.ts';
import type { KafkaEventRecord } from '../../../shared/kafka-event.ts';
import { TRANSACTION } from '../demo/schemas.ts';
import { Audit, payloadChecksum } from '../mapping/audit.ts';
import { recordName } from '../mapping/record-book.ts';
import type { AnalyzerAuditResult, PipelineAudit, PipelineAuditResult } from './pipeline-audit.ts';

/** A transaction that somebody has to be notified of. */
interface Suspicion {
  readonly name: string;
  readonly userId: string;
  readonly total: string;
  notifications: number;
  isExhausted: boolean;
}

export interface DemoAuditOptions {
  /** The services refuse events that nothing is wrong with, so that these may be dead-lettered. */
  readonly isRefusing: boolean;
}

/**
 * Follows each transaction to the notification about it and to the event that has to become of that, byte for byte.
 *
 * What an event has to say is worked out from the transaction, not from what the bridge was given.
 */
export class DemoAudit implements PipelineAudit {
  readonly #isRefusing: boolean;
  readonly #bridge = new Audit();
  readonly #type = avro.Type.forSchema(JSON.parse(TRANSACTION.definition));
  #transactions = 0;
  /** Suspicious transactions by the key that their notification has, and how many of these there are. */
  readonly #suspicious = new Map<string, Suspicion>();
  readonly #invented: string[] = [];

  constructor({ isRefusing }: DemoAuditOptions) {
    this.#isRefusing = isRefusing;
  }

  /** A transaction stands in its topic. */
  transaction(record: KafkaEventRecord): void {
    this.#transactions++;
    const frame = readGlueFrame(Buffer.from(record.value ?? '', 'base64'));
    const { total, userId } = this.#type.fromBuffer(Buffer.from(frame?.payload ?? []));
    if (Number(total) <= Number(SUSPICIOUS_ABOVE)) return;
    const name = recordName(record);
    this.#suspicious.set(notificationKey(record), {
      name,
      userId,
      total,
      notifications: 0,
      isExhausted: false,
    });
  }

  /** A notification of the demo's analyzer stands in the topic that is bridged. */
  notification(record: KafkaEventRecord): void {
    const key = Buffer.from(record.key ?? '', 'base64').toString();
    const suspicious = this.#suspicious.get(key);
    if (suspicious === undefined) {
      this.#invented.push(recordName(record));
      this.#bridge.produced(record);
      return;
    }
    suspicious.notifications++;
    this.#bridge.produced(record, {
      kind: 'event',
      detailChecksum: crc32(detailOf(record, key, suspicious)),
      payloadChecksum: payloadChecksum(record.key ?? null, record.value ?? null),
    });
  }

  /** The bus accepted an event. */
  accepted(detail: string): void {
    this.#bridge.accepted(detail);
  }

  deadLettered({ record, error: { code } }: DeadLetter): void {
    this.#bridge.deadLettered({ record, code, payloadChecksum: payloadChecksum(record.key, record.value) });
  }

  /** The failure destination of the bridge has a record. */
  bridgeGaveUp(record: KafkaEventRecord): void {
    this.#bridge.exhausted(record);
  }

  /** The failure destination of the analyzer has a transaction. */
  analyzerGaveUp(record: KafkaEventRecord): void {
    const suspicious = this.#suspicious.get(notificationKey(record));
    if (suspicious !== undefined) suspicious.isExhausted = true;
  }

  result(): PipelineAuditResult {
    const bridge = this.#bridge.result();
    return {
      bridge: { ...bridge, waiting: 0, condemned: this.#isRefusing ? [] : bridge.condemned },
      analyzer: this.#analyzerResult(),
    };
  }

  #analyzerResult(): AnalyzerAuditResult {
    const all = [...this.#suspicious.values()];
    const notified = all.filter(({ notifications }) => notifications > 0);
    const silent = all.filter(({ notifications }) => notifications === 0);
    return {
      transactions: this.#transactions,
      suspicious: all.length,
      notified: notified.length,
      exhausted: silent.filter(({ isExhausted }) => isExhausted).length,
      lost: silent.filter(({ isExhausted }) => !isExhausted).map(({ name }) => name),
      invented: this.#invented,
      duplicates: notified.reduce((sum, { notifications }) => sum + notifications - 1, 0),
    };
  }
}

/** The detail of the event about a notification, in the connector's envelope. */
function detailOf(
  { topic, partition, offset, timestamp }: KafkaEventRecord,
  key: string,
  { userId, total }: Suspicion,
): string {
  const members = JSON.stringify({
    topic,
    partition,
    offset,
    timestamp,
    timestampType: 'CreateTime',
    headers: [],
    key,
  });
  const value = `{"source":"transactionAnalyzer","eventType":"suspiciousActivity","eventDetail":{"userId":${JSON.stringify(userId)},"total":${doubleText(Number(total))}}}`;
  return `${members.slice(0, -1)},"value":${value}}`;
}

/** As Java prints a double of the size of a price. */
function doubleText(price: number): string {
  return Number.isInteger(price) ? `${price}.0` : String(price);
}
