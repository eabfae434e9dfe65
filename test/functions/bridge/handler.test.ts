import { SendMessageBatchCommand, type SendMessageBatchCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KafkaBatchResponse } from '../../../shared/kafka-event.ts';
import {
  type AwsEndpoint,
  startAwsEndpoint,
  type WireAnswer,
  type WireRequest,
} from '../../fixtures/aws-endpoint.ts';
import { useAwsSettings } from '../../fixtures/aws-settings.ts';
import { configurationText } from '../../fixtures/configuration.ts';
import { avroString, glueFrame } from '../../fixtures/glue-frame.ts';
import { base64, eventRecord, kafkaEvent, partitionOf } from '../../fixtures/kafka-event.ts';
import { captureOutput } from '../../fixtures/output.ts';

const MARKER = 'MARKER-OF-THE-PAYLOAD';
const QUEUE_URL = 'https://sqs.eu-west-1.amazonaws.com/123456789012/dead-letters';

const sqs = mockClient(SQSClient);

/** The part of Lambda's context that handler and middleware ask for. */
const CONTEXT = {
  awsRequestId: 'request-1',
  functionName: 'bridge',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:bridge',
  memoryLimitInMB: '512',
  getRemainingTimeInMillis: () => 30_000,
};

type Handler = (event: unknown, context: typeof CONTEXT) => Promise<KafkaBatchResponse>;

/** The document in the parameter. */
let configuration = '';

/** The handler of a fresh execution environment with these variables. */
async function coldStart(environment: Readonly<Record<string, string>> = {}): Promise<Handler> {
  vi.resetModules();
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('BRIDGE_CONFIG_PARAMETER', '/bridge/configuration');
  vi.stubEnv('BRIDGE_REPORT_BATCH_ITEM_FAILURES', 'true');
  vi.stubEnv('BRIDGE_DEAD_LETTER_QUEUE_URL', QUEUE_URL);
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const { handler } = await import('../../../functions/bridge/handler.ts');
  return handler;
}

function configure(properties: Readonly<Record<string, unknown>> = {}): void {
  configuration = configurationText(properties);
}

/** The entries of each PutEvents request, as they came over the wire. */
function sentEntries({ requests }: AwsEndpoint): Record<string, string>[][] {
  return requests
    .filter(({ target }) => target === 'AWSEvents.PutEvents')
    .map(({ body }) => JSON.parse(body.toString()).Entries);
}

/** Takes every entry. */
function takenAnswer({ body }: WireRequest): WireAnswer {
  const { Entries = [] } = JSON.parse(body.toString());
  return { body: { FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: 'e-1' })) } };
}

/** The log lines and metric documents. */
function written(output: ReturnType<typeof captureOutput>): Record<string, unknown>[] {
  return output.lines().map((line) => JSON.parse(line));
}

