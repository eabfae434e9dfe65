import { afterEach, describe, expect, it, vi } from 'vitest';
import { selfManagedEvent } from '../../../infra/local/demo/event-builder.ts';
import { encodeGlue } from '../../../infra/local/demo/frame-encoder.ts';
import { NOTIFICATION } from '../../../infra/local/demo/schemas.ts';
import { configurationDocument, type RunningBridge } from '../../fixtures/running-bridge.ts';
import {
  closeRunningRedrive,
  drain,
  event,
  events,
  produced,
  type Records,
  type RunningRedrive,
  startRunningRedrive,
} from './running-redrive.ts';

/** The built bridge makes the dead letters, the built redrive function takes them; both over HTTP to the stand-ins. */

const GLUE = { 'value.converter': 'glue-avro' };
const JSON_VALUES = { 'value.converter': 'json' };

const running: RunningRedrive[] = [];

afterEach(async () => {
  for (const each of running.splice(0)) await closeRunningRedrive(each);
});

describe('the built redrive function', () => {
  it('sends what the bridge would have sent, once the converter is corrected', async () => {
    const delivered = event([
      {
        topic: 'orders',
        offset: 1,
        value: '{"total":5.10}',
        headers: [
          ['city', 'Zürich'],
          ['city', 'Oslo'],
          ['__proto__', 'x'],
        ],
      },
      { topic: 'orders', offset: 2, key: null, value: '[1,2]' },
      { topic: 'orders', partition: 3, offset: 9, value: '{}' },
    ]);
    const started = await start(GLUE);
    await started.bridge.invoke(delivered);
    expect(started.bridge.deadLetters()).toHaveLength(3);

    started.bridge.putDocument(configurationDocument(JSON_VALUES));
    await drain(started);

    expect(started.bridge.deadLetters()).toEqual([]);
    const direct = await start(JSON_VALUES);
    await direct.bridge.invoke(delivered);
    expect(events(started.bridge)).toEqual(events(direct.bridge));
    expect(events(started.bridge)).toHaveLength(3);
  });

  it('sends a record, once its schema is registered', async () => {
    const versionId = '5f0c1d2e-3a4b-4c5d-8e6f-708192a3b4c5';
    const value = encodeGlue(
      { ...NOTIFICATION, schemaVersionId: versionId },
      { source: 'analyzer', eventType: 'suspicious', eventDetail: { userId: 'u', total: 1 } },
    );
    const started = await start(GLUE);
    const { bridge } = started;
    await bridge.invoke(event([{ topic: 'notifications', offset: 5, value }]));
    expect(codes(bridge)).toEqual(['SCHEMA_NOT_FOUND']);

    const { definition } = NOTIFICATION;
    bridge.standIns.glue.registerSchema({ schemaName: 'late', versionId, definition });
    await drain(started);

    expect(bridge.deadLetters()).toEqual([]);
    expect(events(bridge)[0]).toContain('\\"userId\\":\\"u\\",\\"total\\":1.0');
  });

  it('sends a large record, once the limit is raised', async () => {
    const started = await start({ ...JSON_VALUES, 'aws.eventbridge.request.max.bytes': 262_144 });
    const { bridge } = started;
    await bridge.invoke(event([{ topic: 'orders', offset: 5, value: `"${'x'.repeat(300_000)}"` }]));
    expect(codes(bridge)).toEqual(['ENTRY_TOO_LARGE']);

    bridge.putDocument(configurationDocument(JSON_VALUES));
    await drain(started);

    expect(bridge.deadLetters()).toEqual([]);
    expect(events(bridge)).toHaveLength(1);
  });

  it('carries dead letters of several sources in one batch', async () => {
    const records: Records = [{ topic: 'orders', offset: 1, value: '{}' }];
    const started = await start(GLUE);
    const { bridge } = started;
    await bridge.invoke(event(records));
    await bridge.invoke(selfManagedEvent(records.map(produced)));

    bridge.putDocument(configurationDocument(JSON_VALUES));
    await drain(started);

    expect(bridge.deadLetters()).toEqual([]);
    expect(events(bridge)).toHaveLength(2);
  });

  it.each(['all', 'none'])(
    'leaves what fails again in the queue, and says why without contents (errors.tolerance=%s)',
    async (tolerance) => {
      const started = await start(GLUE);
      const { bridge, logs } = started;
      await bridge.invoke(
        event([
          { topic: 'orders', offset: 1, value: 'PAN-4111111111111111' },
          { topic: 'orders', offset: 2, value: null },
          { topic: 'orders', offset: 3, value: 'PAN-4111111111111111' },
        ]),
      );
      const before = letterIds(bridge);
      expect(before).toHaveLength(2);

      bridge.putDocument(configurationDocument({ ...JSON_VALUES, 'errors.tolerance': tolerance }));
      await drain(started);

      // The same messages, not new ones: the bridge of this function dead-letters nothing, although it could.
      expect(letterIds(bridge)).toEqual(before);
      await logged(logs, /2 records to be retried: PAYLOAD_INVALID/);
      expect(logs.join('\n')).toContain('"topic":"orders","partition":0,"offset":3');
      expect(logs.join('\n')).not.toMatch(/4111|UEFOLT/);
    },
  );

  it('leaves everything in the queue while EventBridge throttles, and sends it afterwards', async () => {
    const started = await start(GLUE);
    const { bridge } = started;
    await bridge.invoke(event([{ topic: 'orders', offset: 1, value: '{}' }]));
    bridge.putDocument(configurationDocument(JSON_VALUES));

    bridge.standIns.faults.set('throttle=1');
    expect(await drain(started)).toHaveLength(1);
    expect(bridge.deadLetters()).toHaveLength(1);

    bridge.standIns.faults.set('');
    expect(await drain(started)).toEqual([]);
    expect(bridge.deadLetters()).toEqual([]);
    expect(events(bridge)).toHaveLength(1);
  });

  it('lets the entries go that EventBridge took, when it fails the others', async () => {
    const started = await start(GLUE);
    const { bridge } = started;
    await bridge.invoke(
      event(Array.from({ length: 10 }, (_, offset) => ({ topic: 'orders', offset, value: '{}' }))),
    );
    bridge.putDocument(configurationDocument({ ...JSON_VALUES, 'aws.eventbridge.retries.max': 0 }));
    bridge.standIns.faults.set('partial=x1:InternalFailure');

    const stayed = await drain(started);

    const offsets = bridge.standIns.eventBridge.events().map(({ detail }) => JSON.parse(detail).offset);
    const left = bridge.deadLetters().map(({ record }) => record.offset);
    expect(stayed.length).toBeGreaterThan(0);
    expect(left).toHaveLength(stayed.length);
    expect([...offsets, ...left].sort()).toEqual(Array.from({ length: 10 }, (_, offset) => offset));
  });

  it('sends a letter that came twice once, and lets both messages go', async () => {
    const started = await start(GLUE);
    const { bridge } = started;
    await bridge.invoke(event([{ topic: 'orders', offset: 1, value: '{}' }]));
    await bridge.invoke(event([{ topic: 'orders', offset: 1, value: '{}' }]));
    expect(bridge.deadLetters()).toHaveLength(2);

    bridge.putDocument(configurationDocument(JSON_VALUES));
    await drain(started);

    expect(bridge.deadLetters()).toEqual([]);
    expect(events(bridge)).toHaveLength(1);
  });

  it('refuses what is no dead letter of its bridge, and carries the others', async () => {
    const started = await start(GLUE);
    const { bridge, logs } = started;
    await bridge.invoke(event([{ topic: 'orders', offset: 1, value: '{}' }]));
    const foreign = { ...bridge.deadLetters()[0], connectorId: 'another' };
    const send = (body: string) => bridge.standIns.sqs.send(bridge.deadLetterQueueUrl, body);
    send('no letter: PAN-4111111111111111');
    send(JSON.stringify(foreign));

    bridge.putDocument(configurationDocument(JSON_VALUES));
    const stayed = await drain(started);

    expect(stayed).toHaveLength(2);
    expect(events(bridge)).toHaveLength(1);
    await logged(logs, /1 messages stay in the queue: LETTER_INVALID/);
    await logged(logs, /1 messages stay in the queue: LETTER_OF_ANOTHER_BRIDGE/);
    for (const id of stayed) expect(logs.join('\n')).toContain(id);
    expect(logs.join('\n')).toContain('"connectorId":"another"');
    expect(logs.join('\n')).not.toMatch(/4111/);
  });

  it('reports everything before its time runs out while EventBridge hangs', async () => {
    const started = await start(GLUE, 3_000);
    const { bridge } = started;
    await bridge.invoke(event([{ topic: 'orders', offset: 1, value: '{}' }]));
    bridge.putDocument(configurationDocument(JSON_VALUES));
    bridge.standIns.faults.set('hang=1');

    expect(await drain(started)).toHaveLength(1);
  });

  it('fails as a whole for an event that is not of SQS', async () => {
    const { redrive } = await start(GLUE);

    await expect(redrive.invoke({ records: {} })).rejects.toThrow(
      'This is not an event of a Lambda event source mapping for SQS',
    );
  });

  it('counts what it carried and what stays, under its own name', async () => {
    const started = await start(GLUE);
    const { bridge, logs } = started;
    await bridge.invoke(event([{ topic: 'orders', offset: 1, value: '{}' }]));
    bridge.standIns.sqs.send(bridge.deadLetterQueueUrl, 'not a letter');
    bridge.putDocument(configurationDocument(JSON_VALUES));

    await drain(started);

    await logged(logs, /RecordsNotRedriven/);
    const emf = logs.filter((line) => line.includes('_aws')).map((line) => JSON.parse(line));
    expect(emf).toContainEqual(
      expect.objectContaining({ service: 'demo-redrive', RecordsRedriven: 1, RecordsNotRedriven: 1 }),
    );
  });
});

async function start(
  configuration: Readonly<Record<string, unknown>>,
  timeoutMs?: number,
): Promise<RunningRedrive> {
  const started = await startRunningRedrive({
    configuration,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  running.push(started);
  return started;
}

function codes(bridge: RunningBridge): string[] {
  return bridge.deadLetters().map(({ error }) => error.code);
}

function letterIds({ standIns, deadLetterQueueUrl }: RunningBridge): string[] {
  return standIns.sqs.messages(deadLetterQueueUrl).map(({ messageId }) => messageId);
}

/** Lines of the worker come by a pipe of their own, so a little after its answer. */
async function logged(logs: readonly string[], text: RegExp): Promise<void> {
  await vi.waitFor(() => expect(logs.join('\n')).toMatch(text));
}
