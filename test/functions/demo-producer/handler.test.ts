import { Producer } from '@platformatic/kafka';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readGlueFrame } from '../../../shared/demo/glue-frame.ts';
import { captureOutput } from '../../fixtures/output.ts';
import { TRANSACTION_SCHEMA, TRANSACTION_SCHEMA_ID, TRANSACTION_TYPE } from '../../fixtures/transactions.ts';

const CONTEXT = {
  awsRequestId: 'request-1',
  functionName: 'producer',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:producer',
  memoryLimitInMB: '512',
  getRemainingTimeInMillis: () => 75_000,
};

/** The handler of a fresh execution environment, which produces for 100 ms. */
async function coldStart(environment: Readonly<Record<string, string>> = {}) {
  vi.resetModules();
  vi.stubEnv('DEMO_KAFKA_SECURITY', 'plaintext');
  vi.stubEnv('DEMO_TRANSACTION_SCHEMA', TRANSACTION_SCHEMA);
  vi.stubEnv('DEMO_TRANSACTION_SCHEMA_VERSION_ID', TRANSACTION_SCHEMA_ID);
  vi.stubEnv('DEMO_PRODUCE_FOR_MS', '100');
  vi.stubEnv('DEMO_PRODUCE_INTERVAL_MS', '40');
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const { handler } = await import('../../../functions/demo-producer/handler.ts');
  return (event: unknown) => handler(event, CONTEXT);
}

/** Brokers that take everything. */
function answerSends() {
  return vi.spyOn(Producer.prototype, 'send').mockResolvedValue({});
}

describe('the handler of the producer', () => {
  let output: ReturnType<typeof captureOutput>;
  let send: ReturnType<typeof answerSends>;

  beforeEach(() => {
    output = captureOutput();
    send = answerSends();
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it('produces framed Avro transactions with keys of their own, and counts them', async () => {
    const handler = await coldStart();

    const { produced } = await handler({ bootstrapServers: 'b-1.example:9092' });

    const records = send.mock.calls.flatMap(([{ messages }]) => messages);
    expect(produced).toBe(records.length);
    expect(produced).toBeGreaterThan(0);
    expect(new Set(records.map(({ key }) => String(key))).size).toBe(produced);
    for (const { topic, value } of records) {
      expect(topic).toBe('events');
      const frame = value === undefined ? undefined : readGlueFrame(value);
      expect(frame?.schemaVersionId).toBe(TRANSACTION_SCHEMA_ID);
      expect(TRANSACTION_TYPE.fromBuffer(frame?.payload ?? Buffer.alloc(0))).toHaveProperty('userId');
    }
    expect(output.text()).toContain(`"TransactionsProduced":${produced}`);
  });

  it('fails, and still counts, when the brokers refuse', async () => {
    const handler = await coldStart();
    send.mockRejectedValue(new Error('no broker'));

    await expect(handler({ bootstrapServers: 'b-1.example:9092' })).rejects.toThrow('no broker');
    expect(output.text()).toContain('"TransactionsProduced":0');
  });

  it('says which variable is missing', async () => {
    await expect(coldStart({ DEMO_TRANSACTION_SCHEMA: '' })).rejects.toThrow(
      'Set the environment variable DEMO_TRANSACTION_SCHEMA.',
    );
  });
});