describe('handler', () => {
  let output: ReturnType<typeof captureOutput>;
  let eventBridge: AwsEndpoint;
  let parameterStore: AwsEndpoint;
  let glue: AwsEndpoint;
  let schema: object;
  let answer: (request: WireRequest) => WireAnswer;

  beforeEach(async () => {
    sqs.reset();
    configure();
    answer = takenAnswer;
    eventBridge = await startAwsEndpoint((request) => answer(request));
    parameterStore = await startAwsEndpoint(() => ({ body: { Parameter: { Value: configuration } } }));
    glue = await startAwsEndpoint(() => ({ body: schema }));
    useAwsSettings({
      AWS_ENDPOINT_URL_EVENTBRIDGE: eventBridge.url,
      AWS_ENDPOINT_URL_SSM: parameterStore.url,
      AWS_ENDPOINT_URL_GLUE: glue.url,
    });
    sqs.on(SendMessageBatchCommand).callsFake(({ Entries = [] }: SendMessageBatchCommandInput) => ({
      Successful: Entries.map(({ Id }) => ({ Id })),
    }));
    output = captureOutput();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    await Promise.all([eventBridge, parameterStore, glue].map((endpoint) => endpoint.close()));
  });

  it('answers a batch that was sent with no failures', async () => {
    const handler = await coldStart();

    expect(await handler(kafkaEvent(...partitionOf(12)), CONTEXT)).toEqual({ batchItemFailures: [] });
    expect(sentEntries(eventBridge)).toHaveLength(2);
  });

  it('takes two parameters, because Lambda on Node 24 refuses a handler with three', async () => {
    expect((await coldStart()).length).toBeLessThanOrEqual(2);
  });

  it('reports the records that EventBridge did not take', async () => {
    answer = () => ({ status: 400, body: { __type: 'AccessDeniedException' } });
    const handler = await coldStart();

    expect(await handler(kafkaEvent(...partitionOf(2)), CONTEXT)).toEqual({
      batchItemFailures: [
        { itemIdentifier: { partition: 'orders-0', offset: 0 } },
        { itemIdentifier: { partition: 'orders-0', offset: 1 } },
      ],
    });
  });

  it.each(['', 'false', 'TRUE'])(
    'fails the invocation instead when BRIDGE_REPORT_BATCH_ITEM_FAILURES is %j',
    async (value) => {
      answer = () => ({ status: 400, body: { __type: 'AccessDeniedException' } });
      const handler = await coldStart({ BRIDGE_REPORT_BATCH_ITEM_FAILURES: value });

      await expect(handler(kafkaEvent(...partitionOf(2)), CONTEXT)).rejects.toMatchObject({
        code: 'BATCH_FAILED',
      });
      expect(written(output)).toContainEqual(expect.objectContaining({ RecordsToRetry: 2 }));
    },
  );

  it('dead-letters a poison record to the queue and counts the batch as processed', async () => {
    const handler = await coldStart();

    const response = await handler(
      kafkaEvent(eventRecord({ offset: 0 }), eventRecord({ offset: 1, value: base64('{"a":') })),
      CONTEXT,
    );

    expect(response).toEqual({ batchItemFailures: [] });
    const [call] = sqs.commandCalls(SendMessageBatchCommand);
    expect(call?.args[0].input).toMatchObject({
      QueueUrl: QUEUE_URL,
      Entries: [{ MessageBody: expect.stringContaining('"code":"PAYLOAD_INVALID"') }],
    });
  });

  it('reads Avro keys and values with one call for the schema they share', async () => {
    // Prepare
    configure({ 'key.converter': 'glue-avro', 'value.converter': 'glue-avro' });
    schema = { DataFormat: 'AVRO', SchemaDefinition: '"string"' };
    const handler = await coldStart();
    const frame = base64(glueFrame(avroString('hello')));

    // Act
    await handler(kafkaEvent(eventRecord({ key: frame, value: frame })), CONTEXT);
    await handler(kafkaEvent(eventRecord({ key: frame, value: frame })), CONTEXT);

    // Assess
    expect(glue.requests).toHaveLength(1);
    expect(sentEntries(eventBridge)[0]?.[0]?.Detail).toMatch(/"key":"hello","value":"hello"}$/);
  });

  it('reads the configuration before the first batch, and not again for it', async () => {
    const handler = await coldStart();
    const requestsBefore = parameterStore.requests.length;

    await handler(kafkaEvent(...partitionOf(1)), CONTEXT);

    expect([requestsBefore, parameterStore.requests.length]).toEqual([1, 1]);
  });

  it('starts without a configuration, and looks for it again with the first batch', async () => {
    configuration = '';
    const handler = await coldStart();
    configure();

    expect(await handler(kafkaEvent(...partitionOf(1)), CONTEXT)).toEqual({ batchItemFailures: [] });
    expect(parameterStore.requests).toHaveLength(2);
    expect(written(output)).toContainEqual(expect.objectContaining({ ConfigurationRefused: 0 }));
    expect(written(output)).not.toContainEqual(expect.objectContaining({ level: 'ERROR' }));
  });

  it('fails the batch at cold start when the configuration is bad, with every mistake', async () => {
    configure({ 'aws.eventbridge.region': 'Ireland', 'value.converter': 'xml' });
    const handler = await coldStart();

    await expect(handler(kafkaEvent(...partitionOf(1)), CONTEXT)).rejects.toMatchObject({
      code: 'CONFIGURATION_INVALID',
      message: expect.stringMatching(/aws\.eventbridge\.region is "Ireland"[\s\S]*value\.converter is "xml"/),
    });
    expect(eventBridge.requests).toEqual([]);
    expect(written(output)).toContainEqual(expect.objectContaining({ ConfigurationRefused: 1 }));
    expect(written(output)).toContainEqual(
      expect.objectContaining({ level: 'ERROR', message: expect.stringContaining('no configuration') }),
    );
  });

  it('goes on with the last good configuration, and says so in log and metrics', async () => {
    // Prepare
    vi.useFakeTimers({ toFake: ['Date'] });
    const handler = await coldStart();
    await handler(kafkaEvent(...partitionOf(1)), CONTEXT);
    configure({ 'aws.eventbridge.retries.max': 'many' });
    vi.setSystemTime(Date.now() + 61_000);

    // Act
    const response = await handler(kafkaEvent(...partitionOf(1)), CONTEXT);
    vi.useRealTimers();

    // Assess
    expect(response).toEqual({ batchItemFailures: [] });
    expect(written(output)).toContainEqual(
      expect.objectContaining({
        level: 'ERROR',
        message: 'The new configuration is not used; the last good one stays.',
        error: expect.objectContaining({
          message: expect.stringContaining('aws.eventbridge.retries.max is "many"'),
        }),
      }),
    );
    expect(written(output)).toContainEqual(expect.objectContaining({ ConfigurationRefused: 1 }));
  });

  it('follows a new configuration', async () => {
    // Prepare
    vi.useFakeTimers({ toFake: ['Date'] });
    const handler = await coldStart();
    await handler(kafkaEvent(...partitionOf(1)), CONTEXT);
    configure({ 'aws.eventbridge.connector.id': 'renamed' });
    vi.setSystemTime(Date.now() + 61_000);

    // Act
    await handler(kafkaEvent(...partitionOf(1)), CONTEXT);
    vi.useRealTimers();

    // Assess
    expect(sentEntries(eventBridge).map(([entry]) => entry?.Source)).toEqual([
      'kafka-connect.orders-bridge',
      'kafka-connect.renamed',
    ]);
  });

  it('logs the configuration in force readably, with the detail type of each topic and the notes', async () => {
    configure({ 'aws.eventbridge.detail.types': 'orders:created,payments:paid', topics: 'orders' });
    const handler = await coldStart();

    await handler(kafkaEvent(...partitionOf(1)), CONTEXT);

    expect(written(output)).toContainEqual(
      expect.objectContaining({
        message: 'Configuration in force.',
        configuration: expect.objectContaining({
          connectorId: 'orders-bridge',
          source: 'kafka-connect.${connector.id}',
          detailTypeRule: {
            kind: 'by-topic',
            byName: { orders: 'created', payments: 'paid' },
            byPattern: [],
          },
          notes: [{ property: 'topics', note: 'Not needed: the event source mapping names the topic.' }],
        }),
      }),
    );
  });

  it('writes dead letters in its own Region, whatever the Region of the bus', async () => {
    configure({
      'aws.eventbridge.region': 'us-east-1',
      'aws.eventbridge.eventbus.arn': 'arn:aws:events:us-east-1:123456789012:event-bus/orders',
    });
    const handler = await coldStart();

    await handler(kafkaEvent(eventRecord({ value: base64('{"a":') })), CONTEXT);

    expect(await sqs.send.firstCall.thisValue.config.region()).toBe('eu-west-1');
  });

  it('fails with a clear error for an event that is no Kafka batch', async () => {
    const handler = await coldStart();

    await expect(handler({ Records: [] }, CONTEXT)).rejects.toMatchObject({ code: 'EVENT_INVALID' });
  });

  it('never logs anything of an Avro record: strings, map keys and bytes that cannot be decoded', async () => {
    // Prepare: the map ends behind its key, where a value should be; the other frame is no frame.
    configure({ 'key.converter': 'bytes', 'value.converter': 'glue-avro' });
    schema = { DataFormat: 'AVRO', SchemaDefinition: '{"type":"map","values":"long"}' };
    const cutMap = Buffer.concat([Buffer.from([2]), avroString(MARKER)]);
    const handler = await coldStart({ POWERTOOLS_LOG_LEVEL: 'TRACE' });

    // Act
    await handler(
      kafkaEvent(
        eventRecord({ offset: 0, value: base64(glueFrame(cutMap)) }),
        eventRecord({ offset: 1, value: base64(MARKER) }),
      ),
      CONTEXT,
    );

    // Assess
    for (const code of ['PAYLOAD_INVALID', 'FRAME_INVALID']) expect(output.text()).toContain(code);
    expect(output.text()).not.toContain(MARKER);
  });

  it.each(['DEBUG', 'TRACE'])(
    'never logs anything of a record, not even with log level %s',
    async (level) => {
      // Prepare: records that are sent, refused, undecodable and too large, each full of the marker.
      const marked = (offset: number, value: string) =>
        eventRecord({
          offset,
          key: base64(MARKER),
          value: base64(value),
          headers: [{ [MARKER]: [...Buffer.from(MARKER)] }],
        });
      answer = ({ target }) => {
        if (target !== 'AWSEvents.PutEvents') return {};
        const malformed = { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
        if (sentEntries(eventBridge).length === 1)
          return { body: { Entries: [{ EventId: 'e-1' }, malformed] } };
        const message = `Value '[detail={"a":"${MARKER}"}]' at 'entries' …`;
        return { status: 400, body: { __type: 'ValidationException', message } };
      };
      const handler = await coldStart({
        POWERTOOLS_LOG_LEVEL: level,
        POWERTOOLS_LOGGER_LOG_EVENT: 'true',
        BRIDGE_REPORT_BATCH_ITEM_FAILURES: 'false',
      });
      const valid = `{"a":"${MARKER}"}`;

      // Act
      await handler(kafkaEvent(marked(0, valid), marked(1, valid), marked(2, `{"${MARKER}":`)), CONTEXT);
      const failing = handler(
        kafkaEvent(marked(3, valid), marked(4, MARKER), marked(5, `"${MARKER.repeat(60_000)}"`)),
        CONTEXT,
      );

      // Assess: the last one fits neither an event nor a message of the queue.
      await expect(failing).rejects.toThrow('1 of 3 records are to be retried (DEAD_LETTER_UNAVAILABLE)');
      const text = output.text();
      for (const code of ['EVENT_REFUSED', 'PAYLOAD_INVALID', 'ENTRY_TOO_LARGE'])
        expect(text).toContain(code);
      expect(text).not.toContain(MARKER);
      expect(text).not.toContain(base64(MARKER).slice(0, 20));
    },
  );
});
