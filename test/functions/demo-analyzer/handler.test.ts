import { GetSchemaVersionCommand, GlueClient } from '@aws-sdk/client-glue';
import { Producer } from '@platformatic/kafka';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { notificationKey } from '../../../functions/demo-analyzer/notification-key.ts';
import { readGlueFrame } from '../../../shared/demo/glue-frame.ts';
import { serviceError } from '../../fixtures/event-bus.ts';
import { kafkaEvent } from '../../fixtures/kafka-event.ts';
import { captureOutput } from '../../fixtures/output.ts';
import {
  NOTIFICATION_SCHEMA,
  NOTIFICATION_SCHEMA_ID,
  NOTIFICATION_TYPE,
  TRANSACTION_SCHEMA,
  TRANSACTION_SCHEMA_ID,
  transactionFrame,
  transactionRecord,
} from '../../fixtures/transactions.ts';

const MARKER = 'MARKER-OF-THE-PAYLOAD';
const CONTEXT = {
  awsRequestId: 'request-1',
  functionName: 'analyzer',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:analyzer',
  memoryLimitInMB: '512',
};

const glue = mockClient(GlueClient);

/** The handler of a fresh execution environment. */
async function coldStart() {
  vi.resetModules();
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('DEMO_KAFKA_SECURITY', 'plaintext');
  vi.stubEnv('DEMO_NOTIFICATION_SCHEMA_VERSION_ID', NOTIFICATION_SCHEMA_ID);
  const { handler } = await import('../../../functions/demo-analyzer/handler.ts');
  return (event: unknown) => handler(event, CONTEXT);
}

/** Brokers that take everything. */
function answerSends() {
  return vi.spyOn(Producer.prototype, 'send').mockResolvedValue({});
}

describe('the handler of the analyzer', () => {
  let output: ReturnType<typeof captureOutput>;
  let send: ReturnType<typeof answerSends>;

  beforeEach(() => {
    output = captureOutput();
    send = answerSends();
    glue.reset();
    glue
      .on(GetSchemaVersionCommand)
      .rejects(serviceError('EntityNotFoundException'))
      .on(GetSchemaVersionCommand, { SchemaVersionId: TRANSACTION_SCHEMA_ID })
      .resolves({ DataFormat: 'AVRO', SchemaDefinition: TRANSACTION_SCHEMA })
      .on(GetSchemaVersionCommand, { SchemaVersionId: NOTIFICATION_SCHEMA_ID })
      .resolves({ DataFormat: 'AVRO', SchemaDefinition: NOTIFICATION_SCHEMA });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it('sends a framed notification about the user of the transaction, keyed by the coordinates of the record', async () => {
    const handler = await coldStart();
    const coordinates = { topic: 'events', partition: 2, offset: 7 };

    const answer = await handler(
      kafkaEvent(
        transactionRecord(transactionFrame({ total: '197.86', userId: 'u-1' }), {
          ...coordinates,
          key: 'YQ==',
        }),
        transactionRecord(transactionFrame({ total: '195.00' })),
      ),
    );

    expect(answer).toEqual({ batchItemFailures: [] });
    const [message, ...others] = send.mock.calls.flatMap(([{ messages }]) => messages);
    expect(others).toEqual([]);
    expect(message).toMatchObject({ topic: 'notifications', key: notificationKey(coordinates) });
    const frame = message?.value === undefined ? undefined : readGlueFrame(message.value);
    expect(frame?.schemaVersionId).toBe(NOTIFICATION_SCHEMA_ID);
    expect(NOTIFICATION_TYPE.toString(NOTIFICATION_TYPE.fromBuffer(frame?.payload ?? Buffer.alloc(0)))).toBe(
      '{"source":"transactionAnalyzer","eventType":"suspiciousActivity","eventDetail":{"userId":"u-1","total":197.86}}',
    );
  });

  it('asks the registry once per schema version, however many batches come', async () => {
    const handler = await coldStart();

    for (let batch = 0; batch < 3; batch++)
      await handler(kafkaEvent(transactionRecord(), transactionRecord()));

    expect(glue.commandCalls(GetSchemaVersionCommand)).toHaveLength(2);
  });

  it('skips what it cannot use: counted, named by coordinates, and nothing of its contents', async () => {
    const handler = await coldStart();

    await handler(
      kafkaEvent(
        transactionRecord(transactionFrame({ total: MARKER }), { offset: 5 }),
        transactionRecord(Buffer.from(MARKER), { offset: 6 }),
      ),
    );

    const lines = output.lines().map((line): Record<string, unknown> => JSON.parse(line));
    expect(lines.filter(({ message }) => message === 'Record skipped.')).toMatchObject([
      { level: 'WARN', reason: 'TOTAL_MALFORMED', topic: 'events', partition: 0, offset: 5 },
      { level: 'WARN', reason: 'FRAME_INVALID', topic: 'events', partition: 0, offset: 6 },
    ]);
    expect(lines.at(-1)).toMatchObject({
      RecordsAnalyzed: 2,
      NotificationsSent: 0,
      TransactionsMalformed: 1,
      RecordsUndecodable: 1,
    });
    expect(output.text()).not.toContain(MARKER);
    expect(send).not.toHaveBeenCalled();
  });

  it('fails the batch when a notification cannot be sent, and counts none', async () => {
    const handler = await coldStart();
    send.mockRejectedValue(new Error('no broker'));

    await expect(
      handler(kafkaEvent(transactionRecord(transactionFrame({ total: '199.00' })))),
    ).rejects.toThrow('no broker');
    expect(output.text()).not.toContain('NotificationsSent');
  });

  it('fails the batch when the registry is throttled', async () => {
    const handler = await coldStart();
    glue.reset();
    glue.on(GetSchemaVersionCommand).rejects(serviceError('ThrottlingException'));

    await expect(handler(kafkaEvent(transactionRecord()))).rejects.toThrow();
  });

  it('says what to register when its own schema is missing', async () => {
    const handler = await coldStart();
    glue.reset();
    glue.on(GetSchemaVersionCommand).rejects(serviceError('EntityNotFoundException'));

    await expect(handler(kafkaEvent())).rejects.toThrow(
      `The registry has no Avro schema version ${NOTIFICATION_SCHEMA_ID}. Register the notification schema, and set DEMO_NOTIFICATION_SCHEMA_VERSION_ID to its version.`,
    );
  });
});
