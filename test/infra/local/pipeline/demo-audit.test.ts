import { describe, expect, it } from 'vitest';
import { notificationKey } from '../../../../functions/demo-analyzer/notification-key.ts';
import { encodeGlue } from '../../../../infra/local/demo/frame-encoder.ts';
import { TRANSACTION } from '../../../../infra/local/demo/schemas.ts';
import { DemoAudit } from '../../../../infra/local/pipeline/demo-audit.ts';
import { isClean } from '../../../../infra/local/pipeline/pipeline-audit.ts';
import type { KafkaEventRecord } from '../../../../shared/kafka-event.ts';
import { deadLetterOf } from '../../../fixtures/dead-letter.ts';
import { base64, eventRecord } from '../../../fixtures/kafka-event.ts';

function transaction(offset: number, total: string): KafkaEventRecord {
  const value = {
    creditCard: '0000-0000-0000-1234',
    firstName: 'Ada',
    id: '5e9d7c1b-0000-4000-8000-000000000001',
    lastName: 'Novak',
    streetAddress: '12 Canal Street',
    total,
    userId: '4711471147',
  };
  return eventRecord({ topic: 'events', offset, value: base64(encodeGlue(TRANSACTION, value)) });
}

/** The notification about a transaction. */
function notification(offset: number, about: KafkaEventRecord): KafkaEventRecord {
  return eventRecord({ topic: 'notifications', offset, key: base64(Buffer.from(notificationKey(about))) });
}

/** The detail that the bridge has to make of a notification. */
function event({ topic, partition, offset, timestamp, key }: KafkaEventRecord, total = '195.01'): string {
  const keyText = Buffer.from(key ?? '', 'base64').toString();
  return `{"topic":"${topic}","partition":${partition},"offset":${offset},"timestamp":${timestamp},"timestampType":"CreateTime","headers":[],"key":"${keyText}","value":{"source":"transactionAnalyzer","eventType":"suspiciousActivity","eventDetail":{"userId":"4711471147","total":${total}}}}`;
}

const SUSPICIOUS = transaction(1, '195.01');
const ALSO_SUSPICIOUS = transaction(2, '200.00');
const ORDINARY = transaction(3, '195.00');

describe('the audit of the pipeline', () => {
  it('finds nothing lost when each suspicious transaction became an event', () => {
    const audit = new DemoAudit({ isRefusing: false });
    for (const record of [SUSPICIOUS, ALSO_SUSPICIOUS, ORDINARY]) audit.transaction(record);
    const notifications = [notification(0, SUSPICIOUS), notification(1, ALSO_SUSPICIOUS)];
    for (const record of notifications) audit.notification(record);
    audit.accepted(event(notification(0, SUSPICIOUS)));
    audit.accepted(event(notification(1, ALSO_SUSPICIOUS), '200.0'));

    const result = audit.result();

    expect(result.analyzer).toEqual({
      transactions: 3,
      suspicious: 2,
      notified: 2,
      exhausted: 0,
      lost: [],
      invented: [],
      duplicates: 0,
    });
    expect(result.bridge).toMatchObject({ produced: 2, sent: 2, lost: [], invented: [], duplicates: 0 });
    expect(isClean(result)).toBe(true);
  });

  it('finds a transaction that nobody was notified of', () => {
    const audit = new DemoAudit({ isRefusing: false });
    audit.transaction(SUSPICIOUS);

    expect(audit.result().analyzer).toMatchObject({ lost: ['events-0@1'], notified: 0 });
    expect(isClean(audit.result())).toBe(false);
  });

  it('finds a notification that is not on the bus', () => {
    const audit = new DemoAudit({ isRefusing: false });
    audit.transaction(SUSPICIOUS);
    audit.notification(notification(0, SUSPICIOUS));

    expect(audit.result().bridge).toMatchObject({ lost: ['notifications-0@0'] });
    expect(isClean(audit.result())).toBe(false);
  });

  it('finds a notification about nothing, and an event of nothing', () => {
    const audit = new DemoAudit({ isRefusing: false });
    audit.transaction(ORDINARY);
    const about = notification(0, ORDINARY);
    audit.notification(about);
    audit.accepted(event(about));
    audit.accepted(event(notification(9, ORDINARY)));

    const result = audit.result();

    expect(result.analyzer?.invented).toEqual(['notifications-0@0']);
    expect(result.bridge.invented).toEqual(['notifications-0@9']);
    expect(isClean(result)).toBe(false);
  });

  it('counts what was delivered twice', () => {
    const audit = new DemoAudit({ isRefusing: false });
    audit.transaction(SUSPICIOUS);
    for (const offset of [0, 1]) audit.notification(notification(offset, SUSPICIOUS));
    for (const offset of [0, 0, 1]) audit.accepted(event(notification(offset, SUSPICIOUS)));

    const result = audit.result();

    expect(result.analyzer).toMatchObject({ notified: 1, duplicates: 1 });
    expect(result.bridge).toMatchObject({ sent: 2, duplicates: 1 });
    expect(isClean(result)).toBe(true);
  });

  it('knows what lies at the failure destinations', () => {
    const audit = new DemoAudit({ isRefusing: false });
    audit.transaction(SUSPICIOUS);
    audit.analyzerGaveUp(SUSPICIOUS);
    audit.analyzerGaveUp(ORDINARY);
    audit.transaction(ALSO_SUSPICIOUS);
    const record = notification(7, ALSO_SUSPICIOUS);
    audit.notification(record);
    audit.bridgeGaveUp(record);

    const result = audit.result();

    expect(result.analyzer).toMatchObject({ exhausted: 1, lost: [] });
    expect(result.bridge).toMatchObject({ exhausted: 1, lost: [] });
    expect(isClean(result)).toBe(true);
  });

  it('finds an event that does not say what the transaction said', () => {
    const audit = new DemoAudit({ isRefusing: false });
    audit.transaction(SUSPICIOUS);
    audit.notification(notification(0, SUSPICIOUS));
    audit.accepted(event(notification(0, SUSPICIOUS), '195.02'));

    expect(audit.result().bridge).toMatchObject({ sent: 1, altered: ['notifications-0@0'] });
    expect(isClean(audit.result())).toBe(false);
  });

  it.each([
    { isRefusing: false, isExpectedClean: false },
    { isRefusing: true, isExpectedClean: true },
  ])('takes a good record among the dead letters for clean: $isExpectedClean', (options) => {
    const audit = new DemoAudit(options);
    audit.transaction(SUSPICIOUS);
    const record = notification(0, SUSPICIOUS);
    audit.notification(record);
    audit.deadLettered(deadLetterOf(record));

    expect(audit.result().bridge).toMatchObject({ deadLettered: 1, lost: [] });
    expect(isClean(audit.result())).toBe(options.isExpectedClean);
  });
});
