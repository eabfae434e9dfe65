import { mskEvent, type ProducedRecord } from '../../../infra/local/demo/event-builder.ts';
import { encodeGlue } from '../../../infra/local/demo/frame-encoder.ts';
import { NOTIFICATION } from '../../../infra/local/demo/schemas.ts';
import { matchesEventPattern, parseEventPattern } from '../../../infra/local/event-pattern/event-pattern.ts';
import { Audit } from '../../../infra/local/mapping/audit.ts';
import { recordsOf } from '../../../infra/local/mapping/event-records.ts';
import type { KafkaEvent } from '../../../shared/kafka-event.ts';
import { configurationDocument } from '../../fixtures/running-bridge.ts';
import { takeMessages } from '../queue-messages.ts';
import { createRule, type MotoAccount } from './moto-account.ts';
import { auditProblems, type PipelineCheck } from './pipeline-check.ts';
import { takeEvents } from './received-events.ts';
import { RULES } from './rules.ts';
import { eventWithSchemaIds } from './schema-ids.ts';
import { startFunction } from './start-function.ts';

const NOTIFICATIONS = 100;
/** One in so many is what the rule of the demo waits for. */
const SUSPICIOUS_EVERY = 7;
const START_MS = 1_772_442_900_000;

/** Rules in moto against the project's own matcher: the queue of each has to get the events that it says. */
export const RULES_CHECK: PipelineCheck = {
  name: 'rules and their queues',
  run: async (account) => {
    const audit = new Audit();
    const queueUrls = new Map<string, string>();
    for (const rule of RULES) queueUrls.set(rule.name, await createRule(account.clients, rule));
    await send(account, 'glue-avro', eventWithSchemaIds(notifications(), account.schemaIds), audit);
    await send(account, 'json', orders(), audit);
    const bodies = (await takeEvents(account, audit)).map(({ body }) => body);
    const problems = [...auditProblems(audit.result())];
    const counts: string[] = [];
    for (const { name, pattern } of RULES) {
      const parsed = parseEventPattern(JSON.stringify(pattern));
      const expected = bodies.filter((body) => matchesEventPattern(parsed, body));
      const delivered = await takeMessages(account.clients.sqs, queueUrls.get(name) ?? '');
      counts.push(`${delivered.length} ${name}`);
      if (expected.length === 0) problems.push(`no event is for the rule ${name}`);
      if (idsIn(expected) !== idsIn(delivered)) {
        problems.push(`the rule ${name} got ${delivered.length} events; the matcher says ${expected.length}`);
      }
    }
    return { seen: `${bodies.length} events: ${counts.join(', ')}`, problems };
  },
};

async function send(account: MotoAccount, converter: string, event: KafkaEvent, audit: Audit): Promise<void> {
  for (const record of recordsOf(event)) audit.produced(record);
  const document = configurationDocument({ 'value.converter': converter });
  const parameter = await account.putConfiguration(`rules-${converter}`, document);
  const bridge = startFunction('bridge', account, { parameter });
  await bridge.invoke(event).finally(() => bridge.close());
}

function notifications(): KafkaEvent {
  return mskEvent(
    Array.from({ length: NOTIFICATIONS }, (_, offset) => {
      const eventType = offset % SUSPICIOUS_EVERY === 0 ? 'suspiciousActivity' : 'transactionReviewed';
      const eventDetail = { userId: `user-${offset}`, total: offset + 0.25 };
      const value = encodeGlue(NOTIFICATION, { source: 'transactionAnalyzer', eventType, eventDetail });
      return produced('notifications', offset, value);
    }),
  );
}

function orders(): KafkaEvent {
  const totals = [12, 100, 99.99, 100.01, 5_000, null];
  return mskEvent(
    totals.map((total, offset) =>
      produced('orders', offset, total === null ? null : JSON.stringify({ total })),
    ),
  );
}

function produced(topic: string, offset: number, value: ProducedRecord['value']): ProducedRecord {
  return { topic, offset, timestamp: START_MS + offset, key: `key-${offset}`, value };
}

/** The ids of events, in an order that does not depend on how they came. */
function idsIn(bodies: readonly string[]): string {
  return bodies
    .map((body): string => JSON.parse(body).id)
    .sort()
    .join();
}
