import { describe, expect, it, onTestFinished } from 'vitest';
import { type EmbeddedKafka, startEmbeddedKafka } from '../../infra/local/kafka/embedded-kafka.ts';
import { startStandIns } from '../../infra/local/stand-ins.ts';
import { DEMO_ENVIRONMENT } from '../../shared/demo/environment.ts';
import { DEMO_TOPICS } from '../../shared/demo/topics.ts';
import { ENVIRONMENT } from '../../shared/environment.ts';
import { deadLetterOf } from '../fixtures/dead-letter.ts';
import { kafkaEvent } from '../fixtures/kafka-event.ts';
import { configurationDocument } from '../fixtures/running-bridge.ts';
import {
  NOTIFICATION_SCHEMA,
  NOTIFICATION_SCHEMA_ID,
  TRANSACTION_SCHEMA,
  TRANSACTION_SCHEMA_ID,
  transactionFrame,
  transactionRecord,
} from '../fixtures/transactions.ts';
import { deployment, runtimeWith, surroundings, type Variables } from './deployed-runtime.ts';

/** The assets of the other functions under Lambda's runtime, as the template configures both. */

const deployed = deployment();

describe("redrive under Lambda's runtime", () => {
  it('sends dead letters, and answers with the messages that have to stay', async () => {
    const ofTheLetter = configurationDocument({ 'aws.eventbridge.connector.id': 'payments' });
    const { bridge, variables } = await surroundings(ofTheLetter);
    const runtime = await runtimeWith(deployed.redrive, variables);
    const letter = JSON.stringify(deadLetterOf({ topic: 'orders', offset: 7 }));

    const outcome = await runtime.invoke({ Records: [message('good', letter), message('bad', 'no letter')] });

    expect(outcome).toEqual({ kind: 'response', text: '{"batchItemFailures":[{"itemIdentifier":"bad"}]}' });
    expect(bridge.standIns.eventBridge.events()).toHaveLength(1);
    expect(runtime.refused).toEqual([]);
  });

  it('fails the invocation without a configuration', async () => {
    const { variables } = await surroundings();
    const runtime = await runtimeWith(deployed.redrive, {
      ...variables,
      [ENVIRONMENT.configurationParameter]: undefined,
    });

    expect(await runtime.invoke({ Records: [] })).toMatchObject({
      kind: 'error',
      errorType: 'ConfigurationError',
    });
  });
});

describe("the demo under Lambda's runtime", () => {
  it('produces transactions', async () => {
    const { kafka, variables } = await demoSurroundings();
    const runtime = await runtimeWith(deployed['demo-producer'], {
      ...variables,
      [DEMO_ENVIRONMENT.produceForMs]: '1',
    });

    expect(await runtime.invoke({ bootstrapServers: kafka.bootstrapServers })).toEqual({
      kind: 'response',
      text: '{"produced":1}',
    });
    expect(kafka.recordCount(DEMO_TOPICS.events)).toBe(1);
  });

  it('tells of suspicious transactions', async () => {
    const { kafka, variables } = await demoSurroundings();
    const runtime = await runtimeWith(deployed['demo-analyzer'], variables);
    const event = kafkaEvent(
      transactionRecord(transactionFrame({ total: '199.99' })),
      transactionRecord(transactionFrame({ total: '110.00' }), { offset: 1 }),
    );

    expect(await runtime.invoke({ ...event, bootstrapServers: kafka.bootstrapServers })).toEqual({
      kind: 'response',
      text: '{"batchItemFailures":[]}',
    });
    expect(kafka.recordCount(DEMO_TOPICS.notifications)).toBe(1);
  });

  it.each([
    ['demo-producer', DEMO_ENVIRONMENT.transactionSchemaVersionId],
    ['demo-analyzer', DEMO_ENVIRONMENT.notificationSchemaVersionId],
  ] as const)('does not start %s without the variable %s', async (name, variable) => {
    const { variables } = await demoSurroundings();
    const runtime = await runtimeWith(deployed[name], { ...variables, [variable]: undefined });

    expect(await runtime.invoke({})).toMatchObject({
      kind: 'init-error',
      errorType: 'Error',
      errorMessage: `Set the environment variable ${variable}.`,
    });
  });

  it.each(['demo-producer', 'demo-analyzer'] as const)(
    'fails an invocation of %s that names no brokers',
    async (name) => {
      const { variables } = await demoSurroundings();
      const runtime = await runtimeWith(deployed[name], variables);

      expect(await runtime.invoke({ records: {} })).toMatchObject({
        kind: 'error',
        errorType: 'Error',
        errorMessage: expect.stringContaining('Name the brokers as "bootstrapServers" in the event'),
      });
    },
  );
});

function message(messageId: string, body: string): object {
  return { messageId, receiptHandle: `${messageId}-handle`, body, eventSource: 'aws:sqs' };
}

async function demoSurroundings(): Promise<{ readonly kafka: EmbeddedKafka; readonly variables: Variables }> {
  const topics = Object.values(DEMO_TOPICS).map((name) => ({ name, partitions: 1 }));
  const [standIns, kafka] = await Promise.all([startStandIns(), startEmbeddedKafka({ topics })]);
  onTestFinished(async () => void (await Promise.all([standIns.close(), kafka.close()])));
  for (const [schemaName, versionId, definition] of [
    ['transaction', TRANSACTION_SCHEMA_ID, TRANSACTION_SCHEMA],
    ['notification', NOTIFICATION_SCHEMA_ID, NOTIFICATION_SCHEMA],
  ] as const) {
    standIns.glue.registerSchema({ schemaName, versionId, definition });
  }
  return {
    kafka,
    variables: {
      ...standIns.environment,
      [DEMO_ENVIRONMENT.kafkaSecurity]: 'plaintext',
      [DEMO_ENVIRONMENT.transactionSchemaVersionId]: TRANSACTION_SCHEMA_ID,
      [DEMO_ENVIRONMENT.notificationSchemaVersionId]: NOTIFICATION_SCHEMA_ID,
    },
  };
}
