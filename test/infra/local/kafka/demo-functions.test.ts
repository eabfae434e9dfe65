import { afterEach, expect, test } from 'vitest';
import { registerDemoSchemas } from '../../../../infra/local/demo/registries.ts';
import { NOTIFICATION, TRANSACTION } from '../../../../infra/local/demo/schemas.ts';
import { type EmbeddedKafka, startEmbeddedKafka } from '../../../../infra/local/kafka/embedded-kafka.ts';
import { LocalFunction } from '../../../../infra/local/lambda/function-host.ts';
import { type StandIns, startStandIns } from '../../../../infra/local/stand-ins.ts';
import { DEMO_ENVIRONMENT } from '../../../../shared/demo/environment.ts';
import { DEMO_TOPICS } from '../../../../shared/demo/topics.ts';
import { limits, subscription } from './running-kafka.ts';

/** The artefacts that CDK deploys, over the wire. `npm test` builds them. */

const ENVIRONMENT = {
  [DEMO_ENVIRONMENT.kafkaSecurity]: 'plaintext',
  [DEMO_ENVIRONMENT.transactionSchema]: TRANSACTION.definition,
  [DEMO_ENVIRONMENT.transactionSchemaVersionId]: TRANSACTION.schemaVersionId,
  [DEMO_ENVIRONMENT.notificationSchemaVersionId]: NOTIFICATION.schemaVersionId,
  [DEMO_ENVIRONMENT.produceForMs]: '400',
  [DEMO_ENVIRONMENT.produceIntervalMs]: '1',
};

let standIns: StandIns;
let kafka: EmbeddedKafka;
const functions: LocalFunction[] = [];

async function start(): Promise<void> {
  standIns = await startStandIns();
  registerDemoSchemas(standIns);
  kafka = await startEmbeddedKafka({
    topics: Object.values(DEMO_TOPICS).map((name) => ({ name, partitions: 3 })),
  });
}

function built(name: string): LocalFunction {
  const fn = new LocalFunction({
    artefact: `dist/${name}/index.mjs`,
    name,
    environment: { ...standIns.environment, ...ENVIRONMENT },
    timeoutMs: 30_000,
  });
  functions.push(fn);
  return fn;
}

afterEach(async () => {
  await Promise.all(functions.splice(0).map((fn) => fn.close()));
  await kafka.close();
  await standIns.close();
});

test('The demo’s producer writes transactions, and its analyzer reads them and writes notifications', async () => {
  await start();
  const events = await kafka.source.join(subscription({ topic: DEMO_TOPICS.events }));

  const { bootstrapServers } = kafka;
  const answer = await built('demo-producer').invoke({ bootstrapServers });

  const transactions = await events.read(limits({ maxRecords: 10_000 }));
  expect(transactions.length).toBeGreaterThan(0);
  expect(answer).toEqual({ produced: transactions.length });

  const records = Object.groupBy(transactions, ({ topic, partition }) => `${topic}-${partition}`);
  const analyzed = await built('demo-analyzer').invoke({ ...kafka.source.eventMembers, records });

  expect(analyzed).toEqual({ batchItemFailures: [] });
  const notifications = kafka.recordCount(DEMO_TOPICS.notifications);
  expect(notifications).toBeGreaterThan(0);
  expect(notifications).toBeLessThanOrEqual(transactions.length);
});

test('The demo’s producer writes nothing twice when answers are lost', async () => {
  await start();
  kafka.injectFault('reset-after');

  const answer = await built('demo-producer').invoke({ bootstrapServers: kafka.bootstrapServers });

  expect(answer).toEqual({ produced: kafka.recordCount(DEMO_TOPICS.events) });
});
