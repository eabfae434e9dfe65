import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONTAINER_ENDPOINT } from '../../infra/local/container-endpoint.ts';
import type { SampleConfiguration } from '../../infra/local/demo/configurations.ts';
import { LocalFunction } from '../../infra/local/lambda/function-host.ts';
import { StandInsProcess } from '../fixtures/stand-ins-process.ts';
import { type LocalTemplateFunction, localFunctions } from './local-template.ts';

/** What `sam local invoke` does, without its container: the asset of the template, in the environment that SAM makes. */

const standIns = new StandInsProcess('--port', '0');
const running: LocalFunction[] = [];
let url = '';

beforeAll(async () => {
  url = (await standIns.told('listening'))[0]?.url ?? '';
});
afterAll(async () => {
  await Promise.all(running.map((fn) => fn.close()));
  await standIns.interrupt();
});

const bridge = localFunctions().find(({ id }) => id === 'demo');

describe('the bridge of a template for local use', () => {
  test('sends JSON records to the stand-ins', async () => {
    expect(await invoke('json', 'json')).toEqual({ batchItemFailures: [] });

    expect(await told('orders')).toMatchObject([
      { rules: ['large-orders'], detail: { offset: 211, key: 'ord-48211', value: { total: 129.9 } } },
      { rules: [], detail: { offset: 212, value: { total: 42.5 } } },
    ]);
  });

  test('decodes Avro with the schemas that the stand-ins hold', async () => {
    expect(await invoke('avro', 'avro-glue')).toEqual({ batchItemFailures: [] });

    expect(await told('notifications')).toMatchObject([
      { rules: ['suspicious-activity'], detail: { offset: 501, value: { eventDetail: { total: 198.43 } } } },
      { rules: ['suspicious-activity'], detail: { offset: 502, partition: 1 } },
    ]);
  });

  test('writes dead letters whole to the bucket of the stand-ins', async () => {
    expect(await invoke('avro', 'poison')).toEqual({ batchItemFailures: [] });

    const letters = await standIns.told('dead-letter', 4);
    expect(
      letters.map(({ to, letter }) => `${letter?.record.offset} ${letter?.error.code} in the ${to}`).sort(),
    ).toEqual([
      '506 FRAME_INVALID in the bucket',
      '507 SCHEMA_NOT_FOUND in the bucket',
      '508 PAYLOAD_INVALID in the bucket',
      '509 PAYLOAD_INVALID in the bucket',
    ]);
  });
});

async function invoke(configuration: SampleConfiguration, event: string): Promise<unknown> {
  if (bridge === undefined) throw new Error('The template has no function demo.');
  const overrides = JSON.parse(readFileSync(`events/environment/${configuration}.json`, 'utf8')).Parameters;
  const fn = new LocalFunction({
    artefact: bridge.artefact,
    name: 'demo',
    environment: environmentBySam(bridge, overrides),
    timeoutMs: bridge.timeoutMs,
  });
  running.push(fn);
  return await fn.invoke(JSON.parse(readFileSync(`events/${event}.json`, 'utf8')));
}

/**
 * SAM's own variables where nobody is signed in, and those that the template declares, from the file of `--env-vars`
 * before the template. What the file has and the template has not, is left out; so is what only CloudFormation knows.
 */
function environmentBySam(
  { variables }: LocalTemplateFunction,
  overrides: Readonly<Record<string, string>>,
): Record<string, string> {
  const declared = Object.entries(variables).map(([name, value]): [string, string] => [
    name,
    overrides[name] ?? (typeof value === 'string' ? value : ''),
  ]);
  const reachable = declared.map(([name, value]) => [name, value.replace(CONTAINER_ENDPOINT, url)]);
  return {
    AWS_SAM_LOCAL: 'true',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'defaultkey',
    AWS_SECRET_ACCESS_KEY: 'defaultsecret',
    ...Object.fromEntries(reachable),
  };
}

/** Events of a topic that arrived, in the order of their offsets. */
async function told(topic: string) {
  const events = await standIns.told('event');
  return events
    .map(({ rules, event }) => ({ rules, detail: Object(event.detail) }))
    .filter(({ detail }) => detail.topic === topic)
    .sort((one, other) => one.detail.offset - other.detail.offset);
}
