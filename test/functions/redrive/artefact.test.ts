import { afterEach, describe, expect, it, vi } from 'vitest';
import { mskEvent, type ProducedRecord } from '../../../infra/local/demo/event-builder.ts';
import { LocalFunction } from '../../../infra/local/lambda/function-host.ts';
import { ENVIRONMENT } from '../../../shared/environment.ts';
import {
  configurationDocument,
  PARAMETER,
  type RunningBridge,
  startRunningBridge,
} from '../../fixtures/running-bridge.ts';

/** The built bridge makes the dead letters, the built redrive function takes them; both over HTTP to the stand-ins. */

const GLUE = { 'value.converter': 'glue-avro' };
const JSON_VALUES = { 'value.converter': 'json' };

interface Running {
  readonly bridge: RunningBridge;
  readonly redrive: LocalFunction;
  readonly logs: string[];
}

const running: Running[] = [];

afterEach(async () => {
  for (const { bridge, redrive } of running.splice(0)) {
    await redrive.close();
    await bridge.close();
  }
});

describe('the built redrive function', () => {
  it('sends what the bridge would have sent, once the cause is removed', async () => {
    // A JSON topic behind a configuration for Avro: everything is dead-lettered.
    const delivered = event([
      {
        topic: 'orders',
        offset: 1,
        value: '{"total":5.10}',
        headers: [
          ['city', 'Zürich'],
          ['city', 'Oslo'],
        ],
      },
      { topic: 'orders', offset: 2, value: '[1,2]' },
      { topic: 'orders', partition: 3, offset: 9, value: '{}' },
    ]);
    const { bridge, redrive } = await start(GLUE);
    await bridge.invoke(delivered);
    const letters = messages(bridge);
    expect(letters).toHaveLength(3);

    bridge.putDocument(configurationDocument(JSON_VALUES));
    const response = await invoke(redrive, letters);

    expect(response).toEqual({ batchItemFailures: [] });
    const direct = await start(JSON_VALUES);
    await direct.bridge.invoke(delivered);
    expect(details(bridge)).toEqual(details(direct.bridge));
    expect(details(bridge)).toHaveLength(3);
  });

  it('leaves what fails again in the queue, and says why without contents', async () => {
    const { bridge, redrive, logs } = await start(GLUE);
    await bridge.invoke(event([{ topic: 'orders', offset: 1, value: 'PAN-4111111111111111' }]));

    const response = await invoke(redrive, messages(bridge));

    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-0' }] });
    expect(bridge.deadLetters()).toHaveLength(1);
    await logged(logs, /FRAME_INVALID/);
    expect(logs.join('\n')).not.toMatch(/4111/);
  });

  it('leaves everything in the queue while EventBridge throttles', async () => {
    const { bridge, redrive } = await start(GLUE);
    await bridge.invoke(event([{ topic: 'orders', offset: 1, value: '{}' }]));
    bridge.putDocument(configurationDocument(JSON_VALUES));
    bridge.standIns.faults.set('throttle=1');

    expect(await invoke(redrive, messages(bridge))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-0' }],
    });
  });

  it('sends a letter that came twice once, and lets both messages go', async () => {
    const { bridge, redrive } = await start(GLUE);
    await bridge.invoke(event([{ topic: 'orders', offset: 1, value: '{}' }]));
    bridge.putDocument(configurationDocument(JSON_VALUES));
    const [letter = ''] = messages(bridge);
    const later = JSON.stringify({ ...JSON.parse(letter), time: '2026-01-01T00:00:00.000Z' });

    expect(await invoke(redrive, [letter, later])).toEqual({ batchItemFailures: [] });
    expect(details(bridge)).toHaveLength(1);
  });

  it('refuses what is no dead letter of its bridge, and carries the others', async () => {
    const { bridge, redrive, logs } = await start(GLUE);
    await bridge.invoke(event([{ topic: 'orders', offset: 1, value: '{}' }]));
    bridge.putDocument(configurationDocument(JSON_VALUES));
    const [letter = ''] = messages(bridge);
    const foreign = JSON.stringify({ ...JSON.parse(letter), connectorId: 'another' });

    const response = await invoke(redrive, ['not a letter', foreign, letter]);

    expect(response).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-0' }, { itemIdentifier: 'message-1' }],
    });
    expect(details(bridge)).toHaveLength(1);
    await logged(logs, /it is not a dead letter/);
    await logged(logs, /it is of another bridge/);
  });

  it('fails as a whole for an event that is not of SQS', async () => {
    const { redrive } = await start(GLUE);

    await expect(redrive.invoke({ records: {} })).rejects.toThrow(
      'This is not an event of a Lambda event source mapping for SQS',
    );
  });

  it('counts what it carried and what stays, under its own name', async () => {
    const { bridge, redrive, logs } = await start(GLUE);
    await bridge.invoke(event([{ topic: 'orders', offset: 1, value: '{}' }]));
    bridge.putDocument(configurationDocument(JSON_VALUES));

    await invoke(redrive, [...messages(bridge), 'not a letter']);

    await logged(logs, /RecordsNotRedriven/);
    const emf = logs.filter((line) => line.includes('_aws')).map((line) => JSON.parse(line));
    expect(emf).toContainEqual(
      expect.objectContaining({ service: 'demo-redrive', RecordsRedriven: 1, RecordsNotRedriven: 1 }),
    );
  });
});

/** The bridge, and a redrive function that reads the same configuration when it is first invoked. */
async function start(configuration: Readonly<Record<string, unknown>>): Promise<Running> {
  const bridge = await startRunningBridge({ configuration });
  const logs: string[] = [];
  const redrive = new LocalFunction({
    artefact: 'dist/redrive/index.mjs',
    name: 'redrive',
    environment: {
      ...bridge.standIns.environment,
      [ENVIRONMENT.configurationParameter]: PARAMETER,
      POWERTOOLS_SERVICE_NAME: 'demo-redrive',
    },
    timeoutMs: 10_000,
    onLog: (line) => logs.push(line),
  });
  running.push({ bridge, redrive, logs });
  return { bridge, redrive, logs };
}

function event(records: readonly Omit<ProducedRecord, 'timestamp' | 'key'>[]) {
  return mskEvent(records.map((record) => ({ timestamp: 1_772_442_900_000, key: 'k', ...record })));
}

function messages(bridge: RunningBridge): string[] {
  return bridge.deadLetters().map((letter) => JSON.stringify(letter));
}

async function invoke(redrive: LocalFunction, bodies: readonly string[]): Promise<unknown> {
  return await redrive.invoke({
    Records: bodies.map((body, index) => ({
      messageId: `message-${index}`,
      receiptHandle: 'handle',
      body,
      eventSource: 'aws:sqs',
    })),
  });
}

/** Lines of the worker come by a pipe of their own, so a little after its answer. */
async function logged(logs: readonly string[], text: RegExp): Promise<void> {
  await vi.waitFor(() => expect(logs.join('\n')).toMatch(text));
}

/** What rules see of the events on the bus; the order in which events arrive is nobody's. */
function details(bridge: RunningBridge): string[] {
  return bridge.standIns.eventBridge
    .events()
    .map(({ source, detailType, detail }) => JSON.stringify([source, detailType, detail]))
    .sort();
}
