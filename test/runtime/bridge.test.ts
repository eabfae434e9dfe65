import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SampleConfiguration } from '../../infra/local/demo/configurations.ts';
import { ENVIRONMENT } from '../../shared/environment.ts';
import { configurationDocument } from '../fixtures/running-bridge.ts';
import { deployment, runtimeWith, surroundings } from './deployed-runtime.ts';

/** The asset of the bridge under Lambda's runtime, as the template configures both, over HTTP to the stand-ins. */

const { bridge: deployed } = deployment();

const ORDERS = JSON.parse(readFileSync('events/json.json', 'utf8'));
const NONE = { kind: 'response', text: '{"batchItemFailures":[]}' };
const ALL = {
  kind: 'response',
  text: '{"batchItemFailures":[{"itemIdentifier":{"partition":"orders-0","offset":211}},{"itemIdentifier":{"partition":"orders-0","offset":212}}]}',
};

describe("the bridge under Lambda's runtime", () => {
  it.each([
    ['json', 'JSON', 'json', 2, 0],
    ['auto', 'every format, with the code that is loaded when it is needed', 'auto', 6, 0],
    ['poison', 'bad records, which it writes as dead letters', 'avro', 2, 4],
  ] as const)('sends the sample %s: %s', async (name, _, configuration, sent, deadLetters) => {
    const { bridge, variables } = await surroundings(documentOf(configuration));
    const runtime = await runtimeWith(deployed, variables);

    const outcome = await runtime.invoke(JSON.parse(readFileSync(`events/${name}.json`, 'utf8')));

    expect(outcome).toEqual(NONE);
    expect(bridge.standIns.eventBridge.events()).toHaveLength(sent);
    expect(bridge.deadLetters()).toHaveLength(deadLetters);
    expect(runtime.refused).toEqual([]);
  });

  it('answers with the records that have to be delivered again', async () => {
    const { bridge, variables } = await surroundings();
    bridge.standIns.faults.set('throttle=1');
    const runtime = await runtimeWith(deployed, variables);

    expect(await runtime.invoke(ORDERS)).toEqual(ALL);
  });

  it('sees the deadline of each invocation: after it, nothing is sent, and all is to be delivered again', async () => {
    const { bridge, variables } = await surroundings();
    const runtime = await runtimeWith(deployed, variables);

    expect(await runtime.invoke(ORDERS)).toEqual(NONE);
    expect(await runtime.invoke(ORDERS, -1_000)).toEqual(ALL);
    expect(await runtime.invoke(ORDERS)).toEqual(NONE);
    expect(bridge.standIns.eventBridge.events()).toHaveLength(4);
  });

  it('stays warm: it reads its configuration once and starts cold once', async () => {
    const { bridge, variables } = await surroundings();
    const runtime = await runtimeWith(deployed, variables);

    for (let count = 0; count < 3; count++) expect(await runtime.invoke(ORDERS)).toEqual(NONE);

    expect(bridge.standIns.requests.count('ssm.GetParameter')).toBe(1);
    await expect.poll(() => metricsOf(runtime.logs, 'RecordsSent')).toEqual([2, 2, 2]);
    expect(metricsOf(runtime.logs, 'ColdStart')).toEqual([1]);
  });

  it('writes lines of JSON, with what CloudWatch makes metrics of at their root', async () => {
    const { variables } = await surroundings(documentOf('avro'));
    const runtime = await runtimeWith(deployed, variables);

    await runtime.invoke(JSON.parse(readFileSync('events/poison.json', 'utf8')));

    await expect.poll(() => metricsOf(runtime.logs, 'RecordsDeadLettered')).toContain(4);
    const lines = runtime.logs.map((line) => JSON.parse(line));
    expect(lines.filter(({ level }) => level === 'ERROR')).not.toEqual([]);
    expect(lines.filter(({ _aws, level }) => _aws === undefined && level === undefined)).toEqual([]);
  });

  it.each([
    [
      'without partial batch responses',
      { [ENVIRONMENT.reportBatchItemFailures]: undefined },
      ORDERS,
      'BatchFailedError',
      '2 of 2 records are to be retried (PUT_EVENTS_THROTTLED), and the event source mapping takes no partial batch response: all are delivered again.',
    ],
    [
      'without a configuration',
      { [ENVIRONMENT.configurationParameter]: undefined },
      ORDERS,
      'ConfigurationError',
      'The environment variable BRIDGE_CONFIG_PARAMETER is not set.',
    ],
    [
      'with the event of another service',
      {},
      { Records: [] },
      'InvalidEventError',
      'This is not an event of a Lambda event source mapping for Kafka: it has no eventSource.',
    ],
  ])(
    'fails the invocation %s, with an error that says why',
    async (_, changed, event, errorType, message) => {
      const { bridge, variables } = await surroundings(
        configurationDocument({ 'aws.eventbridge.retries.max': 0 }),
      );
      bridge.standIns.faults.set('throttle=1');
      const runtime = await runtimeWith(deployed, { ...variables, ...changed });

      expect(await runtime.invoke(event)).toMatchObject({
        kind: 'error',
        errorType,
        errorMessage: expect.stringContaining(message),
      });
      expect(runtime.refused).toEqual([]);
    },
  );
});

function documentOf(configuration: SampleConfiguration): string {
  return readFileSync(`events/configuration/${configuration}.json`, 'utf8');
}

/** Values of a metric, in the embedded metric format, in the order in which they were written. */
function metricsOf(logs: readonly string[], name: string): unknown[] {
  return logs
    .map((line) => JSON.parse(line))
    .filter((line) => line._aws !== undefined && name in line)
    .map((line) => line[name]);
}
