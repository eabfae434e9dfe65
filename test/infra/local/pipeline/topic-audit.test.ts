import { describe, expect, it } from 'vitest';
import { isClean } from '../../../../infra/local/pipeline/pipeline-audit.ts';
import { TopicAudit } from '../../../../infra/local/pipeline/topic-audit.ts';
import type { KafkaEventRecord } from '../../../../shared/kafka-event.ts';
import { deadLetterOf } from '../../../fixtures/dead-letter.ts';
import { eventRecord } from '../../../fixtures/kafka-event.ts';

const FIRST = record(4);
const SECOND = record(5);
const THIRD = record(9);

function record(offset: number): KafkaEventRecord {
  return eventRecord({ topic: 'orders', partition: 0, offset });
}

function event({ topic, partition, offset }: KafkaEventRecord): string {
  return JSON.stringify({ topic, partition, offset });
}

/** An audit of three records that went to the function. */
function auditOfThree(): TopicAudit {
  const audit = new TopicAudit();
  for (const delivered of [FIRST, SECOND, THIRD]) audit.delivered(delivered);
  return audit;
}

function commit(audit: TopicAudit, nextOffset: number): void {
  audit.committed('orders', new Map([[0, nextOffset]]));
}

describe('the audit of a topic', () => {
  it('counts each committed record where it went', () => {
    const audit = auditOfThree();
    audit.accepted(event(FIRST));
    audit.gaveUp(SECOND);
    commit(audit, 10);
    audit.deadLettered(deadLetterOf(THIRD));

    expect(audit.result().bridge).toMatchObject({
      produced: 3,
      sent: 1,
      exhausted: 1,
      deadLettered: 1,
      waiting: 0,
      lost: [],
      duplicates: 0,
    });
  });

  it('finds a record lost that was committed and is nowhere', () => {
    const audit = auditOfThree();
    audit.accepted(event(FIRST));
    commit(audit, 6);

    expect(audit.result().bridge).toMatchObject({ sent: 1, waiting: 1, lost: ['orders-0@5'] });
    expect(isClean(audit.result())).toBe(false);
  });

  it('lets records wait in their topic that were not committed', () => {
    const audit = auditOfThree();

    expect(audit.result().bridge).toMatchObject({ produced: 3, waiting: 3, lost: [] });
    expect(isClean(audit.result())).toBe(true);
  });

  it('counts what is sent again, also when it was forgotten', () => {
    const audit = auditOfThree();
    for (const sent of [FIRST, FIRST, SECOND]) audit.accepted(event(sent));
    commit(audit, 6);
    audit.delivered(FIRST);
    audit.accepted(event(FIRST));

    expect(audit.result().bridge).toMatchObject({ produced: 3, sent: 2, duplicates: 2, waiting: 1 });
  });

  it('finds events of records that were never delivered', () => {
    const audit = auditOfThree();
    audit.accepted(event(record(10)));
    audit.accepted('{}');

    expect(audit.result().bridge.invented).toEqual(['orders-0@10', 'an event of no record']);
    expect(isClean(audit.result())).toBe(false);
  });

  it('finds a record again that somebody else committed before it was sent', () => {
    const audit = auditOfThree();
    commit(audit, 10);
    for (const sent of [FIRST, SECOND, THIRD]) audit.accepted(event(sent));

    expect(audit.result().bridge).toMatchObject({ sent: 3, lost: [], duplicates: 0 });
  });

  it('counts a dead letter whose batch was not committed any more', () => {
    const audit = auditOfThree();
    audit.deadLettered(deadLetterOf(FIRST));

    expect(audit.result().bridge).toMatchObject({ deadLettered: 1, waiting: 2, lost: [] });
  });
});
