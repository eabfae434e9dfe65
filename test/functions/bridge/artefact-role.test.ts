import { afterEach, describe, expect, test } from 'vitest';
import type { OperationName } from '../../../infra/local/service.ts';
import { BUS_ARN } from '../../fixtures/running-bridge.ts';
import { sourcesOf } from './loaded-sources.ts';
import { RegistryBridge, type RegistryBridgeOptions } from './registry-bridge.ts';

/** The built artefact with a role of another account for event bus and bucket, over HTTP to the stand-ins. */

const ACCOUNT = '210987654321';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/publish`;
const EXTERNAL_ID = 'external-1';
const BUCKET = 'large-values';
const HOUR_MS = 3_600_000;

const PROPERTIES = {
  'aws.eventbridge.iam.role.arn': ROLE,
  'aws.eventbridge.iam.external.id': EXTERNAL_ID,
};
const OFFLOADING = { 'aws.eventbridge.offloading.default.s3.bucket': BUCKET };

const running: RegistryBridge[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((bridge) => bridge.close()));
});

async function start(
  members: Readonly<Record<string, unknown>> = {},
  options: Partial<RegistryBridgeOptions> = {},
): Promise<RegistryBridge> {
  const bridge = await RegistryBridge.start({
    configuration: () => ({ ...PROPERTIES, ...members }),
    prepare: ({ s3 }) => s3.createBucket(BUCKET),
    ...options,
  });
  running.push(bridge);
  return bridge;
}

function allow({ standIns: { sts } }: RegistryBridge): void {
  sts.createRole({ arn: ROLE, externalId: EXTERNAL_ID });
}

/** The accounts for which requests to an operation were signed. */
function accounts({ standIns: { requests } }: RegistryBridge, operation: OperationName) {
  return [...new Set(requests.list(operation).map(({ account }) => account))];
}

describe('the built artefact with a role', () => {
  test('asks for the bus, puts events and offloads as that role, by one session', async () => {
    const bridge = await start(OFFLOADING);
    allow(bridge);

    expect(await bridge.send({ key: null }, { key: null, value: '"text"' })).toEqual(['sent', 'sent']);
    expect(await bridge.send({ key: null, value: '[1]' })).toEqual(['sent']);

    expect(accounts(bridge, 'eventbridge.DescribeEventBus')).toEqual([ACCOUNT]);
    expect(accounts(bridge, 'eventbridge.PutEvents')).toEqual([ACCOUNT]);
    expect(accounts(bridge, 's3.PutObject')).toEqual([ACCOUNT]);
    expect(bridge.standIns.requests.list('sts')).toMatchObject([
      { operation: 'AssumeRole', region: 'eu-west-1', account: '123456789012' },
    ]);
  });

  test('does the rest as its execution role', async () => {
    const bridge = await start();
    allow(bridge);

    expect(await bridge.send({ value: 'no JSON' })).toEqual(['PAYLOAD_INVALID']);

    expect(accounts(bridge, 'ssm.GetParameter')).toEqual(['123456789012']);
    expect(accounts(bridge, 'sqs.SendMessageBatch')).toEqual(['123456789012']);
  });

  test('assumes the role again when its session is about to expire', async () => {
    const bridge = await start(OFFLOADING);
    allow(bridge);
    await bridge.send({ key: null });

    await bridge.advance(HOUR_MS);

    expect(await bridge.send({ key: null })).toEqual(['sent']);
    // The clock of STS stays, so that the new session is old from the start.
    expect(bridge.standIns.requests.count('sts.AssumeRole')).toBeGreaterThan(1);
  });

  test.each([
    { what: 'the role is not there', externalId: undefined, fault: '', code: 'DENIED' },
    { what: 'the external id is another', externalId: 'external-2', fault: '', code: 'DENIED' },
    { what: 'STS fails', externalId: EXTERNAL_ID, fault: 'internal@sts=1', code: 'UNAVAILABLE' },
    { what: 'STS throttles', externalId: EXTERNAL_ID, fault: 'throttle@sts=1', code: 'UNAVAILABLE' },
    { what: 'STS resets', externalId: EXTERNAL_ID, fault: 'reset-before@sts=1', code: 'UNAVAILABLE' },
  ])('makes records wait while $what, says why, and loses none', async ({ externalId, fault, code }) => {
    for (const [call, members] of [
      ['PUT_EVENTS', {}],
      ['OFFLOAD', OFFLOADING],
    ] as const) {
      // Prepare
      const bridge = await start(members);
      const { sts, faults } = bridge.standIns;
      if (externalId !== undefined) sts.createRole({ arn: ROLE, externalId });
      faults.set(fault);
      const batch = bridge.batch([{ key: null }, { key: null, value: '[1]' }]);

      // Act
      const endings = await bridge.carry(batch);
      faults.clear();
      allow(bridge);

      // Assess
      expect(endings).toEqual(['retry', 'retry']);
      const told = bridge.logs.filter((line) => line.includes('could not be assumed'));
      expect(told).not.toEqual([]);
      for (const line of told) {
        expect(line).toContain(`The role ${ROLE} could not be assumed.`);
        expect(line).toContain(`${call}_${code}`);
      }
      expect(await bridge.carry(batch)).toEqual(['sent', 'sent']);
      expect(bridge.deadLetters()).toEqual([]);
    }
  });

  test('answers in time when STS hangs', async () => {
    const bridge = await start(OFFLOADING, { timeoutMs: 4_000 });
    allow(bridge);
    const batch = bridge.batch([{ key: null }]);
    bridge.standIns.faults.set('hang@sts=1');

    expect(await bridge.carry(batch)).toEqual(['retry']);
  });

  test('is the same through a global endpoint, for events alone', async () => {
    const bridge = await start({ 'aws.eventbridge.eventbus.global.endpoint.id': 'abcde.veo' });
    allow(bridge);

    expect(await bridge.send({ key: null })).toEqual(['sent']);

    const { requests } = bridge.standIns;
    expect(
      requests.list('eventbridge').map(({ operation, region, account }) => [operation, region, account]),
    ).toEqual([
      ['DescribeEventBus', 'eu-west-1', ACCOUNT],
      ['PutEvents', '*', ACCOUNT],
    ]);
    expect(bridge.standIns.eventBridge.events()).toMatchObject([{ eventBusArn: BUS_ARN }]);
  });
});

describe('the built artefact loads', () => {
  const SDK = /@aws-sdk\/(client-eventbridge|signature-v4a|credential-providers)\/|@smithy\/signature-v4a\//;

  test.each([
    { what: 'nothing of the SDK without a role and a global endpoint', members: {}, loads: [] },
    { what: 'the credentials for a role alone', members: PROPERTIES, loads: ['credential-providers'] },
    {
      what: 'the client and its signatures for a global endpoint alone',
      members: { 'aws.eventbridge.eventbus.global.endpoint.id': 'abcde.veo' },
      loads: ['client-eventbridge', 'signature-v4a'],
    },
  ])('$what', async ({ members, loads }) => {
    const bridge = await start({}, { configuration: () => members });
    allow(bridge);

    expect(await bridge.send({ key: null })).toEqual(['sent']);

    const sources = await sourcesOf(await bridge.loadedFiles());
    const packages = sources.flatMap((source) => SDK.exec(source)?.[0].split('/')[1] ?? []);
    expect([...new Set(packages)].toSorted()).toEqual(loads);
  });
});
