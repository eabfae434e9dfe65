import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EventBus, eventBus } from '../../../../functions/bridge/aws/event-bridge.ts';
import { roleCredentials } from '../../../../functions/bridge/aws/role-credentials.ts';
import { RoleError } from '../../../../functions/bridge/role-error.ts';
import { controlTimeouts } from '../../../fixtures/abort-signal.ts';
import {
  type AwsEndpoint,
  PUT_EVENTS_ANSWER,
  startAwsEndpoint,
  type WireAnswer,
  type WireRequest,
} from '../../../fixtures/aws-endpoint.ts';
import { useAwsSettings } from '../../../fixtures/aws-settings.ts';
import { bridgeEntry } from '../../../fixtures/bridge-entry.ts';
import { configuration } from '../../../fixtures/configuration.ts';
import { isSignedWith } from '../../../fixtures/request-signature.ts';
import { assumedRole, isForSts, ROLE_DENIED } from '../../../fixtures/sts-answer.ts';

const SIGNAL = new AbortController().signal;
const ROLE = {
  arn: 'arn:aws:iam::210987654321:role/publish',
  sessionName: 'orders-bridge',
  externalId: undefined,
};
const LIFETIME_MS = 60 * 60_000;
const RENEWED_WITHIN_MS = 11 * 60_000;

/** The ways in which requests are sent, by the settings that lead to them. */
const WAYS = [
  { way: 'straight, without the SDK', variables: {}, properties: {} },
  {
    way: 'straight, by the settings that the SDK finds',
    variables: { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false' },
    properties: {},
  },
  { way: 'by the SDK', variables: { AWS_RETRY_MODE: 'adaptive' }, properties: {} },
  {
    way: 'to a global endpoint',
    variables: {},
    properties: { 'aws.eventbridge.eventbus.global.endpoint.id': 'abcde.veo' },
  },
] as const;

let endpoint: AwsEndpoint;
/** Of STS to the next requests; afterwards everyone may have the role. */
let roleAnswers: WireAnswer[];
let arrived: PromiseWithResolvers<void>;

beforeEach(async () => {
  roleAnswers = [];
  arrived = Promise.withResolvers();
  endpoint = await startAwsEndpoint((request) => {
    arrived.resolve();
    const answer = isForSts(request) ? (roleAnswers.shift() ?? newSession()) : { body: PUT_EVENTS_ANSWER };
    // Node writes a date that it made up to a second before, which is not that of a clock that jumps.
    return { ...answer, headers: { ...answer.headers, date: new Date().toUTCString() } };
  });
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await endpoint.close();
});

function keys(number: number) {
  return { accessKeyId: `ASIA${number}`, secretAccessKey: `secret-${number}` };
}

function newSession(): WireAnswer {
  const number = endpoint.requests.filter(isForSts).length;
  const expiresAtMs = Date.now() + LIFETIME_MS;
  return assumedRole({ ...keys(number), sessionToken: `token-${number}`, expiresAtMs });
}

/** Requests to EventBridge: what is called, and whose session it is for. */
function signers() {
  return endpoint.requests.filter((request) => !isForSts(request)).map(signerOf);
}

function signerOf(request: WireRequest): string {
  const number = [1, 2].find((candidate) => isSignedWith(request, keys(candidate)));
  const token = String(request.headers['x-amz-security-token']);
  return `${request.target} by ASIA${number} with ${token}`;
}

describe.each(WAYS)('a role puts events $way', ({ variables, properties }) => {
  let bus: EventBus;

  beforeEach(() => {
    useAwsSettings({ ...variables, AWS_ENDPOINT_URL: endpoint.url });
    bus = eventBus(configuration(properties), roleCredentials(ROLE, 'eu-west-1'));
  });

  it('and asks for the bus, signing both with its session', async () => {
    expect(await bus.describeBus(SIGNAL)).toBe('exists');
    expect(await bus.putEvents([bridgeEntry(0)], SIGNAL)).toMatchObject([{ eventId: 'e-1' }]);

    expect(signers()).toEqual([
      'AWSEvents.DescribeEventBus by ASIA1 with token-1',
      'AWSEvents.PutEvents by ASIA1 with token-1',
    ]);
    expect(endpoint.requests.filter(isForSts)).toHaveLength(1);
  });

  it('with the next session when one has expired', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 21, 12) });
    await bus.putEvents([bridgeEntry(0)], SIGNAL);

    vi.setSystemTime(Date.now() + LIFETIME_MS);
    await bus.putEvents([bridgeEntry(0)], SIGNAL);

    expect(signers()).toEqual([
      'AWSEvents.PutEvents by ASIA1 with token-1',
      'AWSEvents.PutEvents by ASIA2 with token-2',
    ]);
  });

  it('with a new session within minutes, as the one before may have been revoked', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 21, 12) });
    await bus.putEvents([bridgeEntry(0)], SIGNAL);

    vi.setSystemTime(Date.now() + RENEWED_WITHIN_MS);

    await vi.waitFor(async () => {
      await bus.putEvents([bridgeEntry(0)], SIGNAL);
      expect(signers().at(-1)).toBe('AWSEvents.PutEvents by ASIA2 with token-2');
    });
  });

  it('once it may be assumed, which is tried every time', async () => {
    roleAnswers = [ROLE_DENIED, ROLE_DENIED];

    expect(await bus.describeBus(SIGNAL)).toBe('unknown');
    const denied = await bus.putEvents([bridgeEntry(0)], SIGNAL).catch((error: unknown) => error);

    expect(denied).toBeInstanceOf(RoleError);
    expect(denied).toMatchObject({ isDenied: true, message: expect.stringContaining(ROLE.arn) });
    expect(signers()).toEqual([]);
    expect(await bus.putEvents([bridgeEntry(0)], SIGNAL)).toMatchObject([{ eventId: 'e-1' }]);
  });

  it.each(['the first', 'a later'])(
    'but waits no longer than the deadline when STS hangs at %s call',
    async (which) => {
      // Prepare
      vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 21, 12) });
      if (which === 'a later') {
        await bus.putEvents([bridgeEntry(0)], SIGNAL);
        vi.setSystemTime(Date.now() + LIFETIME_MS);
        arrived = Promise.withResolvers();
      }
      roleAnswers = [{ delivery: 'none' }];
      const { timeOut } = controlTimeouts();
      const deadline = new AbortController();
      const sending = bus.putEvents([bridgeEntry(0)], deadline.signal);
      await arrived.promise;

      // Act
      deadline.abort(new Error('the deadline'));

      // Assess
      await expect(sending).rejects.toThrow();
      timeOut();
    },
  );
});
